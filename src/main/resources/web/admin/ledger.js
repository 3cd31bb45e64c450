/** The ledger: what accounts hold, what has moved between them, and that the sum is 0. */
import { html, nothing } from 'lit';
import { exactTime, number, say, t, time, won } from '../common/text.js';
import { fromField, toField, zone } from './moments.js';
import { pager } from './pager.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { go, link, parameters } from './route.js';
import { word } from './words.js';
import './download-button.js';

say({
  'ledger.title': ['원장', 'Ledger'],
  'ledger.sheets': ['원장 화면', 'Pages of the ledger'],
  'ledger.balance': ['시산표', 'Trial balance'],
  'ledger.accounts': ['계정', 'Accounts'],
  'ledger.transactions': ['거래', 'Transactions'],
  'ledger.show': ['보기', 'Show'],
  'ledger.clear': ['조건 지우기', 'Clear'],
  'ledger.zone': ['시각은 {zone} 기준입니다.', 'Times are those of {zone}.'],
  'ledger.none': ['조건에 맞는 내용이 없습니다.', 'Nothing matches.'],

  'balance.at': ['기준 시각', 'As of'],
  'balance.at-hint': ['비워 두면 현재. 그 시각까지(포함) 일어난 일을 모두 더합니다.', 'Now if left empty. All that happened by that moment, inclusive.'],
  'balance.of': ['계정 구분', 'Accounts'],
  'balance.balance': ['잔액', 'Balance'],
  'balance.total': ['합계', 'Together'],
  'balance.even': ['합계가 0원입니다. 원장이 맞습니다.', 'The sum is 0: the ledger is right.'],
  'balance.uneven': ['합계가 0원이 아닙니다. 원장이 틀렸습니다. 바로 운영 담당자에게 알리십시오.', 'The sum is not 0: the ledger is wrong. Report it at once.'],
  'balance.so-far': ['기록 {entries}건, 마지막 {at}, 저널 {position}번까지', '{entries} entries; the latest of {at}; the journal up to {position}'],
  'balance.empty': ['기록이 없습니다.', 'Nothing is booked.'],
  'balance.later': ['기준 시각이 원장보다 앞서 있습니다. 그때까지의 일이 아직 다 기록되지 않았을 수 있습니다.', 'That moment is later than the ledger has come: not all that happened by then may be booked yet.'],
  'balance.minus': ['외부에서 들어온 돈은 마이너스로 적습니다. 그래서 전체 합계가 0이 됩니다.', 'What was paid in from outside is below 0, so that all together is 0.'],
  'of.deposits': ['외부 입금', 'Deposits'],
  'of.wallet': ['지갑', 'Wallets'],
  'of.pool': ['경기 풀', 'Pools'],
  'of.takeout': ['공제금', 'Takeout'],
  'of.breakage': ['끝수', 'Breakage'],
  'of.carry': ['이월금', 'Carry'],
  'of.tax': ['세금', 'Tax'],
  'of.corrections': ['정정 손실', 'Corrections'],

  'accounts.prefix': ['계정 이름의 앞부분', 'Names that begin with'],
  'accounts.prefix-hint': ['예: wallet:buyer-1, pool:kt-lg', 'Such as wallet:buyer-1 or pool:kt-lg'],
  'accounts.account': ['계정', 'Account'],
  'accounts.entries': ['기록 수', 'Entries'],

  'moves.account': ['계정', 'Account'],
  'moves.match': ['경기 번호', 'Match'],
  'moves.ticket': ['투표권 번호', 'Ticket'],
  'moves.request': ['요청 번호', 'Request'],
  'moves.kind': ['종류', 'Kind'],
  'moves.cause': ['환불 사유', 'Given back for'],
  'moves.any': ['전체', 'Any'],
  'moves.from': ['부터', 'From'],
  'moves.to': ['전까지', 'Before'],
  'moves.at': ['시각', 'When'],
  'moves.debit': ['나간 계정', 'Taken from'],
  'moves.credit': ['들어온 계정', 'Given to'],
  'moves.amount': ['금액', 'Amount'],
  'moves.wallet': ['지갑 잔액', 'Wallet after it'],
  'moves.csv': ['모두 내려받기(CSV)', 'Export all of it (CSV)'],
  'moves.first-page': ['첫 쪽을 읽은 때의 원장입니다. 새로 보려면 처음으로 돌아가십시오.', 'This is the ledger as of the first page. Go back to the first to see what is new.'],

  'kind.DEPOSIT': ['입금', 'Deposit'],
  'kind.CHARGE': ['구매 대금', 'Charge'],
  'kind.REVERSAL': ['구매 취소 환불', 'Reversal'],
  'kind.REFUND': ['환불', 'Refund'],
  'kind.PAYOUT': ['적중금', 'Payout'],
  'kind.TAX': ['세금', 'Tax'],
  'kind.TAKEOUT': ['공제금', 'Takeout'],
  'kind.BREAKAGE': ['끝수', 'Breakage'],
  'kind.CARRY_OUT': ['이월', 'Carried out'],
  'kind.CARRY_IN': ['이월 유입', 'Carried in'],
  'kind.TAKEOUT_BACK': ['공제금 환원', 'Takeout, back'],
  'kind.BREAKAGE_BACK': ['끝수 환원', 'Breakage, back'],
  'kind.CARRY_BACK': ['이월 환원', 'Carry, back'],
  'kind.LOSS': ['정정 손실', 'Loss by a correction'],
  'kind.LOSS_BACK': ['정정 손실 환원', 'Loss, back'],
});

const SHEETS = ['balance', 'accounts', 'transactions'];
const KINDS = ['DEPOSIT', 'CHARGE', 'REVERSAL', 'REFUND', 'PAYOUT', 'TAX', 'TAKEOUT', 'BREAKAGE', 'CARRY_OUT', 'CARRY_IN', 'TAKEOUT_BACK', 'BREAKAGE_BACK', 'CARRY_BACK', 'LOSS', 'LOSS_BACK'];
/** Why a stake is given back. */
const CAUSES = ['BUYER_REQUEST', 'PAYMENT_TIMEOUT', 'SALES_CLOSED', 'LATE', 'VOID', 'NOBODY_WON'];
const MOMENTS = ['at', 'from', 'to'];

class AdminLedger extends Part {
  static properties = { sheet: {}, query: { attribute: false } };

  constructor() {
    super();
    this.sheet = 'balance';
    this.query = new URLSearchParams();
    const asked = (/** @type {object} */ more = {}) => parameters({ ...Object.fromEntries(this.query), ...more });
    /** @type {Reading<TrialBalance>} */
    this.balance = new Reading(this, () => `/admin/ledger/trial-balance?${asked()}`);
    /** @type {Reading<Page<LedgerAccount>>} */
    this.accounts = new Reading(this, () => `/admin/ledger/accounts?${asked({ limit: 50 })}`);
    /** @type {Reading<Page<LedgerEntry>>} */
    this.moves = new Reading(this, () => `/admin/ledger/transactions?${asked({ limit: 50 })}`);
    this.shown = '';
  }

  willUpdate() {
    const now = `${this.sheet}?${this.query}`;
    if (now !== this.shown) {
      this.shown = now;
      const reading = this.reading();
      reading.forget();
      void reading.again();
    }
  }

  reading() {
    return this.sheet === 'accounts' ? this.accounts : this.sheet === 'transactions' ? this.moves : this.balance;
  }

  render() {
    return html`<div class="stack">
      <h1>${t('ledger.title')}</h1>
      <nav class="tabs sheets" aria-label=${t('ledger.sheets')}>
        ${SHEETS.map((sheet) => html`<a href="#/ledger/${sheet}" aria-current=${sheet === this.sheet ? 'page' : nothing}>${t(`ledger.${sheet}`)}</a>`)}
      </nav>
      ${this.sheet === 'accounts' ? this.accountsSheet() : this.sheet === 'transactions' ? this.movesSheet() : this.balanceSheet()}
    </div>`;
  }

  /**
   * @param {unknown} fields
   */
  form(fields) {
    return html`<form class="card stack" novalidate @submit=${this.filtered}>
      <div class="filters">${fields}</div>
      <div class="row apart">
        <p class="soft small" id="l-zone">${this.sheet === 'accounts' ? nothing : t('ledger.zone', { zone: zone() })}</p>
        <div class="row">
          <a class="button" href="#/ledger/${this.sheet}">${t('ledger.clear')}</a>
          <button type="submit" class="button first">${t('ledger.show')}</button>
        </div>
      </div>
    </form>`;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string} [hint]
   */
  input(name, label, hint) {
    const moment = MOMENTS.includes(name);
    const value = this.query.get(name) ?? '';
    return html`<div class="field">
      <label for="l-${name}">${label}</label>
      <input
        id="l-${name}"
        name=${name}
        type=${moment ? 'datetime-local' : 'text'}
        step=${moment ? '1' : nothing}
        autocomplete="off"
        spellcheck="false"
        aria-describedby=${hint ? `l-${name}-hint` : moment ? 'l-zone' : nothing}
        .value=${moment ? toField(value) : value}
      />
      ${hint ? html`<p class="soft small" id="l-${name}-hint">${hint}</p>` : nothing}
    </div>`;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string[]} all
   * @param {string} words in which they are told
   */
  choice(name, label, all, words) {
    const chosen = this.query.get(name) ?? '';
    return html`<div class="field">
      <label for="l-${name}">${label}</label>
      <select id="l-${name}" name=${name}>
        <option value="" ?selected=${chosen === ''}>${t('moves.any')}</option>
        ${all.map((one) => html`<option value=${one} ?selected=${one === chosen}>${word(words, one)}</option>`)}
      </select>
    </div>`;
  }

  /** @param {Event} event */
  filtered(event) {
    event.preventDefault();
    const entered = [...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => {
      const text = String(value).trim();
      return [name, MOMENTS.includes(name) ? fromField(text) : text];
    });
    const to = link(['ledger', this.sheet], Object.fromEntries(entered));
    if (to === location.hash) {
      void this.reading().again();
    } else {
      go(to);
    }
  }

  balanceSheet() {
    return html`
      ${this.form(this.input('at', t('balance.at'), t('balance.at-hint')))}
      <section class="card stack" aria-label=${t('ledger.balance')}>${this.balance.show((balance) => trialBalance(balance))}</section>
    `;
  }

  accountsSheet() {
    return html`
      ${this.form(this.input('prefix', t('accounts.prefix'), t('accounts.prefix-hint')))}
      <section class="card stack" aria-label=${t('ledger.accounts')}>
        ${this.accounts.show(({ items, nextCursor }) =>
          items.length === 0 && nextCursor === null
            ? html`<p class="soft">${t('ledger.none')}</p>`
            : html`<div class="scroll" tabindex="0" role="group" aria-label=${t('ledger.accounts')}>
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">${t('accounts.account')}</th>
                        <th scope="col" class="number">${t('balance.balance')}</th>
                        <th scope="col" class="number">${t('accounts.entries')}</th>
                      </tr>
                    </thead>
                    <tbody>
                      ${items.map(
                        ({ account, balance, entries }) => html`<tr>
                          <th scope="row" class="main">${accountLink(account)}</th>
                          <td class="number">${won(balance)}</td>
                          <td class="number">${number(entries)}</td>
                        </tr>`,
                      )}
                    </tbody>
                  </table>
                </div>
                ${pager(['ledger', 'accounts'], this.query, nextCursor)}`,
        )}
      </section>
    `;
  }

  movesSheet() {
    const filters = Object.fromEntries([...this.query].filter(([name]) => name !== 'cursor'));
    return html`
      ${this.form(
        html`${this.input('account', t('moves.account'))} ${this.input('matchId', t('moves.match'))} ${this.input('ticketId', t('moves.ticket'))}
          ${this.choice('kind', t('moves.kind'), KINDS, 'kind')} ${this.choice('cause', t('moves.cause'), CAUSES, 'reason')}
          ${this.input('correlationId', t('moves.request'))} ${this.input('from', t('moves.from'))} ${this.input('to', t('moves.to'))}`,
      )}
      <section class="card stack" aria-label=${t('ledger.transactions')}>
        <download-button .path=${`/admin/ledger/transactions.csv?${parameters(filters)}`} .file=${'ledger.csv'} .label=${t('moves.csv')}></download-button>
        ${this.moves.show((page) => this.moved(page))}
      </section>
    `;
  }

  /** @param {Page<LedgerEntry>} page */
  moved({ items, nextCursor }) {
    if (items.length === 0 && nextCursor === null) {
      return html`<p class="soft">${t('ledger.none')}</p>`;
    }
    return html`
      ${this.query.has('cursor') ? html`<p class="soft small">${t('moves.first-page')}</p>` : nothing}
      <div class="scroll" tabindex="0" role="group" aria-label=${t('ledger.transactions')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('moves.at')}</th>
              <th scope="col">${t('moves.kind')}</th>
              <th scope="col">${t('moves.debit')}</th>
              <th scope="col">${t('moves.credit')}</th>
              <th scope="col" class="number">${t('moves.amount')}</th>
              <th scope="col" class="number">${t('moves.wallet')}</th>
              <th scope="col">${t('moves.match')}</th>
              <th scope="col">${t('moves.ticket')}</th>
            </tr>
          </thead>
          <tbody>
            ${items.map(
              (entry) => html`<tr>
                <td class="digits" title=${exactTime(entry.at)}>${time(entry.at)}</td>
                <td class="kind">${word('kind', entry.kind)} ${entry.cause ? html`<span class="small soft">${word('reason', entry.cause)}</span>` : nothing}</td>
                <td>${accountLink(entry.debit)}</td>
                <td>${accountLink(entry.credit)}</td>
                <td class="number">${won(entry.amount)}</td>
                <td class="number">${entry.walletBalance === null ? '–' : won(entry.walletBalance)}</td>
                <td>${entry.matchId ? html`<a class="code" href=${link(['match', entry.matchId])}>${entry.matchId}</a>` : '–'}</td>
                <td>
                  ${entry.ticketId
                    ? html`<a class="code" href=${link(['ticket', entry.ticketId])} title=${entry.ticketId}>…${entry.ticketId.slice(-8)}</a>`
                    : '–'}
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pager(['ledger', 'transactions'], this.query, nextCursor)}
    `;
  }
}

/** @param {string} account */
function accountLink(account) {
  return html`<a class="code" href=${link(['ledger', 'transactions'], { account })}>${account}</a>`;
}

/** @param {TrialBalance} balance */
function trialBalance({ at, balances, total, entries, latestAt, journalPosition }) {
  return html`
    <p class="notice ${total === 0 ? 'good' : 'bad'}" role="status">${total === 0 ? t('balance.even') : t('balance.uneven')}</p>
    ${at && latestAt && Date.parse(at) > Date.parse(latestAt) && Date.parse(at) > Date.now() - 2000
      ? html`<p class="notice wait">${t('balance.later')}</p>`
      : nothing}
    <div class="scroll" tabindex="0" role="group" aria-label=${t('ledger.balance')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('balance.of')}</th>
            <th scope="col" class="number">${t('balance.balance')}</th>
          </tr>
        </thead>
        <tbody>
          ${balances.map(
            ({ of, balance }) => html`<tr>
              <th scope="row" class="main"><a href=${link(['ledger', 'accounts'], { prefix: of })}>${word('of', of)}</a></th>
              <td class="number">${won(balance)}</td>
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="main">${t('balance.total')}</th>
            <td class="number"><strong>${won(total)}</strong></td>
          </tr>
        </tfoot>
      </table>
    </div>
    <p class="soft small">${t('balance.minus')}</p>
    <p class="soft small">
      ${latestAt === null
        ? t('balance.empty')
        : t('balance.so-far', { entries: number(entries), at: exactTime(latestAt), position: number(journalPosition) })}
    </p>
  `;
}

customElements.define('admin-ledger', AdminLedger);
