#!/usr/bin/env bash
# Deploys an overlay: first what all nodes have in common, then one Deployment after the other, each when the one before it is
# rolled out. So there are never pods of more than one Deployment that come and go. Takes back those that it has changed if one
# does not become ready.
#
#   kubernetes/deploy.sh kubernetes/overlays/production
#
# DEPLOY_TIMEOUT: how long each Deployment may take, 10m if not set. Exits with 1 if the release was taken back.
set -euo pipefail

overlay=${1:?which overlay}
timeout=${DEPLOY_TIMEOUT:-10m}
namespace=sportskk
# What is asked before who asks; the buyers' door last. Each is the label app.kubernetes.io/component of all that belongs to it.
components=(read payment ticket gateway)

# One figure of a Deployment; nothing if it is not there.
figure() {
  kubectl --namespace "$namespace" get deployment "sportskk-$1" --ignore-not-found --output "jsonpath={.metadata.$2}"
}

# The revision is what can be gone back to. It follows a change a moment later; the generation changes with it.
declare -A revision generation
for component in "${components[@]}"; do
  revision[$component]=$(figure "$component" 'annotations.deployment\.kubernetes\.io/revision')
  generation[$component]=$(figure "$component" generation)
done

apply() {
  kubectl apply --kustomize "$overlay" --selector "$1"
}

wait_for() {
  kubectl --namespace "$namespace" rollout status "deployment/sportskk-$1" --timeout "$timeout"
}

deploy() {
  # Until there is a cluster, no Deployment becomes ready without the others: a first start is of all at once.
  local component first=yes
  for component in "${components[@]}"; do
    [[ -z ${revision[$component]} ]] || first=
  done
  apply "app.kubernetes.io/component notin ($(IFS=,; echo "${components[*]}"))" || return 1
  for component in "${components[@]}"; do
    apply "app.kubernetes.io/component=$component" || return 1
    [[ -n $first ]] || wait_for "$component" || return 1
  done
  for component in "${components[@]}"; do
    wait_for "$component" || return 1
  done
}

# To the revision of before, by its number: one that was not changed must not go back a step further. The last one first, and
# again one after the other.
take_back() {
  local component failed=0 i
  for ((i = ${#components[@]} - 1; i >= 0; i--)); do
    component=${components[i]}
    if [[ -z ${revision[$component]} ]]; then
      echo "sportskk-$component is new: there is nothing to go back to"
    elif [[ $(figure "$component" generation) != "${generation[$component]}" ]]; then
      kubectl --namespace "$namespace" rollout undo "deployment/sportskk-$component" --to-revision "${revision[$component]}" || failed=1
      wait_for "$component" || failed=1
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
