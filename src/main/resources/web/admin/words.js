/** What the API calls things, in words. */
import { html } from 'lit';
import { knows, say, t } from '../common/text.js';

say({
  'match.Scheduled': ['발매 예정', 'Scheduled'],
  'match.Open': ['발매 중', 'On sale'],
  'match.Suspended': ['발매 중지', 'Suspended'],
  'match.Closed': ['발매 마감', 'Closed'],
  'match.Provisional': ['결과 확인 대기', 'Result to be confirmed'],
  'match.Official': ['결과 확정', 'Official'],
  'match.Settled': ['지급 완료', 'Settled'],
  'match.Void': ['무효', 'Void'],

  'ticket.Pending': ['결제 대기', 'Pending'],
  'ticket.Approved': ['구매 완료', 'Approved'],
  'ticket.Rejected': ['결제 거절', 'Rejected'],
  'ticket.Cancelling': ['취소 처리 중', 'Cancelling'],
  'ticket.Undecided': ['판단 필요', 'Undecided'],
  'ticket.Cancelled': ['취소', 'Cancelled'],
  'ticket.Won': ['적중', 'Won'],
  'ticket.Lost': ['미적중', 'Lost'],
  'ticket.Refunded': ['환불', 'Refunded'],

  'reason.INSUFFICIENT_FUNDS': ['잔액 부족', 'too little in the wallet'],
  'reason.MATCH_LIMIT_EXCEEDED': ['경기별 한도 초과', 'over the limit of the match'],
  'reason.STAKE_LIMIT_EXCEEDED': ['구매 한도 초과', 'over the limit of stakes'],
  'reason.LOSS_LIMIT_EXCEEDED': ['손실 한도 초과', 'over the limit of losses'],
  'reason.TIME_LIMIT_EXCEEDED': ['이용 시간 초과', 'over the limit of time'],
  'reason.SELF_EXCLUDED': ['이용 제한 중', 'excluded from play'],
  'reason.PAYMENT_REFUSED': ['결제 거절', 'payment refused'],
  'reason.BUYER_REQUEST': ['구매자 요청', 'by its buyer'],
  'reason.PAYMENT_TIMEOUT': ['결제 시간 초과', 'not paid in time'],
  'reason.SALES_CLOSED': ['발매 마감', 'sales closed'],
  'reason.SUPERVISOR_NEEDED': ['고액 구매 승인 필요', 'needs the approval of a supervisor'],
  'reason.CANCEL_WINDOW_OVER': ['취소 가능 시간 지남', 'the cancel window is over'],
  'reason.SETTLED': ['정산됨', 'the pool is settled'],
  'reason.VOID': ['경기 무효', 'the match is void'],
  'reason.NOBODY_WON': ['적중자 없음', 'nobody has won'],
  'reason.LATE': ['경기 시작 후 구매', 'bought after the start'],
  'reason.WON': ['적중', 'won'],
  'reason.LOST': ['미적중', 'lost'],
  'reason.GIVE_BACK': ['환불하기로 결정', 'to be given back'],
  'reason.NOTHING_TO_GIVE_BACK': ['환불할 것 없음', 'nothing to give back'],

  'cause.EVENT_CANCELLED': ['경기 취소', 'The event is cancelled'],
  'cause.EVENT_ABANDONED': ['경기 중단', 'The event was abandoned'],
  'cause.EVENT_POSTPONED': ['경기 연기', 'The event is postponed'],
  'cause.POOL_INTEGRITY': ['발매의 공정성 문제', 'The pool is not sound'],
  'cause.OTHER': ['기타', 'Other'],

  'kind.PAID': ['적중금 지급', 'Paid to winners'],
  'kind.REFUNDED': ['적중자 없음, 전액 환불', 'Nobody has won: stakes go back'],
  'kind.NET_REFUNDED': ['적중자 없음, 배당 재원 환급', 'Nobody has won: the net pool goes back in parts'],
  'kind.CARRIED': ['적중자 없음, 이월', 'Nobody has won: carried to another match'],
  'kind.VOID': ['경기 무효, 전액 환불', 'Void: stakes go back'],

  'unbacked.REFUND': ['전액 환불', 'all stakes go back'],
  'unbacked.CARRY': ['다른 경기로 이월', 'the net pool is carried to another match'],
  'unbacked.NET_REFUND': ['배당 재원만 나누어 환급', 'the net pool goes back in parts'],

  'tax.NONE': ['없음', 'none'],
  'tax.KOREA_2016': ['한국 소득세법(2016)', 'Korea (2016)'],
});

/**
 * @param {string} of
 * @param {string} name
 */
export function word(of, name) {
  const key = `${of}.${name}`;
  return knows(key) ? t(key) : name;
}

/** @type {Record<string, string>} */
const MATCH_LOOKS = { Open: 'good', Suspended: 'bad', Provisional: 'wait', Void: 'bad', Official: 'wait', Settled: 'good' };

/** @type {Record<string, string>} */
const TICKET_LOOKS = {
  Pending: 'wait',
  Approved: 'good',
  Rejected: 'bad',
  Cancelling: 'wait',
  Undecided: 'bad',
  Won: 'good',
};

/** @param {string} status */
export function matchBadge(status) {
  return html`<span class="badge ${MATCH_LOOKS[status] ?? ''}">${word('match', status)}</span>`;
}

/** @param {string} status */
export function ticketBadge(status) {
  return html`<span class="badge ${TICKET_LOOKS[status] ?? ''}">${word('ticket', status)}</span>`;
}

/**
 * Teams as people call them.
 *
 * @param {string[]} codes
 * @param {Team[]} teams
 */
export function teamNames(codes, teams) {
  return codes.map((code) => teams.find((team) => team.code === code)?.name ?? code).join(', ');
}

/** @param {number} basisPoints */
export function percent(basisPoints) {
  return `${basisPoints / 100}%`;
}
