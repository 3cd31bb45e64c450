/** What went wrong, in words, and what would be right. What the API says of it stands below, in its own language. */
import { html, nothing } from 'lit';
import { Problem } from '../common/api.js';
import { knows, say, t } from '../common/text.js';

say({
  'problem.offline': [
    '서버의 답을 받지 못했습니다. 네트워크와 서버를 확인한 뒤 다시 시도하십시오.',
    'The server did not answer. Check the network and the server, then try again.',
  ],
  'problem.unexpected': [
    '서버가 알 수 없는 답을 보냈습니다. 다시 시도하고, 되풀이되면 아래 내용을 운영 담당자에게 알리십시오.',
    'The server sent an answer that this page does not understand. Try again; if it stays so, report what stands below.',
  ],
  'problem.unknown-done': [
    '처리되었는지 알 수 없습니다. 창을 닫으면 지금 상태를 새로 읽으니 확인하십시오. 같은 요청을 다시 보내도 두 번 처리되지 않습니다.',
    'It is not known whether it was done. Close this and look: how it stands is read anew. The same may also be sent again: it is done once.',
  ],
  'problem.number': ['요청 번호', 'Request'],
  'problem.malformed-request': ['요청 형식이 올바르지 않습니다. 입력한 값을 확인하십시오.', 'The request is not valid. Check what was entered.'],
  'problem.malformed-json': ['요청 형식이 올바르지 않습니다. 입력한 값을 확인하십시오.', 'The request is not valid. Check what was entered.'],
  'problem.invalid-request': ['입력한 값을 고쳐야 합니다. 고칠 곳은 아래와 같습니다.', 'Some of what was entered must be mended, as below.'],
  'problem.unauthenticated': ['로그인이 필요합니다. 다시 로그인하십시오.', 'Nobody is signed in. Sign in again.'],
  'problem.invalid-token': ['로그인이 만료되었습니다. 다시 로그인하십시오.', 'The session has ended. Sign in again.'],
  'problem.forbidden': ['관리자 권한이 없습니다. 관리자 계정으로 로그인하십시오.', 'This takes the role of an administrator. Sign in as one.'],
  'problem.second-person-needed': [
    '입력한 사람은 자신이 입력한 내용을 확인할 수 없습니다. 다른 관리자가 확인해야 합니다.',
    'Who has entered it can’t confirm it. Another administrator has to.',
  ],
  'problem.approval-id-reused': [
    '같은 승인 번호로 내용이 다른 승인이 있습니다. 새 번호를 쓰십시오.',
    'There is an approval of other content with this id. Use a new one.',
  ],
  'problem.approval-not-needed': [
    '승인이 필요 없는 금액입니다. 구매자는 승인 없이 걸 수 있습니다.',
    'No approval is needed for so much. The buyer can stake it as it is.',
  ],
  'problem.too-many-approvals': [
    '이 구매자의 승인이 너무 많습니다. 쓰이거나 만료된 뒤 다시 시도하십시오.',
    'The buyer has as many approvals as there may be. Try again once some are used or have lapsed.',
  ],
  'problem.holds-ticket': [
    '이 경기의 투표권을 가진 사람은 경기의 결말을 정할 수 없습니다. 투표권이 없는 관리자가 해야 합니다.',
    'Who has a ticket of the match decides nothing of how it ends. An administrator without one has to.',
  ],
  'problem.entered-by-holder': [
    '입력한 사람이 이 경기의 투표권을 가지고 있습니다. 결과를 철회하고, 투표권이 없는 관리자가 다시 입력해야 합니다.',
    'Who entered it has a ticket of the match. Withdraw it, and have somebody enter it who has none.',
  ],
  'problem.not-found': ['이 서버에는 이 기능이 없습니다. 서버의 버전을 확인하십시오.', 'This server has no such thing. See which release it runs.'],
  'problem.ticket-not-found': ['이 번호의 투표권이 없습니다. 번호를 확인하십시오.', 'There is no ticket of this number. Check the number.'],
  'problem.match-not-found': ['이 번호의 경기가 없습니다. 경기 번호를 확인하십시오.', 'There is no match of this id. Check the id.'],
  'problem.request-timeout': ['요청이 제때 도착하지 않았습니다. 다시 시도하십시오.', 'The request did not arrive in time. Try again.'],
  'problem.sales-not-open': ['발매가 아직 시작되지 않았습니다. 발매 시작 시각 이후에 시도하십시오.', 'Sales have not opened yet. Try again once they have.'],
  'problem.sales-suspended': ['발매가 일시 중지되어 있습니다. 발매를 재개한 뒤 다시 시도하십시오.', 'Sales are suspended. Resume them first, then try again.'],
  'problem.sales-closed': ['발매가 이미 마감되어 되돌릴 수 없습니다.', 'Sales have closed, for good.'],
  'problem.sales-resumed': [
    '모든 노드가 발매를 멈추기 전에 누군가 재개했습니다. 지금 상태를 확인하고, 필요하면 다시 중지하십시오.',
    'Somebody has resumed sales before they had stopped everywhere. Look at how it stands; suspend them again if need be.',
  ],
  'problem.nothing-to-decide': ['이 투표권은 판단할 것이 없습니다. 상태를 새로 확인하십시오.', 'There is nothing to decide of this ticket. Look at its status again.'],
  'problem.decided-otherwise': ['이미 다르게 결정되었고 그 결정이 유효합니다.', 'It has been decided otherwise already, and that stands.'],
  'problem.dividends-not-fixed': [
    '배당률이 아직 확정되지 않았습니다. 결과가 확정되고 모든 투표권이 집계된 뒤 다시 시도하십시오.',
    'Dividends are not fixed yet. Try again once the result is official and every ticket is counted.',
  ],
  'problem.match-exists': ['같은 번호로 내용이 다른 경기가 있습니다. 다른 번호를 쓰십시오.', 'There is a match of other content with this id. Choose another id.'],
  'problem.sales-not-stopped': [
    '아직 판매 중인 노드가 있을 수 있습니다. 발매를 마감하고, 판매 중단이 확인된 뒤 다시 시도하십시오.',
    'A node may still sell. Close sales, and try again once they are known to have stopped.',
  ],
  'problem.other-result': [
    '다른 결과가 이미 입력되어 있습니다. 그것이 틀렸다면 먼저 철회하십시오.',
    'Another result is entered. If that one is wrong, withdraw it first.',
  ],
  'problem.nothing-to-confirm': ['확인할 것이 없습니다. 경기 상태를 새로 확인하십시오.', 'There is nothing to confirm. Look at the match again.'],
  'problem.other-outcome': [
    '그사이 입력된 내용이 달라졌습니다. 아무것도 확정되지 않았으니, 지금 내용을 보고 다시 확인하십시오.',
    'Something else is entered by now. Nothing was confirmed: look at it, then confirm again.',
  ],
  'problem.nothing-to-withdraw': ['철회할 결과가 없습니다. 경기 상태를 새로 확인하십시오.', 'No result is entered that could be withdrawn. Look at the match again.'],
  'problem.result-official': [
    '결과가 이미 확정되어 철회할 수 없습니다. 틀렸다면 정정하십시오.',
    'The result is official and can’t be withdrawn. If it is wrong, correct it.',
  ],
  'problem.nothing-to-correct': [
    '확정된 결과가 없습니다. 입력만 된 결과는 철회하십시오.',
    'No result is official. One that is only entered is withdrawn.',
  ],
  'problem.same-winners': ['확정된 결과와 승리 팀이 같습니다. 다른 팀을 고르십시오.', 'The official result has these winners already. Choose others.'],
  'problem.other-correction': [
    '다른 정정이 확인을 기다립니다. 그것이 틀렸다면 먼저 철회하십시오.',
    'Another correction waits to be confirmed. If that one is wrong, withdraw it first.',
  ],
  'problem.outcome-known': [
    '결과가 입력되어 있는 동안에는 무효로 할 수 없습니다. 틀린 결과라면 먼저 철회하십시오.',
    'A result is entered: while it is, the match can’t be made void. If it is wrong, withdraw it first.',
  ],
  'problem.match-void': ['경기가 무효이므로 결과를 둘 수 없습니다.', 'The match is void, and has no result.'],
  'problem.void-otherwise': ['이미 다른 사유로 무효 처리되었거나 제안되어 있습니다. 그 사유를 따르십시오.', 'It is void, or to be void, for another cause. That one stands.'],
  'problem.exclusion-not-shortened': [
    '이미 더 늦은 때까지 제한되어 있습니다. 제한은 늘릴 수만 있습니다. 더 늦은 시각을 고르십시오.',
    'The buyer is excluded for longer than that. An exclusion can only be prolonged: choose a later time.',
  ],
  'problem.unknown-match': ['이 번호의 경기가 없습니다. 경기 번호를 확인하십시오.', 'There is no match of this id. Check the id.'],
  'problem.unknown-team': ['이 경기에 없는 팀입니다. 팀 코드를 확인하십시오.', 'The match has no such team. Check its code.'],
  'problem.deposit-id-reused': [
    '같은 입금 번호로 금액이 다른 입금이 있습니다. 새 번호로 입금하십시오.',
    'There is a deposit of another amount with this id. Use a new one.',
  ],
  'problem.wallet-full': ['지갑에 더 넣을 수 없는 금액입니다. 금액을 줄이십시오.', 'The wallet can’t hold that much. Pay in less.'],
  'problem.too-many-deposits': [
    '이 지갑의 최근 입금이 너무 많습니다. 아래 시각 이후에 다시 시도하십시오.',
    'This wallet has had too many deposits lately. Try again from the time below on.',
  ],
  'problem.deposit-limit-exceeded': [
    '입금 한도를 넘습니다. 한도 안의 금액을 넣거나, 한도가 다시 생긴 뒤 시도하십시오.',
    'This is over a limit of deposits. Pay in less, or once the limit is free again.',
  ],
  'problem.buyer-excluded': ['이 구매자는 이용이 제한되어 있어 입금할 수 없습니다.', 'The buyer is excluded from play: nothing is paid into the wallet until that ends.'],
  'problem.invalid-match': ['경기 정보가 규칙에 맞지 않습니다. 고칠 곳은 아래와 같습니다.', 'The match breaks a rule. What to mend is below.'],
  'problem.invalid-outcome': ['결과나 무효 사유가 규칙에 맞지 않습니다. 고칠 곳은 아래와 같습니다.', 'The result, or the cause, breaks a rule. What to mend is below.'],
  'problem.too-many-requests': ['요청이 너무 많습니다. 잠시 뒤 다시 시도하십시오.', 'These are too many requests. Try again in a moment.'],
  'problem.internal-error': [
    '서버 내부 오류입니다. 다시 시도하고, 되풀이되면 요청 번호를 운영 담당자에게 알리십시오.',
    'The server has failed. Try again; if it stays so, report the number of the request.',
  ],
  'problem.unavailable': [
    '필요한 구성 요소가 지금 답하지 않습니다. 잠시 뒤 같은 요청을 다시 보내십시오.',
    'A part that is needed does not answer now. Send the same again in a moment.',
  ],
});

/** @typedef {{kind: string, body: Partial<ProblemBody>}} Told */

/**
 * What went wrong, as a problem; also what nobody has foreseen, so that it is seen.
 *
 * @param {unknown} error
 */
export function problemOf(error) {
  if (error instanceof Problem) {
    return error;
  }
  console.error(error);
  return new Problem('unexpected', 0, { detail: String(error) });
}

/**
 * Whether nobody knows if something was done: there is no answer, or none that makes sense.
 *
 * @param {Problem} problem
 */
export function isUnknown(problem) {
  return problem.unknown || problem.status < 400;
}

/** @param {string} code of a problem, such as `SALES_CLOSED` */
export function codeWords(code) {
  const key = `problem.${code.toLowerCase().replaceAll('_', '-')}`;
  return knows(key) ? t(key) : code;
}

/**
 * @param {Told} problem
 * @returns {string}
 */
export function problemWords(problem) {
  const key = `problem.${problem.kind}`;
  return knows(key) ? t(key) : (problem.body.title ?? t('problem.unexpected'));
}

/**
 * @param {Told} problem
 * @param {{label: string, run: () => unknown}} [next] what may be done about it
 * @param {string} [besides] what else to know
 */
export function problemNotice(problem, next, besides) {
  return html`
    <div class="notice bad" role="alert">
      <p><strong>${problemWords(problem)}</strong></p>
      ${besides ? html`<p>${besides}</p>` : nothing} ${apiWords(problem)}
      ${next ? html`<div><button type="button" class="button" @click=${next.run}>${next.label}</button></div>` : nothing}
    </div>
  `;
}

/** @param {Told} problem */
function apiWords({ body }) {
  return html`
    ${body.detail ? html`<p class="small" lang="en">${body.detail}</p>` : nothing}
    ${body.errors
      ? html`<ul class="small" lang="en">
          ${body.errors.map(({ pointer, detail }) => html`<li>${pointer ? html`<span class="code">${pointer}</span> ` : nothing}${detail}</li>`)}
        </ul>`
      : nothing}
    ${body.correlationId
      ? html`<p class="small">${t('problem.number')} <span class="code">${String(body.correlationId)}</span></p>`
      : nothing}
  `;
}
