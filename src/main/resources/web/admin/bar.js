/** The bar above the page: where one can go, in which language and light, and who one is. */
import { html, nothing } from 'lit';
import { howToSignIn, onSession, signIn, signOut, who } from '../common/session.js';
import { languageNow, say, setLanguage, t } from '../common/text.js';
import { isLive, onLive } from './live.js';
import { Part } from './part.js';
import { place } from './route.js';

say({
  'bar.admin': ['관리자', 'Administration'],
  'bar.pages': ['메뉴', 'Pages'],
  'bar.matches': ['경기', 'Matches'],
  'bar.tickets': ['투표권', 'Tickets'],
  'bar.payments': ['결제', 'Payments'],
  'bar.cluster': ['클러스터', 'Cluster'],
  'bar.ledger': ['원장', 'Ledger'],
  'bar.buyers': ['구매자', 'Buyers'],
  'bar.person': ['관리자 선택', 'Who you are'],
  'bar.other-language': ['English로 보기', '한국어로 보기'],
  'bar.theme': ['화면 밝기', 'Light or dark'],
  'bar.theme-system': ['시스템', 'As the system'],
  'bar.theme-light': ['밝게', 'Light'],
  'bar.theme-dark': ['어둡게', 'Dark'],
  'bar.sign-out': ['로그아웃', 'Sign out'],
  'bar.live': ['실시간', 'Live'],
  'bar.not-live': ['연결 끊김', 'Offline'],
});

/** Whom one may be on a laptop. */
export const DEMO_ADMINS = ['admin-1', 'admin-2'];

export const PAGES = ['matches', 'tickets', 'payments', 'cluster', 'ledger', 'buyers'];

/** Which page of these a place belongs to. @param {string} step */
function pageOf(step) {
  return { open: 'matches', match: 'matches', ticket: 'tickets', buyer: 'buyers' }[step] ?? step;
}

const THEME = 'sportskk.theme';

/** @param {string} theme */
function setTheme(theme) {
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
  } else {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(THEME);
  }
}

setTheme(localStorage.getItem(THEME) ?? '');

class AdminBar extends Part {
  constructor() {
    super();
    /** @type {string | null} */
    this.shown = null;
  }

  arrive() {
    const again = () => this.requestUpdate();
    addEventListener('hashchange', again);
    this.whileHere(() => removeEventListener('hashchange', again));
    this.whileHere(onSession(again));
    this.whileHere(onLive(again));
  }

  render() {
    const page = pageOf(place().steps[0] ?? 'matches');
    const other = languageNow() === 'ko' ? 'en' : 'ko';
    return html`
      <header class="bar">
        <a class="brand" href="#/matches">Sports<span>KK</span> <small>${t('bar.admin')}</small></a>
        <nav class="tabs" aria-label=${t('bar.pages')}>
          ${PAGES.map((name) => html`<a href="#/${name}" aria-current=${name === page ? 'page' : nothing}>${t(`bar.${name}`)}</a>`)}
        </nav>
        <div class="row end">
          <span class="live" role="status">${this.live()}</span>
          <button type="button" class="button" @click=${() => setLanguage(other)}>
            <span lang=${other}>${other === 'ko' ? '한' : 'EN'}</span><span class="spoken">: ${t('bar.other-language')}</span>
          </button>
          <select aria-label=${t('bar.theme')} @change=${(/** @type {Event} */ e) => setTheme(/** @type {HTMLSelectElement} */ (e.target).value)}>
            ${['system', 'light', 'dark'].map(
              (theme) =>
                html`<option value=${theme} ?selected=${theme === (localStorage.getItem(THEME) ?? 'system')}>${t(`bar.theme-${theme}`)}</option>`,
            )}
          </select>
          ${this.person()}
        </div>
      </header>
    `;
  }

  /** Where one is comes into view, where there is no room for all. */
  updated() {
    const here = this.querySelector('.tabs [aria-current]');
    if (here && here.getAttribute('href') !== this.shown) {
      this.shown = here.getAttribute('href');
      here.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  live() {
    switch (isLive()) {
      case true:
        return html`<span class="dot good" aria-hidden="true"></span><span class="said">${t('bar.live')}</span>`;
      case false:
        return html`<span class="dot bad" aria-hidden="true"></span><span class="said">${t('bar.not-live')}</span>`;
      default:
        return nothing;
    }
  }

  person() {
    const person = who();
    if (!person) {
      return nothing;
    }
    if (howToSignIn()?.kind !== 'DEMO') {
      return html`<span class="small code">${person.id}</span>
        <button type="button" class="button" @click=${() => signOut()}>${t('bar.sign-out')}</button>`;
    }
    const choices = DEMO_ADMINS.includes(person.id) ? DEMO_ADMINS : [person.id, ...DEMO_ADMINS];
    return html`<select aria-label=${t('bar.person')} .value=${person.id} @change=${this.picked}>
      ${choices.map((id) => html`<option value=${id} ?selected=${id === person.id}>${id}</option>`)}
    </select>`;
  }

  /** @param {Event} event */
  picked(event) {
    void signIn({ id: /** @type {HTMLSelectElement} */ (event.target).value, roles: ['admin'] });
  }
}

customElements.define('admin-bar', AdminBar);
