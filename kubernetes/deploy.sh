#!/usr/bin/env bash
# Deploys an overlay, waits until each Deployment is rolled out, and takes back those that it has changed if one is not.
#
#   kubernetes/deploy.sh kubernetes/overlays/production
#
# DEPLOY_TIMEOUT: how long each Deployment may take, 10m if not set. Exits with 1 if the release was taken back.
set -euo pipefail

overlay=${1:?which overlay}
timeout=${DEPLOY_TIMEOUT:-10m}
namespace=sportskk
deployments=(sportskk-read sportskk-payment sportskk-ticket sportskk-gateway)

# One figure of a Deployment; nothing if it is not there.
figure() {
  kubectl --namespace "$namespace" get deployment "$1" --ignore-not-found --output "jsonpath={.metadata.$2}"
}

# The revision is what can be gone back to. It follows a change a moment later; the generation changes with it.
declare -A revision generation
for deployment in "${deployments[@]}"; do
  revision[$deployment]=$(figure "$deployment" 'annotations.deployment\.kubernetes\.io/revision')
  generation[$deployment]=$(figure "$deployment" generation)
done

deploy() {
  kubectl apply --kustomize "$overlay" || return 1
  local deployment
  for deployment in "${deployments[@]}"; do
    kubectl --namespace "$namespace" rollout status "deployment/$deployment" --timeout "$timeout" || return 1
  done
}

# To the revision of before, by its number: one that was not changed must not go back a step further.
take_back() {
  local deployment failed=0
  for deployment in "${deployments[@]}"; do
    if [[ -z ${revision[$deployment]} ]]; then
      echo "$deployment is new: there is nothing to go back to"
    elif [[ $(figure "$deployment" generation) != "${generation[$deployment]}" ]]; then
      kubectl --namespace "$namespace" rollout undo "deployment/$deployment" --to-revision "${revision[$deployment]}" || failed=1
    fi
  done
  for deployment in "${deployments[@]}"; do
    if [[ -n ${revision[$deployment]} ]]; then
      kubectl --namespace "$namespace" rollout status "deployment/$deployment" --timeout "$timeout" || failed=1
    fi
  done
  return "$failed"
}

if deploy; then
  echo "deployed"
else
  echo "the release does not become ready: it is taken back" >&2
  kubectl --namespace "$namespace" get pods --output wide >&2 || true
  take_back || echo "not everything could be taken back" >&2
  exit 1
fi
