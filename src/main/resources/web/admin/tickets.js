/**
 * All tickets, by filter. Rows in view change by themselves; what is new is announced, and only shown when asked for, so that
 * nothing moves under the pointer.
 */
import { html, nothing } from 'lit';
import { watch } from '../common/stream.js';
import { exactTime, number, odds, say, t, time, won } from '../common/text.js';
import { fromField, toField, zone } from './moments.js';
import { pager } from './pager.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { go, link, parameters } from './route.js';
import { ticketSheets } from './ticket-sheets.js';
import { ticketBadge, word } from './words.js';

say({
  'tickets.title': ['투표권', 'Tickets'],
  'tickets.filters': ['조건', 'Filters'],
  'tickets.filters-set': ['조건({n}개 적용 중)', 'Filters ({n} set)'],
  'tickets.status': ['상태', 'Status'],
  'tickets.any': ['전체', 'Any'],
  'tickets.match': ['경기 번호', 'Match'],
  'tickets.team': ['팀 코드', 'Team'],
  'tickets.buyer': ['구매자', 'Buyer'],
  'tickets.from': ['구매 시각(부터)', 'Bought from'],
  'tickets.to': ['구매 시각(전까지)', 'Bought before'],
  'tickets.find': ['찾기', 'Find'],
  'tickets.clear': ['조건 지우기', 'Clear'],
  'tickets.zone': ['시각은 {zone} 기준입니다.', 'Times are those of {zone}.'],
  'tickets.id': ['투표권 번호로 열기', 'Open by its number'],
  'tickets.go': ['열기', 'Open'],
  'tickets.id-wrong': ['번호는 019424b0-8f1e-7c3a-b1f5-0d8d2f5a6c11 같은 형식입니다.', 'A number looks like 019424b0-8f1e-7c3a-b1f5-0d8d2f5a6c11.'],
  'tickets.none': ['조건에 맞는 투표권이 없습니다.', 'No ticket matches.'],
  'tickets.ticket': ['투표권', 'Ticket'],
  'tickets.stake': ['금액', 'Stake'],
  'tickets.comes-to': ['지급', 'Comes to'],
  'tickets.tallied': ['집계', 'Counted'],
  'tickets.yes': ['반영', 'yes'],
  'tickets.no': ['미반영', 'not yet'],
  'tickets.bought': ['구매', 'Bought'],
  'tickets.changed': ['변경', 'Changed'],
  'tickets.change': ['새 변경 1건 보기', 'Show 1 change'],
  'tickets.changes': ['새 변경 {n}건 보기', 'Show {n} changes'],
  'tickets.no-changes': ['새 변경이 없습니다.', 'Nothing new.'],
  'tickets.announce': ['목록에 없는 변경 {n}건', '{n} changes that are not in the list'],
  'tickets.live': ['실시간: 보이는 줄은 저절로 바뀝니다.', 'Live: rows in view change by themselves.'],
  'tickets.not-live': ['실시간 연결이 끊겼습니다. 연결되면 저절로 이어집니다.', 'The stream is broken; it goes on by itself once the server is back.'],
  'tickets.gap': ['놓친 변경이 있어 목록을 새로 읽었습니다.', 'Some changes were missed, so the list was read anew.'],
});

const STATUSES = ['Pending', 'Approved', 'Rejected', 'Cancelling', 'Undecided', 'Cancelled', 'Won', 'Lost', 'Refunded'];
const FILTERS = ['status', 'matchId', 'team', 'buyerId', 'from', 'to'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** So many changed tickets are remembered at most. */
const REMEMBERED = 2000;

/** The list is behind the stream by less than this, in milliseconds. */
const BEHIND = 700;

/** It is drawn, and counted aloud, at most so often. */
const CALM = 300;
const ALOUD = 10_000;

class AdminTickets extends Part {
  static properties = { query: { attribute: false }, live: { state: true }, gap: { state: true }, wrongId: { state: true } };

  constructor() {
    super();
    this.query = new URLSearchParams();
    /** @type {boolean | undefined} */
    this.live = undefined;
    this.gap = false;
    this.wrongId = false;
    /** Whether there is room for all filters at the beginning. */
    this.wide = matchMedia('(min-width: 48rem)').matches;
    /** @type {Map<string, Ticket>} what the stream has told last of each, the oldest first */
    this.changed = new Map();
    /** How many changes are not in the list, of tickets that the filters would show. */
    this.news = 0;
    this.aloud = '';
    this.aloudAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Reading<Page<Ticket>>} */
    this.list = new Reading(this, () => `/admin/tickets?${parameters({ ...Object.fromEntries(this.query), limit: 50 })}`);
  }

  arrive() {
    const stream = watch('/admin/tickets/events', {
      event: (event, data) => {
        if (event === 'ticket') {
          this.hear(data);
        } else if (event === 'gap') {
          this.gap = true;
          setTimeout(() => this.reload(), BEHIND);
        }
      },
      state: (live, resting = false) => {
        this.live = live || resting;
      },
    });
    this.whileHere(() => {
      stream.close();
      clearTimeout(this.timer);
    });
    void this.reload();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const before = changed.get('query');
    if (before && String(before) !== String(this.query)) {
      this.gap = false;
      this.list.forget();
      void this.reload();
    }
  }

  async reload() {
    this.news = 0;
    await this.list.again();
    // What was told meanwhile, and is not in the list yet.
    const first = this.list.value?.items[0];
    this.news = [...this.changed.values()].filter(
      (ticket) => this.fits(ticket) && !this.row(ticket.ticketId) && (!first || ticket.requestedAt > first.requestedAt),
    ).length;
    this.requestUpdate();
  }

  /** @param {Ticket} ticket */
  hear(ticket) {
    this.changed.delete(ticket.ticketId);
    this.changed.set(ticket.ticketId, ticket);
    if (this.changed.size > REMEMBERED) {
      this.changed.delete(/** @type {string} */ (this.changed.keys().next().value));
    }
    if (!this.row(ticket.ticketId) && this.fits(ticket)) {
      this.news++;
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.requestUpdate();
    }, CALM);
  }

  /** @param {string} ticketId */
  row(ticketId) {
    return this.list.value?.items.find((ticket) => ticket.ticketId === ticketId);
  }

  /** Whether the filters would show it. @param {Ticket} ticket */
  fits(ticket) {
    const of = (/** @type {string} */ name) => this.query.get(name);
    return (
      /** @type {const} */ (['status', 'matchId', 'team', 'buyerId']).every((name) => !of(name) || of(name) === ticket[name]) &&
      (!of('from') || Date.parse(ticket.requestedAt) >= Date.parse(of('from') ?? '')) &&
      (!of('to') || Date.parse(ticket.requestedAt) < Date.parse(of('to') ?? ''))
    );
  }

  render() {
    return html`
      <div class="stack">
        <div class="row apart">
          <h1>${t('tickets.title')}</h1>
          ${this.byId()}
        </div>
        ${ticketSheets('all')} ${this.filters()}
        <section class="card stack" aria-label=${t('tickets.title')}>
          <div class="row apart">
            <p class="small soft">${this.live === false ? t('tickets.not-live') : this.gap ? t('tickets.gap') : t('tickets.live')}</p>
            <button type="button" class="button ${this.news > 0 ? 'first' : ''}" ?disabled=${this.news === 0} @click=${this.showNews}>
              ${this.news > 0 ? t(this.news === 1 ? 'tickets.change' : 'tickets.changes', { n: number(this.news) }) : t('tickets.no-changes')}
            </button>
            <span class="spoken" role="status">${this.announced()}</span>
          </div>
          ${this.list.show((page) => this.table(page))}
        </section>
      </div>
    `;
  }

  /** A screen reader is told seldom. */
  announced() {
    if (Date.now() - this.aloudAt > ALOUD) {
      this.aloudAt = Date.now();
      this.aloud = this.news > 0 ? t('tickets.announce', { n: number(this.news) }) : '';
    }
    return this.aloud;
  }

  showNews() {
    this.gap = false;
    if (this.query.has('cursor')) {
      go(link(['tickets'], { ...Object.fromEntries(this.query), cursor: null }));
    } else {
      void this.reload();
    }
  }

  byId() {
    return html`<form class="row" novalidate @submit=${this.openById}>
      <div class="field inline">
        <label for="ticket-id">${t('tickets.id')}</label>
        <input id="ticket-id" name="id" autocomplete="off" spellcheck="false" aria-invalid=${this.wrongId ? 'true' : nothing} aria-describedby=${this.wrongId ? 'ticket-id-error' : nothing} />
      </div>
      <button type="submit" class="button">${t('tickets.go')}</button>
      ${this.wrongId ? html`<p class="error field" id="ticket-id-error" role="alert"><span class="error">${t('tickets.id-wrong')}</span></p>` : nothing}
    </form>`;
  }

  /** @param {Event} event */
  openById(event) {
    event.preventDefault();
    const id = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('id')).trim();
    this.wrongId = !UUID.test(id);
    if (!this.wrongId) {
      go(link(['ticket', id.toLowerCase()]));
    }
  }

  filters() {
    const of = (/** @type {string} */ name) => this.query.get(name) ?? '';
    const text = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ type = 'text') =>
      html`<div class="field">
        <label for="f-${name}">${label}</label>
        <input
          id="f-${name}"
          name=${name}
          type=${type}
          step=${type === 'datetime-local' ? '1' : nothing}
          autocomplete="off"
          spellcheck="false"
          aria-describedby=${type === 'datetime-local' ? 'f-zone' : nothing}
          .value=${type === 'datetime-local' ? toField(of(name)) : of(name)}
        />
      </div>`;
    const set = FILTERS.filter((name) => of(name) !== '').length;
    return html`<details class="card" ?open=${this.wide || set > 0}>
      <summary>${set > 0 ? t('tickets.filters-set', { n: set }) : t('tickets.filters')}</summary>
      ${this.form(of, text)}
    </details>`;
  }

  /**
   * @param {(name: string) => string} of
   * @param {(name: string, label: string, type?: string) => unknown} text
   */
  form(of, text) {
    return html`<form class="stack" aria-label=${t('tickets.filters')} novalidate @submit=${this.filtered}>
      <div class="filters">
        <div class="field">
          <label for="f-status">${t('tickets.status')}</label>
          <select id="f-status" name="status">
            <option value="" ?selected=${of('status') === ''}>${t('tickets.any')}</option>
            ${STATUSES.map((s) => html`<option value=${s} ?selected=${s === of('status')}>${t(`ticket.${s}`)}</option>`)}
          </select>
        </div>
        ${text('matchId', t('tickets.match'))} ${text('team', t('tickets.team'))} ${text('buyerId', t('tickets.buyer'))}
        ${text('from', t('tickets.from'), 'datetime-local')} ${text('to', t('tickets.to'), 'datetime-local')}
      </div>
      <div class="row apart">
        <p class="soft small" id="f-zone">${t('tickets.zone', { zone: zone() })}</p>
        <div class="row">
          <a class="button" href="#/tickets">${t('tickets.clear')}</a>
          <button type="submit" class="button first">${t('tickets.find')}</button>
        </div>
      </div>
    </form>`;
  }

  /** @param {Event} event */
  filtered(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    go(
      link(
        ['tickets'],
        Object.fromEntries(
          FILTERS.map((name) => {
            const value = String(form.get(name) ?? '').trim();
            return [name, name === 'from' || name === 'to' ? fromField(value) : value];
          }),
        ),
      ),
    );
  }

  /** @param {Page<Ticket>} page */
  table({ items, nextCursor }) {
    if (items.length === 0 && nextCursor === null && !this.query.has('cursor')) {
      return html`<p class="soft">${t('tickets.none')}</p>`;
    }
    const heads = [
      ['tickets.ticket', ''],
      ['tickets.status', ''],
      ['tickets.stake', 'number'],
      ['tickets.team', ''],
      ['tickets.match', ''],
      ['tickets.buyer', ''],
      ['tickets.comes-to', 'number'],
      ['tickets.tallied', ''],
      ['tickets.bought', 'number'],
      ['tickets.changed', 'number'],
    ];
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('tickets.title')}>
        <table>
          <thead>
            <tr>
              ${heads.map(([key, look]) => html`<th scope="col" class=${look}>${t(key)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${items.map((ticket) => this.line(newer(ticket, this.changed.get(ticket.ticketId))))}
          </tbody>
        </table>
      </div>
      ${pager(['tickets'], this.query, nextCursor)}
    `;
  }

  /** @param {Ticket} ticket */
  line(ticket) {
    return html`<tr>
      <th scope="row" class="main">
        <a class="code" href=${link(['ticket', ticket.ticketId])} title=${ticket.ticketId}>…${ticket.ticketId.slice(-8)}</a>
      </th>
      <td>
        ${ticketBadge(ticket.status)} ${ticket.reason ? html`<span class="small soft">${word('reason', ticket.reason)}</span>` : nothing}
      </td>
      <td class="number">${won(ticket.stake)}</td>
      <td class="code">${ticket.team}</td>
      <td class="code"><a href=${link(['match', ticket.matchId])}>${ticket.matchId}</a></td>
      <td class="code"><a href=${link(['buyer', ticket.buyerId])}>${ticket.buyerId}</a></td>
      <td class="number">
        ${ticket.payout === undefined ? '–' : won(ticket.payout)}
        ${ticket.dividend === undefined ? nothing : html`<span class="soft">×${odds(ticket.dividend)}</span>`}
      </td>
      <td>${ticket.tallied ? t('tickets.yes') : t('tickets.no')}</td>
      <td class="number" title=${exactTime(ticket.requestedAt)}>${time(ticket.requestedAt)}</td>
      <td class="number" title=${exactTime(ticket.updatedAt)}>${time(ticket.updatedAt)}</td>
    </tr>`;
  }
}

/**
 * @param {Ticket} read
 * @param {Ticket | undefined} told
 */
function newer(read, told) {
  return told && told.updatedAt > read.updatedAt ? told : read;
}

customElements.define('admin-tickets', AdminTickets);
