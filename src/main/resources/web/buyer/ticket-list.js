/** `#/tickets`: all tickets of the buyer, newest first, a page at a time. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { askWho } from '../common/bar.js';
import { Part } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { say, t } from '../common/text.js';
import { matches } from './matches.js';
import { tickets } from './tickets.js';
import { inWords } from './words.js';
import './ticket-card.js';

say({
  'tickets.title': ['내 투표권', 'My tickets'],
  'tickets.lead': ['상태가 바뀌면 이 화면도 저절로 바뀌어요.', 'What becomes of a ticket shows here by itself.'],
  'tickets.status': ['상태', 'Status'],
  'tickets.match': ['경기', 'Match'],
  'tickets.every': ['전체', 'All'],
  'tickets.none': ['아직 산 투표권이 없어요.', 'You have not bought a ticket yet.'],
  'tickets.none.filtered': ['조건에 맞는 투표권이 없어요. 조건을 바꿔 보세요.', 'No ticket is like that. Try another filter.'],
  'tickets.toMatches': ['경기 보러 가기', 'See the matches'],
  'tickets.signIn': ['로그인하면 내 투표권을 볼 수 있어요.', 'Sign in to see your tickets.'],
  'word.signIn': ['로그인', 'Sign in'],
});

/** @type {TicketStatus[]} */
const STATUSES = ['Pending', 'Approved', 'Won', 'Lost', 'Refunded', 'Cancelling', 'Cancelled', 'Rejected', 'Undecided'];

class TicketList extends Part {
  static properties = {
    status: { attribute: false },
    matchId: { attribute: false },
    ids: { state: true },
    next: { state: true },
    state: { state: true },
    wrong: { state: true },
  };

  constructor() {
    super(tickets.follow, matches.follow, onSession);
    /** @type {string | null} */
    this.status = null;
    /** @type {string | null} */
    this.matchId = null;
    /** @type {string[]} In the order in which they are shown. */
    this.ids = [];
    /** @type {string | null} */
    this.next = null;
    /** @type {'loading' | 'loaded' | 'failed'} */
    this.state = 'loading';
    this.wrong = '';
    this.asked = 0;
    /** @type {string | undefined} */
    this.person = undefined;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const person = who()?.id;
    if (changed.has('status') || changed.has('matchId') || person !== this.person) {
      this.person = person;
      this.ids = [];
      this.next = null;
      void this.#load(null);
    }
  }

  /** @param {string | null} cursor */
  async #load(cursor) {
    const asked = ++this.asked;
    if (!who()) {
      this.state = 'loaded';
      return;
    }
    this.state = 'loading';
    this.wrong = '';
    try {
      const page = await tickets.page(this.status, this.matchId, cursor);
      if (asked === this.asked) {
        this.ids = [...this.ids, ...page.items.map((ticket) => ticket.ticketId).filter((id) => !this.ids.includes(id))];
        this.next = page.nextCursor;
        this.state = 'loaded';
      }
    } catch (e) {
      if (asked === this.asked) {
        this.state = 'failed';
        this.wrong = inWords(e);
      }
    }
  }

  render() {
    return html`<div class="stack">
      <h1 tabindex="-1">${t('tickets.title')}</h1>
      ${who()
        ? html`<p class="soft">${t('tickets.lead')}</p>
            ${this.#filters()} ${this.#list()}`
        : signInFirst(t('tickets.signIn'))}
    </div>`;
  }

  #filters() {
    const own = new Set(tickets.list().map((ticket) => ticket.matchId));
    if (this.matchId) {
      own.add(this.matchId);
    }
    return html`<div class="row filters">
      <div class="field">
        <label for="filter-status">${t('tickets.status')}</label>
        <select id="filter-status" @change=${this.#filter}>
          <option value="">${t('tickets.every')}</option>
          ${STATUSES.map((it) => html`<option value=${it} ?selected=${it === this.status}>${t(`ticket.${it}`)}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="filter-match">${t('tickets.match')}</label>
        <select id="filter-match" @change=${this.#filter}>
          <option value="">${t('tickets.every')}</option>
          ${[...own].map((it) => html`<option value=${it} ?selected=${it === this.matchId}>${matches.get(it)?.name ?? it}</option>`)}
        </select>
      </div>
    </div>`;
  }

  #filter() {
    const value = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (this.querySelector(id)).value;
    const query = new URLSearchParams();
    Object.entries({ status: value('#filter-status'), match: value('#filter-match') }).forEach(
      ([name, it]) => it && query.set(name, it),
    );
    location.hash = `#/tickets${query.size > 0 ? `?${query}` : ''}`;
  }

  #list() {
    const fits = (/** @type {Ticket} */ it) =>
      (!this.matchId || it.matchId === this.matchId) && (!this.status || it.status === this.status);
    // What was bought since comes by itself.
    const first = tickets.get(this.ids[0])?.requestedAt ?? '';
    const newer = this.state === 'loading' ? [] : tickets.list().filter((it) => it.requestedAt > first && !this.ids.includes(it.ticketId) && fits(it));
    const shown = [...newer, ...this.ids.map((id) => tickets.get(id)).filter((it) => it !== undefined)];
    return html`
      ${this.wrong === '' ? nothing : html`<div class="notice bad" role="alert">
            <p>${this.wrong}</p>
            <p><button class="button" @click=${() => this.#load(this.next)}>${t('word.retry')}</button></p>
          </div>`}
      ${shown.length === 0 && this.state === 'loaded'
        ? html`<div class="card stack">
            <p>${t(this.status || this.matchId ? 'tickets.none.filtered' : 'tickets.none')}</p>
            <p><a class="button" href="#/">${t('tickets.toMatches')}</a></p>
          </div>`
        : html`<div class="cards">
            ${repeat(
              shown,
              (ticket) => ticket.ticketId,
              (ticket) => html`<ticket-card .ticket=${ticket}></ticket-card>`,
            )}
          </div>`}
      ${this.state === 'loading' ? html`<p class="soft" role="status">${t('word.loading')}</p>` : nothing}
      ${this.next && this.state === 'loaded'
        ? html`<p><button class="button" @click=${() => this.#load(this.next)}>${t('word.more')}</button></p>`
        : nothing}
    `;
  }
}

customElements.define('ticket-list', TicketList);

/** @param {string} words */
export function signInFirst(words) {
  return html`<div class="card stack">
    <p>${words}</p>
    <p><button class="button first" @click=${askWho}>${t('word.signIn')}</button></p>
  </div>`;
}
