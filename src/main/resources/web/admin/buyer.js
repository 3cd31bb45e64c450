/** One buyer: what is paid into his wallet, large stakes that are approved, the limits of the house, and that he is excluded from play. */
import { html, nothing } from 'lit';
import { Problem, write } from '../common/api.js';
import { exactTime, number, say, t, time, won } from '../common/text.js';
import { zone } from './moments.js';
import { Part } from './part.js';
import { isUnknown } from './problems.js';
import { Reading } from './reading.js';
import { link } from './route.js';
import { take } from './step-dialog.js';

say({
  'buyer.back': ['구매자 찾기', 'Buyers'],
  'buyer.tickets': ['투표권', 'Tickets'],
  'buyer.ledger': ['원장', 'Ledger'],
  'buyer.wallet': ['지갑', 'Wallet'],
  'buyer.balance': ['잔액', 'Balance'],
  'buyer.no-wallet': ['원장에 기록이 없습니다.', 'The ledger has nothing of it.'],
  'buyer.deposit': ['입금하기', 'Pay in'],
  'buyer.amount': ['금액(원)', 'Amount (KRW)'],
  'buyer.deposit-id': ['입금 번호', 'Id of the deposit'],
  'buyer.deposit-id-hint': [
    '은행 거래 번호처럼 이 입금을 가리키는 이름. 같은 번호로는 한 번만 입금됩니다.',
    'A name of this very deposit, such as that of the bank. With the same id it is paid in once.',
  ],
  'buyer.deposit-1': ['{buyer}의 지갑에 들어가는 금액: {amount}', '{amount} goes into the wallet of {buyer}.'],
  'buyer.deposit-2': ['되돌리는 기능은 없습니다. 금액과 구매자를 확인하십시오.', 'There is no way to take it back: check the amount and the buyer.'],
  'buyer.deposit-3': ['답을 받지 못해도 같은 입금 번호로 다시 보내면 한 번만 들어갑니다.', 'If no answer comes, the same may be sent again: it is paid in once.'],
  'buyer.deposited': ['입금했습니다: {amount}. 지금 잔액 {balance}', '{amount} is paid in. The wallet holds {balance}.'],
  'buyer.wrong-amount': ['1 이상의 정수를 입력하십시오.', 'Enter a whole number from 1 on.'],
  'buyer.wrong-id': ['영문자, 숫자와 . _ : - 로 128자까지 입력하십시오.', 'Use letters, digits and . _ : - , up to 128.'],
  'buyer.limits': ['한도', 'Limits'],
  'buyer.limit': ['한도', 'Limit'],
  'buyer.own': ['본인 설정', 'His own'],
  'buyer.house': ['운영자 설정', 'Of the house'],
  'buyer.in-force': ['적용', 'In force'],
  'buyer.used': ['사용', 'Used'],
  'buyer.left': ['남음', 'Left'],
  'buyer.again': ['초기화', 'Free again'],
  'buyer.no-limit': ['없음', 'none'],
  'buyer.minutes': ['{n}분', '{n} min'],
  'buyer.house-says': [
    '운영자 한도는 저장하면 바로 적용되며 구매자가 올릴 수 없습니다. 비워 두면 한도가 없습니다. 본인 한도는 그대로 남습니다.',
    'Limits of the house are in force at once, and the buyer can’t raise them. None if left empty. His own stay as they are.',
  ],
  'buyer.save': ['운영자 한도 저장', 'Set the limits of the house'],
  'buyer.save-1': ['{buyer}의 운영자 한도를 다음과 같이 바꿉니다.', 'The limits of the house for {buyer} change:'],
  'buyer.save-line': ['{limit}: {before} → {after}', '{limit}: {before} → {after}'],
  'buyer.same': ['바뀐 한도가 없습니다.', 'No limit is changed.'],
  'buyer.saved': ['운영자 한도를 저장했습니다.', 'The limits are set.'],
  'buyer.wrong-limit': ['0 이상의 정수를 입력하거나 비워 두십시오. 시간은 1440분까지입니다.', 'Enter a whole number from 0 on, or nothing. Minutes go up to 1440.'],
  'buyer.approvals': ['고액 구매 승인', 'Approved large stakes'],
  'buyer.approvals-says': [
    '{amount} 이상 구매하려면 미리 승인받아야 합니다. 승인 하나로 투표권 한 장을 살 수 있고, 24시간 뒤에 사라집니다.',
    'A stake of {amount} or more must be approved before. An approval is of one ticket and lapses after 24 hours.',
  ],
  'buyer.approvals-off': ['이 서버에서는 승인이 필요한 구매가 없습니다.', 'No stake needs an approval on this server.'],
  'buyer.no-approvals': ['쓸 수 있는 승인이 없습니다.', 'There is no approval that can be used.'],
  'buyer.approval': ['승인 번호', 'Approval'],
  'buyer.up-to': ['승인 금액', 'Up to'],
  'buyer.valid-until': ['사라지는 때', 'Lapses'],
  'buyer.approve': ['구매 승인하기', 'Approve a stake'],
  'buyer.approve-1': ['{buyer}님이 이 금액까지의 투표권 한 장을 살 수 있게 됩니다.', '{buyer} can buy one ticket of up to that amount.'],
  'buyer.approve-2': ['24시간 안에 어느 경기에나 쓸 수 있고, 그 투표권을 취소해도 다시 쓸 수 없습니다. 승인은 거둘 수 없습니다.', 'It holds for 24 hours and for any match. It stays used if that ticket is cancelled, and can’t be taken back.'],
  'buyer.approve-amount': ['승인할 금액(원)', 'Up to (KRW)'],
  'buyer.approve-why': ['사유', 'Why'],
  'buyer.approve-hint': ['나중에 보는 관리자를 위해 적습니다.', 'For whoever reads it later. It is kept with the approval.'],
  'buyer.approved': ['승인했습니다. 금액: {amount}까지, {at}까지', 'Approved: up to {amount}, until {at}.'],
  'buyer.exclusion': ['이용 제한', 'Exclusion'],
  'buyer.excluded': ['{at}까지 구매와 입금이 제한됩니다.', 'Excluded from play until {at}.'],
  'buyer.not-excluded': ['제한되지 않은 구매자입니다.', 'The buyer is not excluded.'],
  'buyer.exclude': ['이용 제한하기', 'Exclude from play'],
  'buyer.prolong': ['제한 늘리기', 'Prolong'],
  'buyer.until': ['제한이 끝나는 때', 'Until'],
  'buyer.until-hint': ['{zone} 기준', 'By the clock of {zone}'],
  'buyer.exclude-1': ['그때까지 구매자 {buyer}의 구매와 입금이 모두 거절됩니다.', '{buyer} can neither buy nor pay in until then.'],
  'buyer.exclude-2': ['줄이거나 풀 수 없습니다. 늘릴 수만 있습니다.', 'It can’t be shortened or taken back, only prolonged.'],
  'buyer.excluded-now': ['이용을 제한했습니다.', 'The buyer is excluded.'],

  'limit.dailyStake': ['하루 구매', 'Stakes, a day'],
  'limit.weeklyStake': ['한 주 구매', 'Stakes, a week'],
  'limit.monthlyStake': ['한 달 구매', 'Stakes, a month'],
  'limit.dailyLoss': ['하루 손실', 'Losses, a day'],
  'limit.weeklyLoss': ['한 주 손실', 'Losses, a week'],
  'limit.monthlyLoss': ['한 달 손실', 'Losses, a month'],
  'limit.dailyDeposit': ['하루 입금', 'Deposits, a day'],
  'limit.weeklyDeposit': ['한 주 입금', 'Deposits, a week'],
  'limit.monthlyDeposit': ['한 달 입금', 'Deposits, a month'],
  'limit.dailyMinutes': ['하루 이용 시간(분)', 'Minutes of play, a day'],
});

/** @type {LimitName[]} */
const LIMITS = [
  'dailyStake',
  'weeklyStake',
  'monthlyStake',
  'dailyLoss',
  'weeklyLoss',
  'monthlyLoss',
  'dailyDeposit',
  'weeklyDeposit',
  'monthlyDeposit',
  'dailyMinutes',
];

const DEPOSIT_ID = /^[A-Za-z0-9._:-]{1,128}$/;
const MOST = 1_000_000_000_000;

class AdminBuyer extends Part {
  static properties = {
    buyerId: {},
    told: { state: true },
    wrong: { state: true },
    house: { state: true },
    depositId: { state: true },
    amount: { state: true },
  };

  constructor() {
    super();
    this.buyerId = '';
    this.told = '';
    /** @type {Record<string, string>} */
    this.wrong = {};
    /** @type {Partial<Record<LimitName, string>>} what was typed and is not set yet */
    this.house = {};
    this.depositId = '';
    this.amount = '';
    /** @type {Reading<SupervisedLimits>} */
    this.limits = new Reading(this, () => `/admin/wallets/${encodeURIComponent(this.buyerId)}/limits`);
    /** @type {Reading<Page<LedgerAccount>>} */
    this.accounts = new Reading(this, () => `/admin/ledger/accounts?prefix=${encodeURIComponent(`wallet:${this.buyerId}`)}&limit=1`);
  }

  arrive() {
    this.depositId ||= this.remembered() ?? newId();
    void this.limits.again();
    void this.accounts.again();
  }

  /** A deposit of which nobody knows yet whether it was made keeps its id, also when the page is loaded anew. */
  key() {
    return `sportskk.deposit.${this.buyerId}`;
  }

  remembered() {
    const stored = sessionStorage.getItem(this.key());
    if (stored === null) {
      return null;
    }
    const { depositId, amount } = JSON.parse(stored);
    this.amount = String(amount);
    return depositId;
  }

  render() {
    const { buyerId } = this;
    return html`<div class="stack">
      <p><a href="#/buyers">← ${t('buyer.back')}</a></p>
      <div class="row apart">
        <h1><span class="code">${buyerId}</span></h1>
        <p class="row">
          <a href=${link(['tickets'], { buyerId })}>${t('buyer.tickets')}</a>
          <a href=${link(['ledger', 'transactions'], { account: `wallet:${buyerId}` })}>${t('buyer.ledger')}</a>
        </p>
      </div>
      <p role="status" class="good-words">${this.told}</p>
      ${this.wallet()} ${this.limits.show((limits) => html`${this.approvals(limits)} ${this.exclusion(limits)} ${this.limitsOf(limits)}`)}
    </div>`;
  }

  wallet() {
    return html`<section class="card stack" aria-labelledby="wallet">
      <div class="row apart">
        <h2 id="wallet">${t('buyer.wallet')}</h2>
        ${this.accounts.show(({ items }) => {
          const own = items.find(({ account }) => account === `wallet:${this.buyerId}`);
          return own
            ? html`<p>${t('buyer.balance')} <strong class="number">${won(own.balance)}</strong></p>`
            : html`<p class="soft">${t('buyer.no-wallet')}</p>`;
        })}
      </div>
      <form class="stack" novalidate @submit=${this.deposit}>
        <div class="columns">
          <div class="field">
            <label for="d-amount">${t('buyer.amount')}</label>
            <input
              id="d-amount"
              inputmode="numeric"
              autocomplete="off"
              aria-required="true"
              aria-invalid=${this.wrong.amount ? 'true' : nothing}
              aria-describedby=${this.wrong.amount ? 'd-amount-error' : nothing}
              .value=${this.amount}
              @input=${(/** @type {Event} */ e) => (this.amount = /** @type {HTMLInputElement} */ (e.target).value)}
            />
            ${this.wrong.amount ? html`<p class="error" id="d-amount-error">${this.wrong.amount}</p>` : nothing}
          </div>
          <div class="field">
            <label for="d-id">${t('buyer.deposit-id')}</label>
            <input
              id="d-id"
              autocomplete="off"
              spellcheck="false"
              maxlength="128"
              aria-required="true"
              aria-invalid=${this.wrong.depositId ? 'true' : nothing}
              aria-describedby=${this.wrong.depositId ? 'd-id-error d-id-hint' : 'd-id-hint'}
              .value=${this.depositId}
              @input=${(/** @type {Event} */ e) => (this.depositId = /** @type {HTMLInputElement} */ (e.target).value)}
            />
            ${this.wrong.depositId ? html`<p class="error" id="d-id-error">${this.wrong.depositId}</p>` : nothing}
            <p class="soft small" id="d-id-hint">${t('buyer.deposit-id-hint')}</p>
          </div>
        </div>
        <div><button type="submit" class="button">${t('buyer.deposit')}</button></div>
      </form>
    </section>`;
  }

  /** @param {Event} event */
  async deposit(event) {
    event.preventDefault();
    const amount = amountIn(this.amount);
    const depositId = this.depositId.trim();
    this.wrong = {
      ...(isAmount(amount) ? {} : { amount: t('buyer.wrong-amount') }),
      ...(DEPOSIT_ID.test(depositId) ? {} : { depositId: t('buyer.wrong-id') }),
    };
    if (Object.keys(this.wrong).length > 0) {
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
      return;
    }
    const { buyerId } = this;
    const title = t('buyer.deposit');
    const answer = /** @type {Deposit | undefined} */ (
      await take({
        title,
        says: () => [t('buyer.deposit-1', { buyer: buyerId, amount: won(amount) }), t('buyer.deposit-2'), t('buyer.deposit-3')],
        act: title,
        run: async () => {
          sessionStorage.setItem(this.key(), JSON.stringify({ depositId, amount }));
          try {
            return await write('POST', `/admin/wallets/${encodeURIComponent(buyerId)}/deposits`, { depositId, amount });
          } catch (e) {
            if (e instanceof Problem && !isUnknown(e)) {
              sessionStorage.removeItem(this.key());
            }
            throw e;
          }
        },
      })
    );
    if (answer) {
      sessionStorage.removeItem(this.key());
      this.told = t('buyer.deposited', { amount: won(answer.amount), balance: won(answer.balance) });
      this.amount = '';
      this.depositId = newId();
      void this.limits.again();
    }
    setTimeout(() => this.accounts.again(), 1000); // the ledger follows within half a second
  }

  /** @param {SupervisedLimits} limits */
  approvals({ supervisedStake, stakeApprovals }) {
    return html`<section class="card stack" aria-labelledby="approvals">
      <h2 id="approvals">${t('buyer.approvals')}</h2>
      <p class="soft small">
        ${supervisedStake === null ? t('buyer.approvals-off') : t('buyer.approvals-says', { amount: won(supervisedStake) })}
      </p>
      ${stakeApprovals.length > 0 ? approvalTable(stakeApprovals) : supervisedStake === null ? nothing : html`<p>${t('buyer.no-approvals')}</p>`}
      ${supervisedStake === null
        ? nothing
        : html`<div><button type="button" class="button" @click=${this.approve}>${t('buyer.approve')}</button></div>`}
    </section>`;
  }

  async approve() {
    const { buyerId } = this;
    const title = t('buyer.approve');
    const approvalId = newId();
    const answer = /** @type {StakeApproval | undefined} */ (
      await take({
        title,
        says: () => [t('buyer.approve-1', { buyer: buyerId }), t('buyer.approve-2')],
        fields: [
          { name: 'upTo', label: t('buyer.approve-amount'), kind: 'text', needed: true, wrong: (typed) => (isAmount(amountIn(typed)) ? '' : t('buyer.wrong-amount')) },
          { name: 'reason', label: t('buyer.approve-why'), kind: 'long', needed: true, hint: t('buyer.approve-hint') },
        ],
        act: title,
        run: ({ upTo, reason }) =>
          write('POST', `/admin/wallets/${encodeURIComponent(buyerId)}/stake-approvals`, { approvalId, upTo: amountIn(String(upTo)), reason }),
      })
    );
    if (answer) {
      this.told = t('buyer.approved', { amount: won(answer.upTo), at: exactTime(answer.validUntil) });
    }
    void this.limits.again();
  }

  /** @param {Limits} limits */
  exclusion({ excludedUntil }) {
    return html`<section class="card stack" aria-labelledby="exclusion">
      <h2 id="exclusion">${t('buyer.exclusion')}</h2>
      ${excludedUntil
        ? html`<p class="notice bad">${t('buyer.excluded', { at: exactTime(excludedUntil) })}</p>`
        : html`<p>${t('buyer.not-excluded')}</p>`}
      <div>
        <button type="button" class="button danger" @click=${this.exclude}>${t(excludedUntil ? 'buyer.prolong' : 'buyer.exclude')}</button>
      </div>
    </section>`;
  }

  async exclude() {
    const { buyerId } = this;
    const title = t('buyer.exclude');
    const answer = await take({
      title,
      says: () => [t('buyer.exclude-1', { buyer: buyerId }), t('buyer.exclude-2')],
      fields: [{ name: 'until', label: t('buyer.until'), kind: 'moment', needed: true, hint: t('buyer.until-hint', { zone: zone() }) }],
      typed: () => buyerId,
      act: title,
      danger: true,
      run: ({ until }) => write('PUT', `/admin/wallets/${encodeURIComponent(buyerId)}/exclusion`, { until }),
    });
    if (answer) {
      this.limits.take(answer);
      this.told = t('buyer.excluded-now');
    } else {
      void this.limits.again();
    }
  }

  /** @param {Limits} limits */
  limitsOf(limits) {
    return html`<section class="card stack" aria-labelledby="limits">
      <h2 id="limits">${t('buyer.limits')}</h2>
      <p class="soft small">${t('buyer.house-says')}</p>
      <form class="stack" novalidate @submit=${(/** @type {Event} */ e) => this.setLimits(e, limits)}>
        <div class="scroll" tabindex="0" role="group" aria-label=${t('buyer.limits')}>
          <table>
            <thead>
              <tr>
                <th scope="col">${t('buyer.limit')}</th>
                <th scope="col">${t('buyer.house')}</th>
                ${['own', 'in-force', 'used', 'left', 'again'].map((name) => html`<th scope="col" class="number">${t(`buyer.${name}`)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${LIMITS.map((name) => this.limit(name, limits[name]))}
            </tbody>
          </table>
        </div>
        ${this.wrong.limits ? html`<p class="field"><span class="error" id="limits-error" role="alert">${this.wrong.limits}</span></p>` : nothing}
        <div><button type="submit" class="button">${t('buyer.save')}</button></div>
      </form>
    </section>`;
  }

  /**
   * @param {LimitName} name
   * @param {Limit} limit
   */
  limit(name, limit) {
    const typed = this.house[name];
    const value = typed ?? (limit.house === null ? '' : String(limit.house));
    const bad = this.wrong.limits && Number.isNaN(limitOf(name, value));
    return html`<tr>
      <th scope="row" class="main" id="limit-${name}">${t(`limit.${name}`)}</th>
      <td>
        <input
          class="amount"
          inputmode="numeric"
          autocomplete="off"
          aria-labelledby="limit-${name}"
          aria-invalid=${bad ? 'true' : nothing}
          aria-describedby=${bad ? 'limits-error' : nothing}
          placeholder=${t('buyer.no-limit')}
          .value=${value}
          @input=${(/** @type {Event} */ e) => (this.house = { ...this.house, [name]: /** @type {HTMLInputElement} */ (e.target).value })}
        />
      </td>
      <td class="number">${amountOf(name, limit.own)}</td>
      <td class="number"><strong>${amountOf(name, limit.inForce)}</strong></td>
      <td class="number">${amountOf(name, limit.used)}</td>
      <td class="number">${limit.left === null ? '–' : amountOf(name, limit.left)}</td>
      <td class="number">${limit.freeAgainAt ? time(limit.freeAgainAt) : '–'}</td>
    </tr>`;
  }

  /**
   * @param {Event} event
   * @param {Limits} limits
   */
  async setLimits(event, limits) {
    event.preventDefault();
    const house = /** @type {Record<LimitName, number | null>} */ (
      Object.fromEntries(LIMITS.map((name) => [name, this.house[name] === undefined ? limits[name].house : limitOf(name, this.house[name] ?? '')]))
    );
    const wrong = LIMITS.some((name) => Number.isNaN(house[name]));
    const changed = LIMITS.filter((name) => house[name] !== limits[name].house);
    this.wrong = wrong ? { limits: t('buyer.wrong-limit') } : changed.length === 0 ? { limits: t('buyer.same') } : {};
    if (wrong || changed.length === 0) {
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
      return;
    }
    const { buyerId } = this;
    const title = t('buyer.save');
    const answer = await take({
      title,
      says: () => [
        t('buyer.save-1', { buyer: buyerId }),
        ...changed.map((name) =>
          t('buyer.save-line', {
            limit: t(`limit.${name}`),
            before: amountOf(name, limits[name].house),
            after: amountOf(name, house[name]),
          }),
        ),
      ],
      act: title,
      run: () => write('PUT', `/admin/wallets/${encodeURIComponent(buyerId)}/limits`, house),
    });
    if (answer) {
      this.house = {};
      this.limits.take(answer);
      this.told = t('buyer.saved');
    } else {
      void this.limits.again();
    }
  }
}

/** @param {SupervisedLimits['stakeApprovals']} approvals */
function approvalTable(approvals) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('buyer.approvals')}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t('buyer.approval')}</th>
          <th scope="col" class="number">${t('buyer.up-to')}</th>
          <th scope="col">${t('buyer.valid-until')}</th>
        </tr>
      </thead>
      <tbody>
        ${approvals.map(
          ({ approvalId, upTo, validUntil }) => html`<tr>
            <th scope="row" class="main code">${approvalId}</th>
            <td class="number">${won(upTo)}</td>
            <td class="digits">${exactTime(validUntil)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Also where the page is not served securely, which `randomUUID` asks for. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} typed
 * @returns {number} NaN if it is none
 */
function amountIn(typed) {
  return Number(typed.replace(/[,\s원₩]/g, ''));
}

/** @param {number} amount */
function isAmount(amount) {
  return Number.isInteger(amount) && amount >= 1 && amount <= MOST;
}

/**
 * @param {LimitName} name
 * @param {number | null} value
 */
function amountOf(name, value) {
  if (value === null) {
    return t('buyer.no-limit');
  }
  return name === 'dailyMinutes' ? t('buyer.minutes', { n: number(value) }) : won(value);
}

/**
 * @param {LimitName} name
 * @param {string} typed
 * @returns {number | null} NaN if it is none
 */
function limitOf(name, typed) {
  const digits = typed.replace(/[,\s원₩]/g, '');
  if (digits === '') {
    return null;
  }
  const value = Number(digits);
  const most = name === 'dailyMinutes' ? 1440 : Number.MAX_SAFE_INTEGER;
  return Number.isInteger(value) && value >= 0 && value <= most ? value : NaN;
}

customElements.define('admin-buyer', AdminBuyer);
