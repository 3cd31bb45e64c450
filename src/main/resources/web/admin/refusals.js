/** Who wanted to cancel tickets when it was too late, newest first. */
import { html } from 'lit';
import { exactTime, say, t, time } from '../common/text.js';
import { pager } from './pager.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { go, link, parameters } from './route.js';
import { ticketSheets } from './ticket-sheets.js';
import { word } from './words.js';

say({
  'refusals.title': ['거절된 취소 요청', 'Refused cancellations'],
  'refusals.says': [
    '취소할 수 없게 된 뒤에 들어온 요청입니다. 투표권마다 같은 사람의 같은 사유는 한 번만 남습니다.',
    'Whoever wanted to cancel a ticket when it was too late. Of each ticket it is kept once for the same person and reason.',
  ],
  'refusals.match': ['경기 번호', 'Match'],
  'refusals.find': ['찾기', 'Find'],
  'refusals.clear': ['조건 지우기', 'Clear'],
  'refusals.none': ['거절된 취소 요청이 없습니다.', 'No cancellation was refused.'],
  'refusals.at': ['시각', 'When'],
  'refusals.ticket': ['투표권', 'Ticket'],
  'refusals.by': ['요청자', 'By'],
  'refusals.as': ['자격', 'As'],
  'refusals.reason': ['거절 사유', 'Why it was refused'],
  'refusals.request': ['요청 번호', 'Request'],
  'as.OWNER': ['구매자', 'its buyer'],
  'as.OTHER_BUYER': ['다른 구매자', 'another buyer'],
  'as.ADMINISTRATOR': ['관리자', 'an administrator'],
});

class AdminRefusals extends Part {
  static properties = { query: { attribute: false } };

  constructor() {
    super();
    this.query = new URLSearchParams();
    /** @type {Reading<Page<RefusedCancellation>>} */
    this.list = new Reading(this, () => `/admin/tickets/refusals?${parameters({ ...Object.fromEntries(this.query), limit: 50 })}`);
    this.shown = '';
  }

  willUpdate() {
    const now = `?${this.query}`;
    if (now !== this.shown) {
      this.shown = now;
      this.list.forget();
      void this.list.again();
    }
  }

  render() {
    return html`<div class="stack">
      <h1>${t('refusals.title')}</h1>
      ${ticketSheets('refusals')}
      <form class="card row apart" novalidate @submit=${this.filtered}>
        <div class="field inline">
          <label for="r-match">${t('refusals.match')}</label>
          <input id="r-match" name="matchId" autocomplete="off" spellcheck="false" .value=${this.query.get('matchId') ?? ''} />
        </div>
        <div class="row">
          <a class="button" href="#/refusals">${t('refusals.clear')}</a>
          <button type="submit" class="button first">${t('refusals.find')}</button>
        </div>
      </form>
      <section class="card stack" aria-label=${t('refusals.title')}>
        <p class="soft small">${t('refusals.says')}</p>
        ${this.list.show((page) => this.table(page))}
      </section>
    </div>`;
  }

  /** @param {Event} event */
  filtered(event) {
    event.preventDefault();
    const matchId = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('matchId')).trim();
    const to = link(['refusals'], { matchId });
    if (to === location.hash) {
      void this.list.again();
    } else {
      go(to);
    }
  }

  /** @param {Page<RefusedCancellation>} page */
  table({ items, nextCursor }) {
    if (items.length === 0 && nextCursor === null && !this.query.has('cursor')) {
      return html`<p class="soft">${t('refusals.none')}</p>`;
    }
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('refusals.title')}>
        <table>
          <thead>
            <tr>
              ${['at', 'ticket', 'match', 'by', 'as', 'reason', 'request'].map((name) => html`<th scope="col">${t(`refusals.${name}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${items.map(line)}
          </tbody>
        </table>
      </div>
      ${pager(['refusals'], this.query, nextCursor)}
    `;
  }
}

/** @param {RefusedCancellation} it */
function line(it) {
  return html`<tr>
    <td class="digits" title=${exactTime(it.at)}>${time(it.at)}</td>
    <th scope="row" class="main">
      <a class="code" href=${link(['ticket', it.ticketId])} title=${it.ticketId}>…${it.ticketId.slice(-8)}</a>
    </th>
    <td class="code"><a href=${link(['match', it.matchId])}>${it.matchId}</a></td>
    <td class="code">${it.as === 'ADMINISTRATOR' ? it.by : html`<a href=${link(['buyer', it.by])}>${it.by}</a>`}</td>
    <td class="brief">${word('as', it.as)}</td>
    <td class="brief">${word('reason', it.reason)}</td>
    <td class="code">${it.correlationId}</td>
  </tr>`;
}

customElements.define('admin-refusals', AdminRefusals);
