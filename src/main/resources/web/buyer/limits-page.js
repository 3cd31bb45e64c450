/** `#/limits`: how much, and for how long, one wants to play; and how one stops. */
import { html, nothing } from 'lit';
import { Problem } from '../common/api.js';
import { Part, eachSecond } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { duration, exactTime, number, say, t, time, won } from '../common/text.js';
import { LIMITS, account, excludedUntil } from './account.js';
import { serverNow, until } from './clock.js';
import { signInFirst } from './ticket-list.js';
import { inWords, speak } from './words.js';

say({
  'limits.title': ['한도', 'Limits'],
  'limits.lead': [
    '낮추면 바로 적용돼요. 올리거나 없애는 것은 24시간 뒤에 한 번 더 확인해야 적용돼요. 비워 두면 한도가 없어요.',
    'What you lower is in force at once. What you raise or remove has to be confirmed once more after 24 hours. Leave a field empty for no limit.',
  ],
  'limits.stake': ['구매 금액', 'Stakes'],
  'limits.loss': ['손실 금액', 'Losses'],
  'limits.deposit': ['입금 금액', 'Deposits'],
  'limits.time': ['이용 시간', 'Time'],
  'limits.loss.hint': ['구매 금액에서 적중금을 뺀 금액이에요. 결과를 기다리는 구매도 손실로 쳐요.', 'Stakes less payouts. Open tickets count as lost.'],
  'limits.time.hint': ['마지막 구매 뒤 15분까지 이용 중으로 쳐요.', 'You count as playing until 15 minutes after a purchase.'],
  'limits.day': ['하루 (원)', 'A day (₩)'],
  'limits.week': ['한 주 (원)', 'A week (₩)'],
  'limits.month': ['한 달 (원)', 'A month (₩)'],
  'limits.minutes': ['하루 (분)', 'A day (minutes)'],
  'limits.used': ['{used} 사용, {left} 남음', '{used} used, {left} left'],
  'limits.used.none': ['{used} 사용, 한도 없음', '{used} used, no limit'],
  'limits.again': ['{at}에 새로 시작', 'starts again {at}'],
  'limits.house': ['운영자가 정한 한도 {limit}', 'The house allows {limit}'],
  'limits.min': ['{n}분', '{n} min'],
  'limits.now': ['저장하면 바로 적용돼요', 'In force as soon as you save'],
  'limits.later': ['저장해도 24시간 뒤 다시 확인해야 적용돼요', 'To be confirmed 24 hours after you save'],
  'limits.raise': ['{to}으로 올리기를 신청했어요. {left} 뒤부터 확정할 수 있어요.', 'You have asked for {to}. You can confirm it in {left}.'],
  'limits.raise.ready': ['{to}으로 올리기를 확정할 수 있어요. {before}까지 확정하지 않으면 사라져요.', 'You can confirm the raise to {to} now. It lapses on {before}.'],
  'limits.none': ['한도 없음', 'no limit'],
  'limits.confirm': ['올리기 확정', 'Confirm the raise'],
  'limits.withdraw': ['신청 철회', 'Withdraw'],
  'limits.save': ['저장', 'Save'],
  'limits.saving': ['저장하고 있어요…', 'Saving…'],
  'limits.saved': ['저장했어요.', 'Saved.'],
  'limits.unchanged': ['바뀐 것이 없어요.', 'Nothing is changed.'],
  'limits.decide': ['먼저 확정할 수 있는 올리기를 확정하거나 철회해 주세요.', 'First confirm or withdraw the raise that waits for you.'],
  'limits.unknown': ['답을 받지 못해서 저장됐는지 아직 몰라요. 다시 눌러도 안전해요.', 'There was no answer, so we don’t know whether it is saved. It is safe to press again.'],
  'limits.wrong': ['0 이상의 숫자로 적어 주세요. 비워 두면 한도가 없어요.', 'Type a number from 0 on, or leave it empty for no limit.'],
  'limits.wrong.minutes': ['0부터 1,440까지 적어 주세요. 비워 두면 한도가 없어요.', 'Type 0 to 1,440, or leave it empty for no limit.'],
  'limits.failed': ['한도를 불러오지 못했어요.', 'Your limits could not be loaded.'],
  'limits.signIn': ['로그인하면 한도를 정할 수 있어요.', 'Sign in to set your limits.'],
  'out.title': ['자기 배제', 'Self-exclusion'],
  'out.lead': [
    '정한 기간 동안 살 수도, 입금할 수도 없어요. 바로 시작되고, 아무도 줄이거나 풀 수 없어요. 적중금과 환불은 그대로 받아요.',
    'For as long as you choose you can neither buy nor pay in. It begins at once, and nobody can shorten or lift it. Payouts and refunds still come in.',
  ],
  'out.until': ['{until}까지 배제돼 있어요. 늘릴 수만 있어요.', 'You are excluded until {until}. It can only be prolonged.'],
  'out.how': ['기간', 'For how long'],
  'out.P1D': ['24시간', '24 hours'],
  'out.P7D': ['1주', '1 week'],
  'out.P30D': ['30일', '30 days'],
  'out.P180D': ['180일', '180 days'],
  'out.P365D': ['1년', '1 year'],
  'out.P1825D': ['5년', '5 years'],
  'out.begin': ['자기 배제 시작…', 'Exclude myself…'],
  'out.prolong': ['기간 늘리기…', 'Prolong…'],
  'out.sure': ['정말 시작할까요?', 'Are you sure?'],
  'out.sure.until': ['{until}까지 투표권을 살 수 없어요.', 'You will not be able to buy a ticket until {until}.'],
  'out.sure.final': [
    '되돌릴 수 없어요. 마음이 바뀌어도, 고객 센터에 부탁해도 줄일 수 없어요.',
    'This can’t be undone. It can’t be shortened if you change your mind, nor by our staff.',
  ],
  'out.sure.tickets': ['이미 산 투표권은 그대로 유효해요.', 'Tickets you have bought stay valid.'],
  'out.understood': ['줄이거나 풀 수 없다는 것을 이해했어요', 'I understand that it can’t be shortened or lifted'],
  'out.back': ['돌아가기', 'Go back'],
  'out.do': ['자기 배제하기', 'Exclude me'],
  'out.done': ['{until}까지 배제됐어요.', 'You are excluded until {until}.'],
  'out.tick': ['먼저 위에 표시해 주세요.', 'Tick the box above first.'],
});

/** @type {{title: string, hint: string | null, names: LimitName[]}[]} A node of an earlier release does not know all of them. */
const GROUPS = [
  { title: 'limits.stake', hint: null, names: ['dailyStake', 'weeklyStake', 'monthlyStake'] },
  { title: 'limits.loss', hint: 'limits.loss.hint', names: ['dailyLoss', 'weeklyLoss', 'monthlyLoss'] },
  { title: 'limits.deposit', hint: null, names: ['dailyDeposit', 'weeklyDeposit', 'monthlyDeposit'] },
  { title: 'limits.time', hint: 'limits.time.hint', names: ['dailyMinutes'] },
];

const DAYS = [1, 7, 30, 180, 365, 1825];

class LimitsPage extends Part {
  static properties = {
    typed: { state: true },
    busy: { state: true },
    message: { state: true },
    days: { state: true },
    asking: { state: true },
    understood: { state: true },
    wrong: { state: true },
  };

  constructor() {
    super(account.follow, onSession, eachSecond);
    /** @type {Partial<Record<LimitName, string>>} What was typed over what is in force. */
    this.typed = {};
    this.busy = false;
    /** @type {{kind: 'good' | 'bad' | '', words: string}} */
    this.message = { kind: '', words: '' };
    this.days = 1;
    this.asking = false;
    this.understood = false;
    this.wrong = '';
    /** Until when, as it is shown and then done. */
    this.end = new Date();
  }

  connectedCallback() {
    super.connectedCallback();
    void account.load();
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (this.asking && dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  render() {
    const limits = account.limits;
    return html`<div class="stack wide-gaps">
      <div class="stack">
        <h1 tabindex="-1">${t('limits.title')}</h1>
        ${!who()
          ? signInFirst(t('limits.signIn'))
          : limits
            ? html`<p class="soft">${t('limits.lead')}</p>
                ${this.#form(limits)}`
            : account.failed
              ? html`<p class="notice bad" role="alert">${t('limits.failed')}</p>`
              : html`<p class="card soft">${t('word.loading')}</p>`}
      </div>
      ${who() && limits ? this.#exclusion() : nothing}
    </div>`;
  }

  /** @param {Limits} limits */
  #form(limits) {
    return html`<form class="stack" novalidate @submit=${this.#submit}>
      <div class="limit-groups">
        ${GROUPS.map(
          ({ title, hint, names }) => html`<fieldset class="card">
            <legend class="spoken">${t(title)}</legend>
            <div class="stack">
              <h2 aria-hidden="true">${t(title)}</h2>
              ${hint === null ? nothing : html`<p class="small soft">${t(hint)}</p>`}
              ${names.filter((name) => limits[name]).map((name) => this.#limit(name, limits[name]))}
            </div>
          </fieldset>`,
        )}
      </div>
      <div class="row">
        <button class="button first" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${t(this.busy ? 'limits.saving' : 'limits.save')}
        </button>
        <p role="status" class=${this.message.kind === 'bad' ? 'error' : ''}>${this.message.words}</p>
      </div>
    </form>`;
  }

  /**
   * @param {LimitName} name
   * @param {Limit} limit
   */
  #limit(name, limit) {
    const label = name === 'dailyMinutes' ? 'minutes' : name.startsWith('daily') ? 'day' : name.startsWith('weekly') ? 'week' : 'month';
    const typed = this.typed[name];
    const wanted = typed === undefined ? limit.own : parse(typed);
    const wrong = !isLimit(name, wanted);
    const show = (/** @type {number | null} */ it) =>
      it === null ? t('limits.none') : name === 'dailyMinutes' ? t('limits.min', { n: number(it) }) : won(it);
    const share = limit.inForce ? Math.min(1, Math.max(0, limit.used / limit.inForce)) : 0;
    return html`<div class="field">
      <label for=${name}>${t(`limits.${label}`)}</label>
      <input
        id=${name}
        class="number"
        inputmode="numeric"
        autocomplete="off"
        aria-describedby="${name}-hint"
        aria-invalid=${wrong ? 'true' : nothing}
        .value=${typed ?? (limit.own === null ? '' : number(limit.own))}
        @input=${(/** @type {InputEvent} */ event) => {
          this.typed = { ...this.typed, [name]: /** @type {HTMLInputElement} */ (event.target).value };
          this.message = { kind: '', words: '' };
        }}
      />
      ${limit.inForce === null
        ? nothing
        : html`<svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="fill ${share > 0.9 ? 'nearly' : ''}" width=${(share * 100).toFixed(1)} height="4" />
          </svg>`}
      <p id="${name}-hint" class="small soft">
        ${wrong
          ? html`<span class="error">${t(name === 'dailyMinutes' ? 'limits.wrong.minutes' : 'limits.wrong')}</span>`
          : typed !== undefined && wanted !== limit.own
            ? html`<strong>${t(isTighter(wanted, limit.own) ? 'limits.now' : 'limits.later')}</strong>`
            : html`${limit.left === null
                ? t('limits.used.none', { used: show(limit.used) })
                : t('limits.used', { used: show(limit.used), left: show(Math.max(0, limit.left)) })}
              · ${t('limits.again', { at: time(limit.freeAgainAt ?? '') })}`}
        ${limit.house === null ? nothing : html`<br />${t('limits.house', { limit: show(limit.house) })}`}
      </p>
      ${this.#raise(name, limit, show)}
    </div>`;
  }

  /**
   * @param {LimitName} name
   * @param {Limit} limit
   * @param {(it: number | null) => string} show
   */
  #raise(name, limit, show) {
    const raise = limit.raise;
    if (!raise || until(raise.confirmBefore) <= 0) {
      return nothing;
    }
    const left = until(raise.confirmFrom);
    return html`<div class="notice wait small">
      <p>
        ${left > 0
          ? t('limits.raise', { to: show(raise.to), left: duration(left) })
          : t('limits.raise.ready', { to: show(raise.to), before: time(raise.confirmBefore) })}
      </p>
      <div class="row">
        ${left > 0
          ? nothing
          : html`<button type="button" class="button first" @click=${() => this.#save({ [name]: raise.to }, name)}>${t('limits.confirm')}</button>`}
        <button type="button" class="button" @click=${() => this.#save({ [name]: limit.own }, name)}>${t('limits.withdraw')}</button>
      </div>
    </div>`;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const limits = account.limits;
    if (!limits || this.busy) {
      return;
    }
    /** @type {Partial<Record<LimitName, number | null>>} */
    const wanted = {};
    for (const name of LIMITS.filter((it) => limits[it])) {
      const typed = this.typed[name];
      const value = typed === undefined ? limits[name].own : parse(typed);
      if (!isLimit(name, value)) {
        /** @type {HTMLElement | null} */ (this.querySelector(`#${name}`))?.focus();
        return;
      }
      if (value !== limits[name].own) {
        wanted[name] = value;
      }
    }
    if (Object.keys(wanted).length === 0) {
      this.typed = {};
      this.message = { kind: '', words: t('limits.unchanged') };
      return;
    }
    void this.#save(wanted, null);
  }

  /**
   * All limits are set at once, and asking for what is in force withdraws a raise: those that wait go on waiting if the same is asked for
   * again. One that can be confirmed would be, so it is decided first.
   *
   * @param {Partial<Record<LimitName, number | null>>} wanted
   * @param {LimitName | null} decided of which the raise is confirmed or withdrawn
   */
  async #save(wanted, decided) {
    const limits = account.limits;
    if (!limits || this.busy) {
      return;
    }
    const open = LIMITS.filter((name) => {
      const raise = limits[name]?.raise;
      return raise && name !== decided && !(name in wanted) && until(raise.confirmBefore) > 0;
    });
    const ready = open.find((name) => until(limits[name].raise?.confirmFrom ?? '') <= 0);
    if (ready) {
      this.message = { kind: 'bad', words: t('limits.decide') };
      return;
    }
    const all = /** @type {Record<LimitName, number | null>} */ (
      Object.fromEntries(
        LIMITS.filter((name) => limits[name]).map((name) => [
          name,
          name in wanted ? wanted[name] : open.includes(name) ? (limits[name].raise?.to ?? null) : limits[name].own,
        ]),
      )
    );
    this.busy = true;
    this.message = { kind: '', words: '' };
    try {
      await account.setLimits(all);
      if (decided === null) {
        this.typed = {};
      }
      this.message = { kind: 'good', words: t('limits.saved') };
    } catch (e) {
      this.message = { kind: 'bad', words: e instanceof Problem && e.unknown ? t('limits.unknown') : inWords(e) };
    }
    this.busy = false;
  }

  #exclusion() {
    const end = excludedUntil(serverNow());
    return html`<section class="card stack" aria-labelledby="out">
      <h2 id="out">${t('out.title')}</h2>
      <p>${t('out.lead')}</p>
      ${end ? html`<p class="notice bad">${t('out.until', { until: exactTime(end) })}</p>` : nothing}
      <fieldset class="field">
        <legend>${t('out.how')}</legend>
        <div class="chips">
          ${DAYS.map(
            (days) => html`<label class="chip">
              <input type="radio" name="days" .checked=${this.days === days} @change=${() => (this.days = days)} />
              <span>${t(`out.P${days}D`)}</span>
            </label>`,
          )}
        </div>
      </fieldset>
      <p>
        <button class="button danger" aria-haspopup="dialog" @click=${this.#ask}>${t(end ? 'out.prolong' : 'out.begin')}</button>
      </p>
      ${this.asking ? this.#sure() : nothing}
    </section>`;
  }

  #ask() {
    this.understood = false;
    this.wrong = '';
    this.end = new Date(serverNow() + this.days * 86_400_000);
    this.asking = true;
  }

  #sure() {
    return html`<dialog aria-labelledby="sure" @close=${() => (this.asking = false)}>
      <div class="stack">
        <h2 id="sure">${t('out.sure')}</h2>
        <p><strong>${t('out.sure.until', { until: exactTime(this.end) })}</strong></p>
        <p>${t('out.sure.final')}</p>
        <p class="soft">${t('out.sure.tickets')}</p>
        <label class="row tick">
          <input
            type="checkbox"
            .checked=${this.understood}
            @change=${(/** @type {Event} */ event) => {
              this.understood = /** @type {HTMLInputElement} */ (event.target).checked;
              this.wrong = '';
            }}
          />
          <span class="grow">${t('out.understood')}</span>
        </label>
        <div role="alert">${this.wrong === '' ? nothing : html`<p class="notice bad">${this.wrong}</p>`}</div>
        <div class="row apart">
          <button class="button" autofocus @click=${this.#close}>${t('out.back')}</button>
          <button class="button danger" aria-disabled=${!this.understood || this.busy ? 'true' : 'false'} @click=${this.#exclude}>
            ${t('out.do')}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  #close() {
    this.querySelector('dialog')?.close();
    this.asking = false; // before its event comes this may be drawn again
  }

  async #exclude() {
    if (this.busy) {
      return;
    }
    if (!this.understood) {
      this.wrong = t('out.tick');
      return;
    }
    this.busy = true;
    this.wrong = '';
    try {
      const end = this.end;
      await account.exclude(end);
      this.#close();
      speak(t('out.done', { until: exactTime(end) }));
    } catch (e) {
      this.wrong = e instanceof Problem && e.unknown ? t('limits.unknown') : inWords(e);
    }
    this.busy = false;
  }
}

customElements.define('limits-page', LimitsPage);

/**
 * @param {string} typed
 * @returns {number | null} null for no limit; NaN if it is no number
 */
function parse(typed) {
  const digits = typed.replace(/[,\s원₩]/g, '');
  return digits === '' ? null : /^\d{1,15}$/.test(digits) ? Number(digits) : NaN;
}

/**
 * @param {LimitName} name
 * @param {number | null} value
 */
function isLimit(name, value) {
  return value === null || (!Number.isNaN(value) && (name !== 'dailyMinutes' || value <= 1440));
}

/**
 * @param {number | null} one
 * @param {number | null} other
 */
function isTighter(one, other) {
  return one !== null && (other === null || one < other);
}
