/**
 * The bar at the head of each page: where one is, who one is, whether what is shown is up to date,
 * the language and the theme.
 */
import { html, nothing } from 'lit';
import { icon } from './icons.js';
import { Part, eachSecond } from './part.js';
import { endsSoon, howToSignIn, onSession, signIn, signOut, who } from './session.js';
import { duration, languageNow, say, setLanguage, t } from './text.js';

say({
  'bar.skip': ['본문으로 건너뛰기', 'Skip to the content'],
  'bar.parts': ['메뉴', 'Menu'],
  'bar.language': ['EN: view in English', '한국어로 보기'],
  'bar.theme.system': ['화면: 기기 설정', 'Theme: as the device'],
  'bar.theme.light': ['화면: 밝게', 'Theme: light'],
  'bar.theme.dark': ['화면: 어둡게', 'Theme: dark'],
  'bar.signIn': ['로그인', 'Sign in'],
  'bar.signOut': ['로그아웃', 'Sign out'],
  'bar.endsSoon': ['로그인이 곧 끝나요. 다시 로그인', 'Signed out soon: sign in again'],
  'bar.pick': ['이용자 선택', 'Pick a person'],
  'bar.person': ['이용자 {id}', 'Signed in as {id}'],
  'bar.pick.title': ['어떤 이용자로 볼까요?', 'Who do you want to be?'],
  'bar.pick.demo': [
    '체험용 서버라서 비밀번호가 없어요. 이용자마다 지갑이 따로 있어요.',
    'This is a demo: no password is needed. Each person has a wallet of their own.',
  ],
  'bar.pick.demo.admin': [
    '체험용 서버라서 비밀번호가 없습니다. 결과는 입력한 사람이 아닌 다른 사람이 확정합니다.',
    'This is a demo: no password is needed. Whoever enters a result can’t confirm it, so be two people.',
  ],
  'bar.pick.other': ['다른 이름', 'Another name'],
  'bar.pick.rule': ['영문, 숫자, . _ : @ - 만 쓸 수 있어요.', 'Letters, digits and . _ : @ - only.'],
  'bar.pick.go': ['시작하기', 'Go on'],
  'bar.pick.failed': ['지금은 로그인할 수 없어요. 잠시 뒤 다시 해 주세요.', 'Signing in does not work now. Please try again in a moment.'],
  'bar.none': ['로그인이 설정되지 않은 서버예요', 'Nobody can sign in here'],
  'bar.offline': ['연결 끊김', 'Offline'],
  'bar.offline.age': ['연결 끊김 · {age} 전 내용', 'Offline · as of {age} ago'],
  'bar.resting.age': ['{age} 전 내용', 'As of {age} ago'],
  'bar.close': ['닫기', 'Close'],
});

const THEME = 'sportskk.theme';
const NAME = /^[A-Za-z0-9._:@-]{1,128}$/;

/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @returns {Theme} */
function theme() {
  const stored = localStorage.getItem(THEME);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** @param {Theme} chosen */
function setTheme(chosen) {
  if (chosen === 'system') {
    localStorage.removeItem(THEME);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(THEME, chosen);
    document.documentElement.dataset.theme = chosen;
  }
}

setTheme(theme());

/**
 * `<page-bar>`. Sign-in settles before its page draws it again.
 *
 * @fires pick if somebody else is signed in now
 */
class PageBar extends Part {
  static properties = {
    home: { attribute: false },
    place: { attribute: false },
    tabs: { attribute: false },
    people: { attribute: false },
    heard: { attribute: false },
    resting: { attribute: false },
    wrong: { state: true },
  };

  constructor() {
    super(onSession, eachSecond);
    /** Where the brand leads to. */
    this.home = '#/';
    /** What it says beside the brand. */
    this.place = '';
    /** @type {{href: string, label: string, current: boolean}[]} */
    this.tabs = [];
    /** @type {{id: string, roles: string[]}[]} Who one may be in a demo. */
    this.people = [];
    /** @type {number | null | undefined} Since when (by this clock) nothing is heard; null if never; undefined: all is up to date. */
    this.heard = undefined;
    /** Whether that is so as nobody has looked. */
    this.resting = false;
    this.wrong = '';
  }

  render() {
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('bar.skip')}</a>
      <header class="bar">
        <a class="brand" href=${this.home}>Sports<span>KK</span>${this.place === '' ? nothing : html` <small>${this.place}</small>`}</a>
        <nav class="tabs" aria-label=${t('bar.parts')}>
          ${this.tabs.map(
            (tab) => html`<a href=${tab.href} aria-current=${tab.current ? 'page' : nothing}>${tab.label}</a>`,
          )}
        </nav>
        <div class="row tools">${this.#offline()} ${this.#person()} ${this.#theme()} ${this.#language()}</div>
      </header>
      ${howToSignIn()?.kind === 'DEMO' ? this.#picker() : nothing}
    `;
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    const main = document.getElementById('main');
    main?.setAttribute('tabindex', '-1');
    main?.focus();
  }

  #offline() {
    if (this.heard === undefined) {
      return nothing;
    }
    const age = this.heard === null ? '' : duration(Date.now() - this.heard);
    if (this.resting) {
      return age === '' ? nothing : html`<span class="badge wait">${t('bar.resting.age', { age })}</span>`;
    }
    return html`<span class="badge wait">${icon('offline')} ${age === '' ? t('bar.offline') : t('bar.offline.age', { age })}</span>`;
  }

  #person() {
    const person = who();
    switch (howToSignIn()?.kind) {
      case 'DEMO':
        return html`<button class="button" aria-haspopup="dialog" @click=${this.pick}>
          ${icon('account')}
          <span class="who">${person ? html`<span class="spoken">${t('bar.pick')}, </span>${person.id}` : t('bar.pick')}</span>
        </button>`;
      case 'OIDC':
        return person
          ? html`<span class="who small" title=${person.id} aria-label=${t('bar.person', { id: person.id })}>${person.id}</span>
              ${endsSoon()
                ? html`<button class="button first" @click=${this.pick}>${t('bar.endsSoon')}</button>`
                : html`<button class="button" @click=${leave}>${t('bar.signOut')}</button>`}`
          : html`<button class="button" @click=${this.pick}>${t('bar.signIn')}</button>`;
      case 'NONE':
        return html`<span class="small">${t('bar.none')}</span>`;
      default:
        return nothing;
    }
  }

  #theme() {
    const now = theme();
    /** @type {Record<Theme, Theme>} */
    const next = { system: 'light', light: 'dark', dark: 'system' };
    const words = t(`bar.theme.${now}`);
    return html`<button
      class="button square"
      aria-label=${words}
      title=${words}
      @click=${() => {
        setTheme(next[now]);
        this.requestUpdate();
      }}
    >
      ${icon(now === 'system' ? 'theme' : now === 'light' ? 'sun' : 'moon')}
    </button>`;
  }

  #language() {
    const other = languageNow() === 'ko' ? 'en' : 'ko';
    return html`<button class="button square" lang=${other} aria-label="${other === 'ko' ? '한' : 'EN'}: ${t('bar.language')}" @click=${() => setLanguage(other)}>
      ${other === 'ko' ? '한국어' : 'EN'}
    </button>`;
  }

  #picker() {
    const admin = this.people.some((person) => person.roles.includes('admin'));
    return html`<dialog aria-labelledby="pick-title" @click=${this.#outside}>
      <div class="stack">
        <div class="row apart">
          <h2 id="pick-title">${t('bar.pick.title')}</h2>
          <button class="button plain square" aria-label=${t('bar.close')} @click=${this.#close}>${icon('cross')}</button>
        </div>
        <p class="soft">${t(admin ? 'bar.pick.demo.admin' : 'bar.pick.demo')}</p>
        <div class="row">
          ${this.people.map(
            (person) => html`<button
              class="button"
              aria-current=${person.id === who()?.id ? 'true' : nothing}
              @click=${() => this.#be(person)}
            >
              ${person.id === who()?.id ? icon('check') : nothing}${person.id}
            </button>`,
          )}
        </div>
        <form class="stack" novalidate @submit=${this.#other}>
          <div class="field">
            <label for="pick-name">${t('bar.pick.other')}</label>
            <input
              id="pick-name"
              name="name"
              autocomplete="username"
              autocapitalize="none"
              spellcheck="false"
              aria-describedby="pick-wrong"
              aria-invalid=${this.wrong === '' ? nothing : 'true'}
            />
            <p class="error" id="pick-wrong" role="alert">${this.wrong}</p>
          </div>
          <div class="row apart">
            ${who() ? html`<button type="button" class="button plain" @click=${this.#leave}>${t('bar.signOut')}</button>` : html`<span></span>`}
            <button class="button first">${t('bar.pick.go')}</button>
          </div>
        </form>
      </div>
    </dialog>`;
  }

  /** Lets one sign in, or pick who to be. */
  pick = () => {
    if (howToSignIn()?.kind === 'DEMO') {
      this.wrong = '';
      this.querySelector('dialog')?.showModal();
    } else {
      signIn().catch((e) => console.warn('no sign-in', e));
    }
  };

  /** @param {{id: string, roles: string[]}} person */
  async #be(person) {
    try {
      await signIn(person);
      this.#close();
    } catch (e) {
      console.warn('no sign-in', e);
      this.wrong = t('bar.pick.failed');
    }
  }

  /** @param {SubmitEvent} event */
  #other(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const id = String(new FormData(form).get('name')).trim();
    if (NAME.test(id)) {
      void this.#be({ id, roles: this.people[0].roles });
      form.reset();
    } else {
      this.wrong = t('bar.pick.rule');
      form.querySelector('input')?.focus();
    }
  }

  #leave() {
    leave();
    this.#close();
  }

  #close() {
    this.querySelector('dialog')?.close();
  }

  /** @param {Event} event */
  #outside(event) {
    if (event.target === this.querySelector('dialog')) {
      this.#close();
    }
  }
}

customElements.define('page-bar', PageBar);

function leave() {
  signOut().catch((e) => console.warn('the provider does not know yet that somebody has signed out', e));
}

/** Lets one sign in from anywhere in the page. */
export function askWho() {
  /** @type {PageBar | null} */ (document.querySelector('page-bar'))?.pick();
}
