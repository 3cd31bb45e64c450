/** All matches, what is sold of each, and whether anything is sold at all. */
import { html, nothing } from 'lit';
import { who } from '../common/session.js';
import { number, odds, say, t, time, won } from '../common/text.js';
import { onLive, tallyOf } from './live.js';
import { pager } from './pager.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { go, link, parameters } from './route.js';
import { settings } from './settings.js';
import { matchBadge } from './words.js';
import './all-sales.js';

say({
  'matches.title': ['경기', 'Matches'],
  'matches.open': ['경기 등록', 'Open a match'],
  'matches.status': ['상태', 'Status'],
  'matches.all': ['전체', 'All'],
  'matches.name': ['경기', 'Match'],
  'matches.closes': ['발매 마감', 'Closes'],
  'matches.stake': ['총발매액', 'Staked'],
  'matches.tickets': ['투표권', 'Tickets'],
  'matches.dividends': ['예상 배당률', 'Dividends'],
  'matches.none': ['해당하는 경기가 없습니다.', 'There is no such match.'],
  'matches.waits': ['다른 관리자 확인 대기', 'Waits for a second person'],
  'matches.waits-you': ['내 확인 대기', 'Waits for you'],
  'matches.order': ['발매가 늦게 마감되는 경기부터입니다. 상태는 5초마다, 금액은 실시간으로 갱신됩니다.', 'The one that closes last comes first. Status is read every 5 seconds; totals are live.'],
});

const STATUSES = ['Scheduled', 'Open', 'Suspended', 'Closed', 'Provisional', 'Official', 'Settled', 'Void'];

class AdminMatches extends Part {
  static properties = { query: { attribute: false } };

  constructor() {
    super();
    this.query = new URLSearchParams();
    /** @type {Reading<Page<Match>>} */
    this.list = new Reading(this, () => `/matches?${parameters({ ...Object.fromEntries(this.query), limit: 20 })}`);
  }

  arrive() {
    this.every(5000, () => this.list.poll());
    this.whileHere(onLive(() => this.requestUpdate()));
    void settings.know();
    this.whileHere(settings.follow(() => this.requestUpdate()));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.get('query') && String(changed.get('query')) !== String(this.query)) {
      this.list.forget();
      void this.list.again();
    }
  }

  render() {
    return html`
      <div class="stack">
        <div class="row apart">
          <h1>${t('matches.title')}</h1>
          <a class="button first" href="#/open">${t('matches.open')}</a>
        </div>
        <all-sales></all-sales>
        <section class="card stack">
          <div class="row apart">
            <div class="field inline">
              <label for="match-status">${t('matches.status')}</label>
              <select id="match-status" @change=${this.filtered}>
                <option value="" ?selected=${!this.query.get('status')}>${t('matches.all')}</option>
                ${STATUSES.map((s) => html`<option value=${s} ?selected=${s === this.query.get('status')}>${t(`match.${s}`)}</option>`)}
              </select>
            </div>
            <p class="soft small">${t('matches.order')}</p>
          </div>
          ${this.list.show((page) => this.table(page))}
        </section>
      </div>
    `;
  }

  /** @param {Event} event */
  filtered(event) {
    go(link(['matches'], { status: /** @type {HTMLSelectElement} */ (event.target).value }));
  }

  /** @param {Page<Match>} page */
  table({ items, nextCursor }) {
    if (items.length === 0 && nextCursor === null) {
      return html`<p class="soft">${t('matches.none')}</p>`;
    }
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('matches.title')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('matches.name')}</th>
              <th scope="col">${t('matches.status')}</th>
              <th scope="col">${t('matches.closes')}</th>
              <th scope="col" class="number">${t('matches.stake')}</th>
              <th scope="col" class="number">${t('matches.tickets')}</th>
              <th scope="col">${t('matches.dividends')}</th>
            </tr>
          </thead>
          <tbody>
            ${items.map((match) => this.line(match))}
          </tbody>
        </table>
      </div>
      ${pager(['matches'], this.query, nextCursor)}
    `;
  }

  /** @param {Match} match */
  line(match) {
    const tally = tallyOf(match.matchId);
    const by = waitsFor(match);
    return html`<tr>
      <th scope="row" class="main">
        <a href=${link(['match', match.matchId])}>${match.name}</a>
        <span class="code soft block">${match.matchId}</span>
      </th>
      <td>
        <span class="badges">
          ${matchBadge(match.status)}
          ${by ? html`<span class="badge wait">${settings.twoPersons && by === who()?.id ? t('matches.waits') : t('matches.waits-you')}</span>` : nothing}
        </span>
      </td>
      <td class="digits">${time(match.closesAt)}</td>
      <td class="number">${tally ? won(tally.stake) : '–'}</td>
      <td class="number">${tally ? number(tally.tickets) : '–'}</td>
      <td class="digits">
        ${tally ? tally.teams.map(({ team, dividend }) => html`<span class="pair"><span class="soft">${team}</span> ${dividend === null ? '–' : odds(dividend)}</span> `) : '–'}
      </td>
    </tr>`;
  }
}

/**
 * Who has entered what a second person has still to confirm.
 *
 * @param {Match} match
 */
function waitsFor(match) {
  return match.result && !match.result.confirmedBy ? match.result.enteredBy : (match.voidProposed?.by ?? match.corrections.proposed?.by);
}

customElements.define('admin-matches', AdminMatches);
