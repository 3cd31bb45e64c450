/** One ticket: how it stands, what has happened to it, and what is to be decided of it. */
import { html, nothing } from 'lit';
import { read, write } from '../common/api.js';
import { watch } from '../common/stream.js';
import { exactTime, odds, say, t, won } from '../common/text.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { link } from './route.js';
import { take } from './step-dialog.js';
import { ticketBadge, word } from './words.js';

say({
  'tk.title': ['투표권', 'Ticket'],
  'tk.back': ['투표권 목록', 'All tickets'],
  'tk.match': ['경기', 'Match'],
  'tk.team': ['팀', 'Team'],
  'tk.buyer': ['구매자', 'Buyer'],
  'tk.stake': ['금액', 'Stake'],
  'tk.reason': ['사유', 'Why'],
  'tk.tallied': ['집계', 'Counted'],
  'tk.yes': ['반영', 'yes'],
  'tk.no': ['미반영', 'no'],
  'tk.dividend': ['배당률', 'Dividend'],
  'tk.payout': ['지급액(세전)', 'Comes to, before tax'],
  'tk.tax': ['세금', 'Tax'],
  'tk.paid': ['실제 지급액(세전)', 'Really paid, before tax'],
  'tk.bought': ['구매', 'Bought'],
  'tk.changed': ['마지막 변경', 'Last changed'],
  'tk.rules': ['규칙 버전', 'Rules'],
  'tk.request': ['요청 번호', 'Request'],
  'tk.ledger': ['원장 보기', 'Its entries in the ledger'],
  'tk.history': ['이력', 'History'],
  'tk.by': ['처리: {by}', 'By {by}'],
  'tk.note': ['메모: {note}', 'Note: {note}'],
  'tk.round': ['{round}차 정산', 'Round {round}'],
  'tk.amount': ['지급 대상 {amount}', 'Comes to {amount}'],
  'tk.taxed': ['세금 {tax}', 'tax {tax}'],
  'tk.paid-so-far': ['누적 지급 {paid}', 'paid so far {paid}'],
  'tk.at-dividend': ['배당률 {dividend}', 'dividend {dividend}'],
  'event.REQUESTED': ['구매 요청', 'Bought'],
  'event.APPROVED': ['결제 완료', 'Paid'],
  'event.REJECTED': ['결제 거절', 'Payment refused it'],
  'event.TALLIED': ['집계 반영 확인', 'The tally has confirmed it'],
  'event.CANCELLATION_REQUESTED': ['취소 요청', 'To be cancelled'],
  'event.CANCELLATION_REFUSED': ['늦은 취소 요청 거절', 'Wanted to be cancelled when it was too late'],
  'event.REVERSAL_REFUSED': ['환불 여부 확인 불가', 'Payment can’t tell whether something is to be given back'],
  'event.REVERSAL_DECIDED': ['환불 여부 결정', 'An operator has decided'],
  'event.CANCELLED': ['취소 완료', 'Cancelled'],
  'event.SETTLED': ['정산', 'Settled'],
  'decide.title': ['판단이 필요합니다', 'This is to be decided'],
  'decide.says': [
    '취소 중인 투표권이지만, 결제 기록이 오래되어 돌려줄 금액이 있는지 알 수 없습니다. 원장과 지갑 내역을 보고 결정하십시오.',
    'The ticket is being cancelled, but payment can’t tell any more whether its stake was charged. Look at the ledger and the wallet, then decide.',
  ],
  'decide.GIVE_BACK': ['환불하기', 'Give the stake back'],
  'decide.NOTHING_TO_GIVE_BACK': ['환불할 것 없음', 'Nothing to give back'],
  'decide.GIVE_BACK-1': ['{buyer}의 지갑에 들어가는 금액: {stake}', '{stake} goes into the wallet of {buyer}.'],
  'decide.NOTHING_TO_GIVE_BACK-1': ['결제되지 않았거나 이미 환불된 것으로 보고, {buyer}에게 아무것도 환불하지 않습니다.', 'Nothing was charged, or it has been given back already: {buyer} gets nothing.'],
  'decide.2': ['투표권은 취소로 끝나며, 결정과 담당자가 기록됩니다.', 'The ticket ends as cancelled. The decision is kept, with who has made it.'],
  'decide.note': ['메모', 'Note'],
  'decide.note-hint': ['판단의 근거. 나중에 보는 관리자를 위해 적습니다.', 'What it follows from, for whoever reads it later.'],
  'decide.done': ['결정이 기록되었습니다.', 'The decision is made.'],
});

class AdminTicket extends Part {
  static properties = { ticketId: {}, told: { state: true } };

  constructor() {
    super();
    this.ticketId = '';
    this.told = '';
    /** @type {Reading<Ticket>} */
    this.ticket = new Reading(this, () => `/tickets/${encodeURIComponent(this.ticketId)}`);
    /** @type {Reading<WholeHistory>} */
    this.history = new Reading(this, () => `/tickets/${encodeURIComponent(this.ticketId)}/history`);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  arrive() {
    void this.open();
  }

  async open() {
    await this.again();
    if (!this.ticket.value || !this.isConnected) {
      return;
    }
    // Each change so far comes once more: only that there is something new counts.
    const stream = watch(`/tickets/${encodeURIComponent(this.ticketId)}/events`, {
      event: () => {
        this.timer ??= setTimeout(() => {
          this.timer = undefined;
          void this.again();
        }, 300);
      },
    });
    this.whileHere(() => {
      stream.close();
      clearTimeout(this.timer);
    });
  }

  async again() {
    await Promise.all([this.ticket.again(), this.history.again()]);
  }

  render() {
    return html`<div class="stack">
      <p><a href="#/tickets">← ${t('tk.back')}</a></p>
      ${this.ticket.value ? nothing : html`<h1>${t('tk.title')} <span class="code">${this.ticketId}</span></h1>`}
      ${this.ticket.show((ticket) => this.all(ticket))}
    </div>`;
  }

  /** @param {Ticket} ticket */
  all(ticket) {
    return html`
      <div class="row">
        <h1>${t('tk.title')} <span class="code">${ticket.ticketId}</span></h1>
        ${ticketBadge(ticket.status)}
      </div>
      ${ticket.status === 'Undecided' ? this.decision(ticket) : nothing}
      <p role="status" class="good-words">${this.told}</p>
      <section class="card stack">${facts(ticket)}</section>
      <section class="card stack" aria-labelledby="tk-history">
        <h2 id="tk-history">${t('tk.history')}</h2>
        ${this.history.show(({ events }) => html`<ol class="history">${events.map(step)}</ol>`)}
      </section>
    `;
  }

  /** @param {Ticket} ticket */
  decision(ticket) {
    return html`<section class="notice bad" aria-labelledby="decide">
      <h2 id="decide">${t('decide.title')}</h2>
      <p>${t('decide.says')}</p>
      <div class="row">
        ${/** @type {const} */ (['GIVE_BACK', 'NOTHING_TO_GIVE_BACK']).map(
          (decision) =>
            html`<button type="button" class="button danger" @click=${() => this.decide(ticket, decision)}>${t(`decide.${decision}`)}</button>`,
        )}
      </div>
    </section>`;
  }

  /**
   * @param {Ticket} ticket
   * @param {'GIVE_BACK' | 'NOTHING_TO_GIVE_BACK'} decision
   */
  async decide(ticket, decision) {
    const match = /** @type {Match | null} */ (await read(`/matches/${encodeURIComponent(ticket.matchId)}`).catch(() => null));
    const title = t(`decide.${decision}`);
    const answer = await take({
      title,
      says: () => [t(`decide.${decision}-1`, { buyer: ticket.buyerId, stake: won(ticket.stake) }), t('decide.2')],
      fields: [{ name: 'note', label: t('decide.note'), kind: 'long', hint: t('decide.note-hint') }],
      typed: () => match?.name ?? ticket.matchId,
      act: title,
      danger: true,
      run: ({ note }) => write('POST', `/admin/tickets/${encodeURIComponent(ticket.ticketId)}/decision`, { decision, note: note || null }),
    });
    if (answer) {
      this.ticket.take(answer);
      this.told = t('decide.done');
    }
    void this.again();
  }
}

/** @param {Ticket} ticket */
function facts(ticket) {
  /** @type {[string, unknown][]} */
  const rows = [
    ['tk.match', html`<a href=${link(['match', ticket.matchId])}>${ticket.matchId}</a>`],
    ['tk.team', ticket.team],
    ['tk.buyer', html`<a href=${link(['buyer', ticket.buyerId])}>${ticket.buyerId}</a>`],
    ['tk.stake', won(ticket.stake)],
    ['tk.tallied', ticket.tallied ? t('tk.yes') : t('tk.no')],
  ];
  if (ticket.reason) {
    rows.push(['tk.reason', word('reason', ticket.reason)]);
  }
  if (ticket.dividend !== undefined) {
    rows.push(['tk.dividend', odds(ticket.dividend)]);
  }
  for (const name of /** @type {const} */ (['payout', 'tax', 'paid'])) {
    const amount = ticket[name];
    if (amount !== undefined) {
      rows.push([`tk.${name}`, won(amount)]);
    }
  }
  rows.push(['tk.bought', exactTime(ticket.requestedAt)], ['tk.changed', exactTime(ticket.updatedAt)]);
  if (ticket.rules) {
    rows.push(['tk.rules', html`<span class="code">${ticket.rules}</span>`]);
  }
  rows.push(['tk.request', html`<span class="code">${ticket.correlationId}</span>`]);
  return html`
    <dl class="rows">${rows.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl>
    <p><a href=${link(['ledger', 'transactions'], { ticketId: ticket.ticketId })}>${t('tk.ledger')}</a></p>
  `;
}

/** @param {TicketStep} it */
function step(it) {
  const more = [
    it.reason ? word('reason', it.reason) : '',
    it.round !== undefined && it.round > 1 ? t('tk.round', { round: it.round }) : '',
    it.dividend !== undefined ? t('tk.at-dividend', { dividend: odds(it.dividend) }) : '',
    it.amount !== undefined ? t('tk.amount', { amount: won(it.amount) }) : '',
    it.tax ? t('tk.taxed', { tax: won(it.tax) }) : '',
    it.paid !== undefined ? t('tk.paid-so-far', { paid: won(it.paid) }) : '',
    it.by ? t('tk.by', { by: it.by }) : '',
    it.note ? t('tk.note', { note: it.note }) : '',
  ].filter(Boolean);
  return html`<li>
    <strong>${word('event', it.event)}</strong> <span class="soft small number">${exactTime(it.at)}</span>
    ${more.length > 0 ? html`<p class="small">${more.join(' · ')}</p>` : nothing}
    <p class="small soft code">${it.correlationId}</p>
  </li>`;
}

customElements.define('admin-ticket', AdminTicket);
