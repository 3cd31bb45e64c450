/** A ticket as it stands, which changes by itself, and how it is cancelled. */
import { html, nothing } from 'lit';
import { Problem, read } from '../common/api.js';
import { Part, eachSecond } from '../common/part.js';
import { duration, exactTime, knows, odds, say, t, time, won } from '../common/text.js';
import { until } from './clock.js';
import { matches, salesNow, teamName } from './matches.js';
import { dividendOf, payout } from './pool.js';
import { tickets } from './tickets.js';
import { inWords, reasonInWords, speak, ticketBadge } from './words.js';

say({
  'card.stake': ['구매 금액', 'Stake'],
  'card.estimate': ['적중하면 (추정)', 'You would win (estimate)'],
  'card.estimate.value': ['{amount} ({dividend}배)', '{amount} (at {dividend})'],
  'card.fixed': ['적중하면 (확정)', 'You would win (final)'],
  'card.paid': ['적중금', 'Paid out'],
  'card.dividend': ['배당률', 'Dividend'],
  'card.tax': ['세금', 'Tax'],
  'card.back': ['돌려받은 금액', 'Given back'],
  'card.kept': ['결과가 정정됐지만 이미 받은 {amount}은 그대로예요.', 'The result was corrected; what you were paid, {amount}, stays yours.'],
  'card.Pending': [
    '결제가 잠시 멈췄거나 밀려 있어요. 결제가 되면 자동으로 구매가 완료되고, 기한까지 안 되면 자동으로 취소돼요. 다시 살 필요는 없어요.',
    'Payment is suspended or busy for a moment. The ticket is bought by itself once it is paid, and cancelled by itself if that is not in time. There is no need to buy again.',
  ],
  'card.Approved': ['결제가 끝났어요.', 'Paid.'],
  'card.Approved.counting': ['결제가 끝났어요. 총액에는 곧 더해져요.', 'Paid. It will be counted in the totals shortly.'],
  'card.Approved.closed': ['발매가 마감됐어요. 결과를 기다리고 있어요.', 'Sales have closed. Waiting for the result.'],
  'card.Approved.void': ['경기가 무효가 됐어요. 구매 금액을 모두 돌려드리는 중이에요.', 'The match is void. Your stake is on its way back.'],
  'card.Approved.decided': ['결과가 확정됐어요. 곧 지급돼요.', 'The result is official. Tickets are being paid.'],
  'card.Cancelling': ['취소가 확정됐고, 금액을 돌려드리는 중이에요.', 'It will be cancelled for certain; your money is on its way back.'],
  'card.Undecided': [
    '취소는 확정됐지만, 결제됐는지 자동으로 알 수 없어 담당자가 확인하고 있어요.',
    'It will be cancelled for certain. Whether it had been paid can’t be told by itself, so our staff look into it.',
  ],
  'card.Cancelled': ['결제된 금액이 있으면 모두 돌려드렸어요.', 'Whatever had been charged is given back.'],
  'card.Lost': ['다른 팀이 이겼어요.', 'Another team has won.'],
  'card.cancel': ['구매 취소', 'Cancel'],
  'card.cancel.left': ['{left} 동안 취소할 수 있어요', 'Can be cancelled for {left}'],
  'card.cancel.open': ['구매 직후 짧은 시간, 늦어도 발매 마감 전까지만 취소할 수 있어요', 'Can be cancelled for a short while after buying, until sales close at the latest'],
  'card.cancel.pending': ['결제 전이라 언제든 취소할 수 있어요', 'Not paid yet, so it can be cancelled at any time'],
  'card.cancel.suspended': ['발매가 중지된 동안에는 취소할 수 없어요', 'Can’t be cancelled while sales are suspended'],
  'card.cancel.over': ['취소할 수 있는 시간이 지났어요', 'It is too late to cancel'],
  'quote.title': ['이 투표권을 취소할까요?', 'Cancel this ticket?'],
  'quote.back': ['지갑으로 돌려받아요', 'Back to your wallet'],
  'quote.nothing': ['아직 결제되지 않았어요. 결제된 금액이 있으면 모두 돌려받아요.', 'Not paid yet. If anything was charged, all of it is given back.'],
  'quote.fee': ['수수료는 없어요.', 'There is no fee.'],
  'quote.final': [
    '취소하면 되돌릴 수 없고, 이 금액은 경기 총액에서 빠져요. 다시 사면 그때의 배당률을 따라요.',
    'This can’t be undone. Your stake leaves the pool; a new ticket goes by the dividend of then.',
  ],
  'quote.time': ['{left} 안에 눌러야 해요.', 'You have {left} left to do it.'],
  'quote.server': ['취소할 수 있는지는 누르는 순간 서버가 정해요.', 'The server decides at that moment whether it still can be cancelled.'],
  'quote.keep': ['그대로 두기', 'Keep it'],
  'quote.do': ['취소하기', 'Cancel the ticket'],
  'quote.doing': ['취소하고 있어요…', 'Cancelling…'],
  'quote.unknown': [
    '답을 받지 못해서 취소됐는지 아직 몰라요. 다시 눌러도 안전해요.',
    'There was no answer, so we don’t know yet whether it is cancelled. It is safe to press again.',
  ],
  'card.more': ['자세히', 'Details'],
  'card.number': ['투표권 번호', 'Ticket number'],
  'card.bought': ['주문 시각', 'Ordered'],
  'card.reference': ['문의 번호', 'Reference'],
  'card.life': ['처리 내역', 'What happened'],
  'life.REQUESTED': ['주문', 'Ordered'],
  'life.APPROVED': ['결제 완료', 'Paid'],
  'life.REJECTED': ['거절', 'Refused'],
  'life.TALLIED': ['총액에 반영', 'Counted in the totals'],
  'life.CANCELLATION_REQUESTED': ['취소 요청', 'Cancellation asked for'],
  'life.REVERSAL_REFUSED': ['담당자 확인 시작', 'Handed to our staff'],
  'life.REVERSAL_DECIDED': ['담당자 확인 완료', 'Decided by our staff'],
  'life.CANCELLED': ['취소 완료', 'Cancelled'],
  'life.SETTLED': ['정산', 'Settled'],
});

/** How often it is tried by itself to cancel before the buyer is asked. */
const TRIES = 3;

class TicketCard extends Part {
  static properties = {
    ticket: { attribute: false },
    asking: { state: true },
    busy: { state: true },
    wrong: { state: true },
    life: { state: true },
  };

  constructor() {
    super(matches.follow, eachSecond);
    /** @type {Ticket | undefined} */
    this.ticket = undefined;
    this.asking = false;
    this.busy = false;
    this.wrong = '';
    /** @type {TicketHistory | string | null} what has happened to it, or why that is not known */
    this.life = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const before = /** @type {Ticket | undefined} */ (changed.get('ticket'));
    const { ticket } = this;
    if (before && before.ticketId !== ticket?.ticketId) {
      this.life = null;
      this.wrong = '';
    }
    if (before && ticket && this.life !== null && this.querySelector('details')?.open) {
      void this.#readLife(ticket);
    }
    if (ticket?.status === 'Approved' && ticket.cancellableUntil === undefined) {
      const match = matches.get(ticket.matchId);
      if (!match || salesNow(match) !== 'Closed') {
        tickets.complete(ticket.ticketId);
      }
    }
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (this.asking && dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  render() {
    const ticket = this.ticket;
    if (!ticket) {
      return nothing;
    }
    const match = matches.get(ticket.matchId);
    const words = this.#words(ticket, match).trim();
    const name = `${teamName(match, ticket.team)} · ${won(ticket.stake)}`;
    return html`<article class="card ticket" aria-label="${match?.name ?? ticket.matchId}, ${name}">
      <div class="row apart top">
        <div>
          <h3 tabindex="-1">${teamName(match, ticket.team)}</h3>
          <p class="small soft"><a href="#/match/${ticket.matchId}">${match?.name ?? ticket.matchId}</a></p>
        </div>
        <span class="badge ${ticketBadge(ticket.status)}">${t(`ticket.${ticket.status}`)}</span>
      </div>
      <dl class="facts">
        <dt>${t('card.stake')}</dt>
        <dd class="number">${won(ticket.stake)}</dd>
        ${this.#money(ticket, match)}
      </dl>
      ${words === '' ? nothing : html`<p class="small">${words}</p>`}
      ${this.#cancel(ticket, match)} ${this.#details(ticket)} ${this.asking ? this.#quote(ticket, match) : nothing}
    </article>`;
  }

  /**
   * @param {Ticket} ticket
   * @param {Match | undefined} match
   */
  #money(ticket, match) {
    switch (ticket.status) {
      case 'Pending':
      case 'Approved': {
        const tally = matches.tally(ticket.matchId);
        const outcome = matches.outcome(ticket.matchId);
        const fixed = outcome?.dividends?.[ticket.team];
        const dividend = fixed ?? dividendOf(tally, ticket.team);
        const decided =
          match?.status === 'Void' ||
          (outcome && outcome.kind !== null && outcome.kind !== 'PAID') ||
          (match?.result && !match.result.winners.includes(ticket.team));
        return dividend === null || decided
          ? nothing
          : html`<dt>${t(fixed === undefined ? 'card.estimate' : 'card.fixed')}</dt>
              <dd class="number">
                ${t('card.estimate.value', { amount: won(payout(ticket.stake, dividend)), dividend: odds(dividend) })}
              </dd>`;
      }
      case 'Won':
        return html`<dt>${t('card.dividend')}</dt>
          <dd class="number">${ticket.dividend === undefined ? '–' : odds(ticket.dividend)}</dd>
          ${ticket.tax
            ? html`<dt>${t('card.tax')}</dt>
                <dd class="number">${won(-ticket.tax)}</dd>`
            : nothing}
          <dt>${t('card.paid')}</dt>
          <dd class="number"><strong class="big good">${won((ticket.payout ?? 0) - (ticket.tax ?? 0))}</strong></dd>`;
      case 'Refunded':
        return html`<dt>${t('card.back')}</dt>
          <dd class="number"><strong>${won(ticket.payout ?? 0)}</strong></dd>`;
      default:
        return nothing;
    }
  }

  /**
   * @param {Ticket} ticket
   * @param {Match | undefined} match
   */
  #words(ticket, match) {
    const reason = reasonInWords(ticket.reason);
    const kept = ticket.paid ? t('card.kept', { amount: won(ticket.paid) }) : '';
    switch (ticket.status) {
      case 'Approved': {
        const outcome = matches.outcome(ticket.matchId)?.status ?? match?.status;
        const closed = match && salesNow(match) === 'Closed';
        if (outcome === 'Void') {
          return t('card.Approved.void');
        }
        return outcome === 'Official' || outcome === 'Settled'
          ? t('card.Approved.decided')
          : closed
            ? t('card.Approved.closed')
            : t(ticket.tallied ? 'card.Approved' : 'card.Approved.counting');
      }
      case 'Cancelled':
        return `${reason} ${t('card.Cancelled')}`;
      case 'Lost':
        return `${t('card.Lost')} ${kept}`;
      case 'Pending':
      case 'Cancelling':
      case 'Undecided':
        return t(`card.${ticket.status}`);
      default:
        return `${reason} ${kept}`;
    }
  }

  /**
   * Until when it can be cancelled, as far as that is known.
   *
   * @param {Ticket} ticket
   * @param {Match | undefined} match
   * @returns {{can: boolean, words: string, left: number | null}}
   */
  #cancellable(ticket, match) {
    if (ticket.status === 'Pending') {
      return { can: true, words: t('card.cancel.pending'), left: null };
    }
    const sales = match ? salesNow(match) : 'OnSale';
    const left = ticket.cancellableUntil ? until(ticket.cancellableUntil) : null;
    if (sales === 'Closed' || (left !== null && left <= 0)) {
      return { can: false, words: t('card.cancel.over'), left: 0 };
    }
    if (sales === 'Suspended') {
      return { can: false, words: t('card.cancel.suspended'), left };
    }
    return { can: true, words: left === null ? t('card.cancel.open') : t('card.cancel.left', { left: duration(left) }), left };
  }

  /**
   * @param {Ticket} ticket
   * @param {Match | undefined} match
   */
  #cancel(ticket, match) {
    if (ticket.status !== 'Pending' && ticket.status !== 'Approved') {
      return nothing;
    }
    const { can, words } = this.#cancellable(ticket, match);
    return html`<div class="row apart">
      <span class="small soft grow">${words}</span>
      ${can
        ? html`<button class="button" aria-haspopup="dialog" @click=${this.#ask}>${t('card.cancel')}</button>`
        : nothing}
    </div>`;
  }

  #ask() {
    this.wrong = '';
    this.asking = true;
  }

  /**
   * @param {Ticket} ticket
   * @param {Match | undefined} match
   */
  #quote(ticket, match) {
    const { can, left, words } = this.#cancellable(ticket, match);
    const possible = can && (ticket.status === 'Pending' || ticket.status === 'Approved');
    return html`<dialog aria-labelledby="quote-title" @close=${() => (this.asking = false)}>
      <div class="stack">
        <h2 id="quote-title">${t('quote.title')}</h2>
        <dl class="facts">
          <dt>${teamName(match, ticket.team)}</dt>
          <dd class="number">${won(ticket.stake)}</dd>
          ${ticket.status === 'Pending'
            ? nothing
            : html`<dt>${t('quote.back')}</dt>
                <dd class="number"><strong class="big">${won(ticket.stake)}</strong></dd>`}
        </dl>
        <p>${ticket.status === 'Pending' ? t('quote.nothing') : t('quote.fee')} ${t('quote.final')}</p>
        <p class="small soft">
          ${possible ? (left === null ? t('quote.server') : t('quote.time', { left: duration(left) })) : words}
        </p>
        <div role="alert">${this.wrong === '' ? nothing : html`<p class="notice bad">${this.wrong}</p>`}</div>
        <div class="row apart">
          <button class="button" autofocus @click=${this.#keep}>${t('quote.keep')}</button>
          <button class="button danger" aria-disabled=${this.busy || !possible ? 'true' : 'false'} @click=${() => possible && this.#do(ticket)}>
            ${t(this.busy ? 'quote.doing' : 'quote.do')}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  #keep() {
    this.querySelector('dialog')?.close();
    this.asking = false; // before its event comes this may be drawn again
  }

  /** @param {Ticket} ticket */
  async #do(ticket) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.wrong = '';
    for (let left = TRIES; ; left--) {
      try {
        const now = await tickets.cancel(ticket.ticketId);
        speak(t(`ticket.${now.status}`));
        this.#keep();
        this.querySelector('h3')?.focus(); // the button that had opened the dialog goes
        break;
      } catch (e) {
        if (!(e instanceof Problem && e.unknown)) {
          this.wrong = inWords(e);
          tickets.look(ticket.ticketId).catch(() => {});
          matches.check(ticket.matchId).catch(() => {});
          break;
        }
        this.wrong = t('quote.unknown');
        if (left <= 1) {
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, e.retryAfter ?? 1000));
      }
    }
    this.busy = false;
  }

  /** @param {Ticket} ticket */
  #details(ticket) {
    return html`<details @toggle=${(/** @type {Event} */ event) => this.#open(event, ticket)}>
      <summary class="small">${t('card.more')}</summary>
      <dl class="facts small">
        <dt>${t('card.bought')}</dt>
        <dd>${exactTime(ticket.requestedAt)}</dd>
        <dt>${t('card.number')}</dt>
        <dd class="code">${ticket.ticketId}</dd>
        <dt>${t('card.reference')}</dt>
        <dd class="code">${ticket.correlationId}</dd>
      </dl>
      ${this.#lifeOf()}
    </details>`;
  }

  #lifeOf() {
    if (this.life === null) {
      return nothing;
    }
    if (typeof this.life === 'string') {
      return html`<p class="small error">${this.life}</p>`;
    }
    return html`<h4 class="small">${t('card.life')}</h4>
      <ol class="life small">
        ${this.life.events.map(
          (step) => html`<li class="row apart">
            <span>${knows(`life.${step.event}`) ? t(`life.${step.event}`) : step.event}</span>
            <time class="number soft" datetime=${step.at} title=${exactTime(step.at)}>${time(step.at)}</time>
          </li>`,
        )}
      </ol>`;
  }

  /**
   * @param {Event} event
   * @param {Ticket} ticket
   */
  async #open(event, ticket) {
    if (/** @type {HTMLDetailsElement} */ (event.target).open) {
      await this.#readLife(ticket);
    }
  }

  /** @param {Ticket} ticket */
  async #readLife({ ticketId }) {
    /** @type {TicketHistory | string} */
    let life;
    try {
      life = /** @type {TicketHistory} */ (await read(`/tickets/${ticketId}/history`));
    } catch (e) {
      life = inWords(e);
    }
    if (this.ticket?.ticketId === ticketId) {
      this.life = life;
    }
  }
}

customElements.define('ticket-card', TicketCard);
