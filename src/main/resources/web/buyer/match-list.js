/** `#/`: what is on sale, what comes, and what has ended. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../common/icons.js';
import { Part, eachSecond } from '../common/part.js';
import { number, odds, say, t, won } from '../common/text.js';
import { sparkline } from './dividend-chart.js';
import { matches, salesNow } from './matches.js';
import { dividendOf } from './pool.js';
import { inWords, matchBadge } from './words.js';
import './time-parts.js';

say({
  'list.title': ['경기', 'Matches'],
  'list.lead': [
    '팀을 고르면 구매 화면으로 가요. 배당률은 발매 마감 전까지 계속 바뀌는 추정치예요.',
    'Pick a team to buy. Dividends are estimates that keep changing until sales close.',
  ],
  'list.onSale': ['발매 중인 경기', 'On sale'],
  'list.coming': ['곧 발매할 경기', 'Coming up'],
  'list.ended': ['마감된 경기', 'Closed and decided'],
  'list.none': ['지금 발매 중인 경기가 없어요.', 'Nothing is on sale right now.'],
  'list.failed': [
    '경기를 불러오지 못했어요. 인터넷 연결을 확인해 주세요. 연결되면 자동으로 다시 불러와요.',
    'The matches could not be loaded. Please check your connection; they are loaded again by themselves.',
  ],
  'list.total': ['총 {stake} · {tickets}장', '{stake} on {tickets} tickets'],
  'list.total.one': ['총 {stake} · 1장', '{stake} on 1 ticket'],
  'list.empty': ['아직 구매 없음', 'No tickets yet'],
  'list.unknown': ['집계 확인 중', 'Totals not known yet'],
  'list.dividend': ['배당률', 'dividend'],
  'list.times': ['배', '×'],
  'list.noDividend': ['아직 없음', 'none yet'],
  'list.won': ['승', 'won'],
});

class MatchList extends Part {
  static properties = { loading: { state: true }, wrong: { state: true } };

  constructor() {
    super(matches.follow, eachSecond);
    this.loading = false;
    /** Why no more could be loaded. */
    this.wrong = '';
  }

  render() {
    const all = matches.list();
    const onSale = all.filter((match) => ['OnSale', 'Suspended'].includes(salesNow(match)));
    const coming = all.filter((match) => salesNow(match) === 'NotOpen');
    const ended = all.filter((match) => salesNow(match) === 'Closed').reverse();
    return html`
      <div class="stack wide-gaps">
        <div class="stack">
          <h1 tabindex="-1">${t('list.title')}</h1>
          <p class="soft">${t('list.lead')}</p>
        </div>
        ${matches.state === 'failed' ? html`<p class="notice bad" role="alert">${t('list.failed')}</p>` : nothing}
        ${matches.state === 'loading'
          ? html`<ul class="matches" aria-hidden="true">
              ${[1, 2, 3].map(() => html`<li class="card ghost"></li>`)}
            </ul>`
          : html`<section class="stack" aria-labelledby="on-sale">
                <h2 id="on-sale">${t('list.onSale')}</h2>
                ${onSale.length > 0
                  ? this.#cards(onSale)
                  : matches.state === 'loaded'
                    ? html`<p class="card soft">${t('list.none')}</p>`
                    : nothing}
              </section>
              ${this.#section('coming', t('list.coming'), coming)} ${this.#section('ended', t('list.ended'), ended)}`}
        ${this.wrong === '' ? nothing : html`<p class="notice bad" role="alert">${this.wrong}</p>`}
        ${matches.hasMore
          ? html`<p><button class="button" aria-disabled=${this.loading} @click=${this.#more}>${t('word.more')}</button></p>`
          : nothing}
      </div>
    `;
  }

  /**
   * @param {string} id
   * @param {string} title
   * @param {Match[]} some
   */
  #section(id, title, some) {
    return some.length === 0
      ? nothing
      : html`<section class="stack" aria-labelledby=${id}>
          <h2 id=${id}>${title}</h2>
          ${this.#cards(some)}
        </section>`;
  }

  /** @param {Match[]} some */
  #cards(some) {
    return html`<ul class="matches">
      ${repeat(
        some,
        (match) => match.matchId,
        (match) => this.#card(match),
      )}
    </ul>`;
  }

  /** @param {Match} match */
  #card(match) {
    const tally = matches.tally(match.matchId);
    const status = statusNow(match);
    return html`<li class="card match">
      <div class="row apart top">
        <h3><a href="#/match/${match.matchId}">${match.name}</a></h3>
        <span class="badge ${matchBadge(status)}">${t(`match.${status}`)}</span>
      </div>
      <p class="row apart small soft">
        <count-down .match=${match}></count-down>
        <span class="number">${total(tally)}</span>
      </p>
      <ul class="teams">
        ${match.teams.slice(0, 8).map((team, place) => this.#team(match, tally, team, place))}
      </ul>
    </li>`;
  }

  /**
   * @param {Match} match
   * @param {Tally | null | undefined} tally
   * @param {Team} team
   * @param {number} place
   */
  #team(match, tally, team, place) {
    const outcome = matches.outcome(match.matchId);
    const fixed = outcome?.dividends?.[team.code];
    const dividend = fixed ?? dividendOf(tally, team.code);
    const has = match.result?.winners.includes(team.code) ?? false;
    return html`<li>
      <a class="team-row" href="#/match/${match.matchId}/${team.code}">
        <span class="name">${team.name}${has ? html` <span class="badge good">${icon('check')}${t('list.won')}</span>` : nothing}</span>
        ${sparkline(matches.moves(match.matchId), team.code, place)}
        <span class="spoken">${t('list.dividend')}</span>
        <span class="dividend number">${dividendWords(dividend, tally)}</span>
      </a>
    </li>`;
  }

  async #more() {
    if (!this.loading) {
      this.loading = true;
      this.wrong = '';
      try {
        await matches.more();
      } catch (e) {
        this.wrong = inWords(e);
      }
      this.loading = false;
    }
  }
}

customElements.define('match-list', MatchList);

/**
 * By the clock, too, which a match that was read a while ago does not know.
 *
 * @param {Match} match
 * @returns {Match['status']}
 */
export function statusNow(match) {
  const outcome = matches.outcome(match.matchId);
  if (outcome && ['Closed', 'Provisional'].includes(match.status)) {
    return outcome.status;
  }
  switch (match.status) {
    case 'Scheduled':
    case 'Open':
    case 'Suspended': {
      const sales = salesNow(match);
      return sales === 'Closed' ? 'Closed' : sales === 'OnSale' ? 'Open' : sales === 'Suspended' ? 'Suspended' : 'Scheduled';
    }
    default:
      return match.status;
  }
}

/** @param {Tally | null | undefined} tally */
export function total(tally) {
  return tally === undefined
    ? t('list.unknown')
    : tally === null || tally.tickets === 0
      ? t('list.empty')
      : t(tally.tickets === 1 ? 'list.total.one' : 'list.total', { stake: won(tally.stake), tickets: number(tally.tickets) });
}

/**
 * @param {number | null | undefined} dividend
 * @param {Tally | null | undefined} tally undefined: nobody knows whether there is one
 */
export function dividendWords(dividend, tally) {
  return dividend === null || dividend === undefined
    ? html`<span class="small soft">${tally === undefined ? '–' : t('list.noDividend')}</span>`
    : html`${odds(dividend)}<small>${t('list.times')}</small>`;
}

