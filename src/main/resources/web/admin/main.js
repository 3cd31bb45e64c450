/** The administrator's page: who one is, where one is, and what is seen there. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { howToSignIn, onSession, open, signIn, who } from '../common/session.js';
import { exactTime, say, t } from '../common/text.js';
import { beginBreakers } from './breakers.js';
import { begin, isLive, lastHeard, onLive } from './live.js';
import { Part } from './part.js';
import { PEOPLE } from './people.js';
import { place } from './route.js';
import '../common/bar.js';

say({
  'main.title': ['SportsKK 관리자', 'SportsKK Administration'],
  'main.place': ['관리자', 'Administration'],
  'main.matches': ['경기', 'Matches'],
  'main.tickets': ['투표권', 'Tickets'],
  'main.payments': ['결제', 'Payments'],
  'main.cluster': ['클러스터', 'Cluster'],
  'main.ledger': ['원장', 'Ledger'],
  'main.buyers': ['구매자', 'Buyers'],
  'main.opening': ['여는 중입니다…', 'Opening…'],
  'main.who': ['어느 관리자로 시작할까요?', 'Which administrator are you?'],
  'main.who-hint': [
    '시연용 서버입니다. 결과를 확정하려면 두 사람이 필요하므로 관리자가 두 명 있습니다. 언제든 위에서 바꿀 수 있습니다.',
    'This server is for trying things out. There are two administrators, as it takes two to make a result official. You can change who you are above at any time.',
  ],
  'main.sign-in': ['로그인', 'Sign in'],
  'main.sign-in-hint': ['관리자 권한이 있는 계정으로 로그인하십시오.', 'Sign in with an account that has the role of an administrator.'],
  'main.no-way': [
    '이 서버는 화면 로그인을 쓰지 않습니다. 관리자 API를 직접 쓰거나, 로그인 제공자를 설정하십시오.',
    'Nobody can sign in to pages of this server. Use its API, or configure a provider for signing in.',
  ],
  'main.no-role': ['{id}에게는 관리자 권한이 없습니다. 관리자 계정을 고르십시오.', '{id} has not the role of an administrator. Choose an account that has.'],
  'main.unopened': [
    '로그인 방법을 서버에서 읽지 못했습니다. 서버가 켜져 있는지 확인한 뒤 다시 여십시오.',
    'The server did not tell how to sign in. See that it runs, then open the page again.',
  ],
  'main.unloaded': [
    '화면의 일부를 불러오지 못했습니다. 네트워크를 확인한 뒤 다시 여십시오.',
    'A part of the page could not be loaded. Check the network, then open the page again.',
  ],
  'main.reload': ['다시 열기', 'Open again'],
  'main.offline': [
    '서버와의 연결이 끊겼습니다. 보이는 내용은 {at} 현재이며, 연결되면 저절로 새로워집니다.',
    'The connection to the server is lost. What you see is as of {at}; it will be up to date by itself once the server is back.',
  ],
  'main.nowhere-title': ['없는 화면', 'Nothing here'],
  'main.nowhere': ['이런 화면은 없습니다. 위의 메뉴에서 고르십시오.', 'There is no such page. Choose one above.'],
});

/** What the bar leads to. */
const PAGES = ['matches', 'tickets', 'payments', 'cluster', 'ledger', 'buyers'];

/** What belongs to one of those. @type {Record<string, string>} */
const PAGE_OF = { open: 'matches', match: 'matches', ticket: 'tickets', buyer: 'buyers', refusals: 'tickets' };

/** What is loaded once it is to be seen. @type {Record<string, () => Promise<unknown>>} */
const PARTS = {
  matches: () => import('./matches.js'),
  open: () => import('./open-match.js'),
  match: () => import('./match.js'),
  tickets: () => import('./tickets.js'),
  ticket: () => import('./ticket.js'),
  refusals: () => import('./refusals.js'),
  payments: () => import('./payments.js'),
  cluster: () => import('./cluster.js'),
  ledger: () => import('./ledger.js'),
  buyers: () => import('./buyers.js'),
  buyer: () => import('./buyer.js'),
};

class AdminApp extends Part {
  static properties = { opened: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.opened = false;
    /** @type {string | null} */
    this.trouble = null;
    this.place = place();
    /** @type {Element | null} */
    this.tab = null;
    /** @type {Set<string>} of the parts */
    this.loaded = new Set();
  }

  arrive() {
    const moved = () => this.moved();
    addEventListener('hashchange', moved);
    this.whileHere(() => removeEventListener('hashchange', moved));
    this.whileHere(onSession(() => this.requestUpdate()));
    this.whileHere(onLive(() => this.requestUpdate()));
    void this.open();
  }

  async open() {
    try {
      await open();
      this.opened = true;
      begin();
    } catch (e) {
      console.warn('the session could not be opened', e);
      this.trouble = 'main.unopened';
    }
  }

  moved() {
    const before = this.place.steps.join('/');
    this.place = place();
    this.requestUpdate();
    if (before !== this.place.steps.join('/')) {
      scrollTo(0, 0);
      this.querySelector('main')?.focus({ preventScroll: true });
    }
  }

  updated() {
    // On a phone there is no room for all: where one is comes into view, once.
    const tab = this.querySelector('.tabs [aria-current]');
    if (tab && tab !== this.tab) {
      this.tab = tab;
      tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    const [step = 'matches', id] = this.place.steps;
    const here = PAGES.includes(step) ? t(`main.${step}`) : id;
    document.title = (here ? `${here} · ` : '') + t('main.title');
  }

  render() {
    const [step = 'matches'] = this.place.steps;
    return html`
      <page-bar
        .home=${'#/matches'}
        .place=${t('main.place')}
        .tabs=${PAGES.map((name) => ({ href: `#/${name}`, label: t(`main.${name}`), current: name === (PAGE_OF[step] ?? step) }))}
        .people=${PEOPLE}
        .heard=${isLive() === false ? lastHeard() : undefined}
      ></page-bar>
      <main class="page stack" id="main" tabindex="-1">
        ${isLive() === false ? html`<p class="notice wait" role="status">${t('main.offline', { at: exactTime(lastHeard()) })}</p>` : nothing}
        ${this.content()}
      </main>
    `;
  }

  content() {
    const person = who();
    if (this.trouble) {
      return html`<div class="notice bad" role="alert">
        <p>${t(this.trouble)}</p>
        <div><button type="button" class="button" @click=${() => location.reload()}>${t('main.reload')}</button></div>
      </div>`;
    }
    if (!this.opened) {
      return html`<p class="soft waiting" role="status">${t('main.opening')}</p>`;
    }
    if (!person?.roles.includes('admin')) {
      return this.entrance(person?.id);
    }
    beginBreakers();
    return keyed(person.id, this.seen());
  }

  /** @param {string | undefined} id of who is signed in without the role */
  entrance(id) {
    const kind = howToSignIn()?.kind;
    return html`
      <section class="card stack entrance">
        <h1>${kind === 'DEMO' ? t('main.who') : t('main.sign-in')}</h1>
        ${id ? html`<p class="notice wait">${t('main.no-role', { id })}</p>` : nothing}
        ${kind === 'DEMO'
          ? html`<p class="soft">${t('main.who-hint')}</p>
              <div class="row">
                ${PEOPLE.map((one) => html`<button type="button" class="button first" @click=${() => signIn(one)}>${one.id}</button>`)}
              </div>`
          : kind === 'OIDC'
            ? html`<p class="soft">${t('main.sign-in-hint')}</p>
                <div><button type="button" class="button first" @click=${() => signIn()}>${t('main.sign-in')}</button></div>`
            : html`<p>${t('main.no-way')}</p>`}
      </section>
    `;
  }

  /** @param {string} name */
  async load(name) {
    try {
      await PARTS[name]();
      this.loaded.add(name);
      this.requestUpdate();
    } catch (e) {
      console.warn(`${name} could not be loaded`, e);
      this.trouble = 'main.unloaded';
    }
  }

  seen() {
    const { steps, query } = this.place;
    const [name = 'matches', id = ''] = steps;
    if (!PARTS[name]) {
      return html`<h1>${t('main.nowhere-title')}</h1>
        <p class="notice wait">${t('main.nowhere')}</p>`;
    }
    if (!this.loaded.has(name)) {
      void this.load(name);
      return html`<p class="soft waiting" role="status">${t('main.opening')}</p>`;
    }
    switch (name) {
      case 'matches':
        return html`<admin-matches .query=${query}></admin-matches>`;
      case 'open':
        return html`<open-match></open-match>`;
      case 'match':
        return keyed(id, html`<admin-match .matchId=${id}></admin-match>`);
      case 'tickets':
        return html`<admin-tickets .query=${query}></admin-tickets>`;
      case 'ticket':
        return keyed(id, html`<admin-ticket .ticketId=${id}></admin-ticket>`);
      case 'refusals':
        return html`<admin-refusals .query=${query}></admin-refusals>`;
      case 'payments':
        return html`<admin-payments></admin-payments>`;
      case 'cluster':
        return html`<admin-cluster></admin-cluster>`;
      case 'ledger':
        return html`<admin-ledger .sheet=${id || 'balance'} .query=${query}></admin-ledger>`;
      case 'buyers':
        return html`<admin-buyers></admin-buyers>`;
      default:
        return keyed(id, html`<admin-buyer .buyerId=${id}></admin-buyer>`);
    }
  }
}

if (location.hash === '') {
  history.replaceState(null, '', '#/matches');
}

customElements.define('admin-app', AdminApp);
