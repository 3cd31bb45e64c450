/** Words that several parts of the buyer's page use. */
import { Problem } from '../common/api.js';
import { knows, say, t, won } from '../common/text.js';

say({
  'match.Scheduled': ['발매 예정', 'Not on sale yet'],
  'match.Open': ['발매 중', 'On sale'],
  'match.Suspended': ['발매 일시 중지', 'Sales suspended'],
  'match.Closed': ['발매 마감', 'Sales closed'],
  'match.Provisional': ['결과 확인 중', 'Result to be confirmed'],
  'match.Official': ['결과 확정', 'Result official'],
  'match.Settled': ['지급 완료', 'Paid out'],
  'match.Void': ['경기 무효', 'Void'],

  'ticket.Pending': ['결제 대기', 'Pending'],
  'ticket.Approved': ['구매 완료', 'Approved'],
  'ticket.Rejected': ['구매 거절', 'Rejected'],
  'ticket.Cancelling': ['취소 처리 중', 'Cancelling'],
  'ticket.Undecided': ['담당자 확인 중', 'With our staff'],
  'ticket.Cancelled': ['취소됨', 'Cancelled'],
  'ticket.Won': ['적중', 'Won'],
  'ticket.Lost': ['미적중', 'Lost'],
  'ticket.Refunded': ['환불', 'Refunded'],

  'kept.INSUFFICIENT_FUNDS': ['지갑 잔액이 모자랐어요.', 'There was not enough money in your wallet.'],
  'kept.MATCH_LIMIT_EXCEEDED': ['이 경기에 살 수 있는 금액을 넘었어요.', 'It was more than one person may stake on this match.'],
  'kept.STAKE_LIMIT_EXCEEDED': ['구매 한도를 넘었어요.', 'It was more than your stake limit allows.'],
  'kept.LOSS_LIMIT_EXCEEDED': ['손실 한도를 넘었어요.', 'It was more than your loss limit allows.'],
  'kept.TIME_LIMIT_EXCEEDED': ['오늘 이용 시간 한도를 다 썼어요.', 'Your time for today was used up.'],
  'kept.SELF_EXCLUDED': ['자기 배제 기간이에요.', 'You were excluded from play.'],
  'kept.SUPERVISOR_NEEDED': ['이렇게 큰 금액은 담당자의 승인이 먼저 있어야 해요.', 'So large a stake needs an approval first.'],
  'kept.BUYER_REQUEST': ['직접 취소했어요.', 'You cancelled it.'],
  'kept.PAYMENT_TIMEOUT': ['결제 기한까지 결제가 되지 않았어요.', 'It was not paid in time.'],
  'kept.SALES_CLOSED': ['결제되기 전에 발매가 마감됐어요.', 'Sales closed before it was paid.'],
  'kept.VOID': ['경기가 무효가 됐어요.', 'The match is void.'],
  'kept.NOBODY_WON': ['적중한 사람이 없어요.', 'Nobody had backed the winner.'],
  'kept.LATE': ['경기가 시작된 뒤에 팔린 투표권이에요.', 'It was sold after the match had begun.'],

  'problem.not-sent': [
    '서버에 연결되지 않아 주문을 보내지 않았어요. 구매된 것은 없어요. 연결되면 다시 눌러 주세요.',
    'We can’t reach the server, so nothing was sent and nothing was bought. Press again once you are back online.',
  ],
  'problem.offline': ['서버에 연결되지 않아요. 인터넷 연결을 확인해 주세요.', 'We can’t reach the server. Please check your connection.'],
  'problem.sales-not-open': ['아직 발매 전이에요. 구매된 것은 없어요.', 'Sales have not opened yet. Nothing was bought.'],
  'problem.sales-suspended': [
    '발매가 잠시 중지됐어요. 구매된 것은 없어요. 다시 열리면 살 수 있어요.',
    'Sales are suspended for now. Nothing was bought. You can buy once they go on.',
  ],
  'problem.sales-closed': ['발매가 마감됐어요. 구매된 것은 없어요.', 'Sales have closed. Nothing was bought.'],
  'problem.insufficient-funds': [
    '지갑 잔액이 모자라요. 결제된 금액은 없어요. 더 적은 금액으로 사 주세요.',
    'There is not enough money in your wallet. Nothing was charged. Stake less.',
  ],
  'problem.match-limit-exceeded': [
    '한 경기에 살 수 있는 금액을 넘어요. 결제된 금액은 없어요. 더 적은 금액으로 사 주세요.',
    'This is more than one person may stake on a match. Nothing was charged. Stake less.',
  ],
  'problem.stake-limit-exceeded': [
    '구매 한도를 넘어요. 결제된 금액은 없어요. 남은 한도는 ‘한도’에서 볼 수 있어요.',
    'This is more than your stake limit leaves. Nothing was charged. See “Limits” for what is left.',
  ],
  'problem.loss-limit-exceeded': [
    '손실 한도를 넘을 수 있어요. 결제된 금액은 없어요. 남은 한도는 ‘한도’에서 볼 수 있어요.',
    'You could lose more than your loss limit leaves. Nothing was charged. See “Limits” for what is left.',
  ],
  'problem.time-limit-exceeded': [
    '오늘 이용 시간을 다 썼어요. 결제된 금액은 없어요. 내일 다시 살 수 있어요.',
    'Your time for today is used up. Nothing was charged. You can buy again tomorrow.',
  ],
  'problem.self-excluded': [
    '자기 배제 기간이라 살 수 없어요. 결제된 금액은 없어요.',
    'You are excluded from play, so you can’t buy. Nothing was charged.',
  ],
  'problem.supervisor-needed': [
    '이렇게 큰 금액은 담당자의 승인이 먼저 있어야 해요. 결제된 금액은 없어요. 더 적은 금액으로 사거나, 승인을 받은 뒤 다시 사 주세요.',
    'So large a stake needs an approval first. Nothing was charged. Stake less, or buy again once it is approved.',
  ],
  'problem.payment-refused': ['결제가 거절됐어요. 결제된 금액은 없어요.', 'Payment was refused. Nothing was charged.'],
  'problem.purchase-cancelled': [
    '결제되기 전에 취소됐어요. 빠져나간 금액이 있으면 자동으로 돌려드려요.',
    'It was cancelled before it was paid. If anything was charged, it is given back.',
  ],
  'problem.stake-out-of-bounds': [
    '{min}부터 {max}까지 {step} 단위로 살 수 있어요. 구매된 것은 없어요.',
    'A stake is {min} to {max}, in steps of {step}. Nothing was bought.',
  ],
  'problem.unknown-match': ['그런 경기가 없어요. 구매된 것은 없어요.', 'There is no such match. Nothing was bought.'],
  'problem.match-not-found': ['그런 경기가 없어요.', 'There is no such match.'],
  'problem.ticket-not-found': ['그런 투표권이 없어요.', 'There is no such ticket.'],
  'problem.unknown-team': ['이 경기에 그런 팀이 없어요. 구매된 것은 없어요.', 'No such team plays in this match. Nothing was bought.'],
  'problem.too-many-requests': [
    '요청이 너무 많아요. 처리된 것은 없어요. 잠시 뒤 다시 해 주세요.',
    'That was too much at once. Nothing was done. Please try again in a moment.',
  ],
  'problem.unauthenticated': ['로그인이 끝났어요. 처리된 것은 없어요. 다시 로그인해 주세요.', 'You are signed out. Nothing was done. Please sign in again.'],
  'problem.invalid-token': ['로그인이 끝났어요. 처리된 것은 없어요. 다시 로그인해 주세요.', 'You are signed out. Nothing was done. Please sign in again.'],
  'problem.forbidden': [
    '구매자 권한이 없는 이용자예요. 처리된 것은 없어요. 다른 이용자로 로그인해 주세요.',
    'You are not signed in as a buyer. Nothing was done. Sign in as somebody else.',
  ],
  'problem.too-late-to-cancel': [
    '취소할 수 있는 시간이 지났어요. 투표권은 그대로예요.',
    'It is too late to cancel. The ticket stays as it is.',
  ],
  'problem.exclusion-not-shortened': [
    '이미 더 긴 기간 동안 배제돼 있어요. 기간은 늘릴 수만 있어요.',
    'You are excluded for longer than that already. It can only be prolonged.',
  ],
  'problem.unavailable': ['지금은 답을 받을 수 없어요. 잠시 뒤 다시 해 주세요.', 'There is no answer at the moment. Please try again shortly.'],
  'problem.else': ['처리하지 못했어요: {detail} (문의 번호 {id})', 'That did not work: {detail} (reference {id})'],

  'word.retry': ['다시 시도', 'Try again'],
  'word.close': ['닫기', 'Close'],
  'word.loading': ['불러오는 중…', 'Loading…'],
  'word.more': ['더 보기', 'Show more'],
});

/**
 * What is wrong, and what would be right.
 *
 * @param {unknown} error
 */
export function inWords(error) {
  if (!(error instanceof Problem)) {
    return t('problem.else', { detail: String(error), id: '–' });
  }
  const { body } = error;
  const key = `problem.${error.kind}`;
  if (error.kind === 'stake-out-of-bounds') {
    return t(key, { min: won(Number(body.minStake)), max: won(Number(body.maxStake)), step: won(Number(body.stakeUnit)) });
  }
  if (knows(key)) {
    return t(key);
  }
  const detail = [body.detail ?? error.kind, ...(body.errors ?? []).map((part) => part.detail)].join(' ');
  return t('problem.else', { detail, id: String(body.correlationId ?? '–') });
}

/** @param {string | null} reason of a ticket */
export function reasonInWords(reason) {
  return reason === null ? '' : knows(`kept.${reason}`) ? t(`kept.${reason}`) : reason;
}

/** @param {Match['status']} status */
export function matchBadge(status) {
  return { Open: 'good', Scheduled: '', Suspended: 'wait', Closed: '', Provisional: 'wait', Official: 'good', Settled: 'good', Void: 'bad' }[
    status
  ];
}

/** @param {TicketStatus} status */
export function ticketBadge(status) {
  return {
    Pending: 'wait',
    Approved: 'good',
    Rejected: 'bad',
    Cancelling: 'wait',
    Undecided: 'wait',
    Cancelled: '',
    Won: 'good',
    Lost: '',
    Refunded: '',
  }[status];
}

/**
 * What a screen reader is told, beside what has the focus: one place says it, and seldom.
 *
 * @param {string} words
 */
export function speak(words) {
  const place = document.getElementById('speech');
  if (place) {
    // The same words once more are a change, too.
    place.textContent = place.textContent === words ? `${words}\u00a0` : words;
  }
}
