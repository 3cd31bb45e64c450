/** `<buyer-app>`: the bar, one of the views, and what is said on all of them. */
import { html, nothing } from 'lit';
import '../common/bar.js';
import { Part } from '../common/part.js';
import { exactTime, say, t } from '../common/text.js';
import { account, excludedUntil } from './account.js';
import { serverNow } from './clock.js';
import { matches } from './matches.js';
import { purchases } from './purchases.js';
import { tickets } from './tickets.js';
import { unanswered } from './unanswered.js';
import './match-list.js';

say({
  'app.matches': ['경기', 'Matches'],
  'app.tickets': ['내 투표권', 'My tickets'],
  'app.wallet': ['지갑', 'Wallet'],
  'app.limits': ['한도', 'Limits'],
  'app.excluded': ['{until}까지 자기 배제 기간이에요. 그때까지 살 수 없어요.', 'You are excluded from play until {until}. You can’t buy until then.'],
  'app.lost': [
    '서버와 연결이 끊겼어요. 보이는 숫자는 마지막으로 받은 것이고, 연결되면 저절로 바뀌어요.',
    'The connection is lost. Figures are as last received; they go on by themselves once it is back.',
  ],
  'app.lost.tickets': [
    '내 투표권의 변경 소식이 실시간으로 오지 않아서 몇 초마다 다시 읽고 있어요.',
    'Changes of your tickets don’t come in live, so they are read again every few seconds.',
  ],
  'app.line': ['연결 상태', 'Connection'],
  'app.lost.age': ['마지막으로 받은 때: {ago}', 'Last heard: {ago}'],
  'app.unloaded': [
    '화면의 일부를 불러오지 못했어요. 인터넷 연결을 확인한 뒤 다시 열어 주세요.',
    'A part of the page could not be loaded. Check your connection, then open the page again.',
  ],
  'app.reload': ['다시 열기', 'Open again'],
  'app.notFound': ['그런 화면이 없어요', 'There is no such page'],
  'app.foot': ['스포츠 투표권은 무리하지 않는 만큼만. 한도와 자기 배제는 ‘한도’에서 정할 수 있어요.', 'Play within your means: limits and self-exclusion are under “Limits”.'],
});

/**
 * @typedef {object} Route
 * @property {'matches' | 'match' | 'tickets' | 'wallet' | 'limits' | 'unknown'} view
 * @property {string} id of a match
 * @property {string | null} team
 * @property {URLSearchParams} query
 */

/** @returns {Route} */
function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, id, team] = path.split('/').map(decoded);
  const rest = { id: id ?? '', team: team ?? null, query: new URLSearchParams(query) };
  switch (view) {
    case '':
    case undefined:
      return { view: 'matches', ...rest };
    case 'match':
    case 'tickets':
    case 'wallet':
    case 'limits':
      return { view, ...rest };
    default:
      return { view: 'unknown', ...rest };
  }
}

/** @param {string} part of an address that anybody may have typed */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * What is loaded once the first view is there, or at once if it is asked for: the list of matches is seen the sooner.
 *
 * @type {Partial<Record<Route['view'], () => Promise<unknown>>>}
 */
const PARTS = {
  match: () => import('./match-page.js'),
  tickets: () => import('./ticket-list.js'),
  wallet: () => import('./wallet-page.js'),
  limits: () => import('./limits-page.js'),
};

/** Whom one may be in a demo. */
const PEOPLE = ['buyer-1', 'buyer-2', 'buyer-3'].map((id) => ({ id, roles: ['buyer'] }));

class BuyerApp extends Part {
  static properties = { route: { state: true }, unloaded: { state: true } };

  constructor() {
    super(matches.follow, tickets.follow, purchases.follow, account.follow);
    this.route = route();
    /** Whether the view that is to be seen could not be loaded. */
    this.unloaded = false;
    this.ahead = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#go);
    void this.#load(this.route.view);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#go);
  }

  #go = async () => {
    const before = this.route;
    this.route = route();
    if (before.view === this.route.view && before.id === this.route.id && this.route.view !== 'match') {
      return; // only filters have changed: the focus stays
    }
    const now = this.route;
    await this.#load(now.view);
    await this.updateComplete;
    if (this.route !== now) {
      return; // who has gone on meanwhile is not taken back
    }
    scrollTo(0, 0);
    // The view itself is drawn in its turn.
    requestAnimationFrame(() => this.querySelector('h1')?.focus({ preventScroll: true }));
  };

  /** @param {Route['view']} view */
  async #load(view) {
    try {
      await PARTS[view]?.();
      this.unloaded &&= this.route.view !== view;
    } catch (e) {
      console.warn(`${view} could not be loaded`, e);
      this.unloaded ||= this.route.view === view;
    }
  }

  /** What may be wanted next, so that it is there even if the network is not. */
  #loadAhead() {
    this.ahead = true;
    // After the frame that shows what was waited for.
    requestAnimationFrame(() => setTimeout(() => Object.values(PARTS).forEach((load) => load().catch(() => {}))));
  }

  updated() {
    if (!this.ahead && matches.state === 'loaded') {
      this.#loadAhead();
    }
    const { view, id } = this.route;
    const name = view === 'match' ? (matches.get(id)?.name ?? id) : view === 'unknown' ? t('app.notFound') : t(`app.${view}`);
    document.title = `${name} · SportsKK`;
  }

  render() {
    const { view } = this.route;
    const tab = (/** @type {Route['view']} */ of, /** @type {string} */ href) => ({
      href,
      label: t(`app.${of}`),
      current: view === of || (of === 'matches' && view === 'match'),
    });
    return html`
      <page-bar
        .people=${PEOPLE}
        .heard=${matches.lost || matches.resting ? matches.heardAt : undefined}
        .resting=${matches.resting}
        .tabs=${[tab('matches', '#/'), tab('tickets', '#/tickets'), tab('wallet', '#/wallet'), tab('limits', '#/limits')]}
      ></page-bar>
      <main id="main" class="page">${this.#notices()} ${this.#view()}</main>
      <footer class="page foot small soft">${t('app.foot')}</footer>
      ${this.#lost()}
    `;
  }

  /** It lies over the page: nothing moves under a finger as a line breaks off. */
  #lost() {
    const words = matches.lost ? t('app.lost') : tickets.lost ? t('app.lost.tickets') : '';
    return html`<aside class="lost" aria-label=${t('app.line')} ?hidden=${words === ''}>
      <div class="notice wait small">
        <p role="status">${words}</p>
        ${matches.lost && matches.heardAt !== null
          ? html`<p class="soft"><time-ago .at=${matches.heardAt} .words=${(/** @type {string} */ ago) => t('app.lost.age', { ago })}></time-ago></p>`
          : nothing}
      </div>
    </aside>`;
  }

  #notices() {
    const { view, id } = this.route;
    const { intent, step } = purchases;
    const excluded = excludedUntil(serverNow());
    const elsewhere = intent && (step === 'unknown' || step === 'left') && !(view === 'match' && id === intent.matchId);
    return html`<div class="notices stack">
      ${excluded ? html`<p class="notice bad">${t('app.excluded', { until: exactTime(excluded) })}</p>` : nothing}
      ${elsewhere ? unanswered(intent, matches.get(intent.matchId)) : nothing}
    </div>`;
  }

  #view() {
    const { view, id, team, query } = this.route;
    if (this.unloaded) {
      return html`<div class="notice bad" role="alert">
        <p>${t('app.unloaded')}</p>
        <p><button class="button" @click=${() => location.reload()}>${t('app.reload')}</button></p>
      </div>`;
    }
    switch (view) {
      case 'matches':
        return html`<match-list></match-list>`;
      case 'match':
        return html`<match-page .matchId=${id} .team=${team}></match-page>`;
      case 'tickets':
        return html`<ticket-list .status=${query.get('status')} .matchId=${query.get('match')}></ticket-list>`;
      case 'wallet':
        return html`<wallet-page></wallet-page>`;
      case 'limits':
        return html`<limits-page></limits-page>`;
      default:
        return html`<h1 tabindex="-1">${t('app.notFound')}</h1>
          <p><a href="#/">${t('app.matches')}</a></p>`;
    }
  }
}

customElements.define('buyer-app', BuyerApp);
