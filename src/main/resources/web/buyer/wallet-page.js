/** `#/wallet`: the balance, and all that has moved it. */
import { html, nothing } from 'lit';
import { read } from '../common/api.js';
import { Part } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { exactTime, knows, say, t, time, won } from '../common/text.js';
import { account } from './account.js';
import { matches } from './matches.js';
import { signInFirst } from './ticket-list.js';
import { tickets } from './tickets.js';
import { inWords } from './words.js';
import './time-parts.js';

say({
  'wallet.title': ['지갑', 'Wallet'],
  'wallet.balance': ['잔액', 'Balance'],
  'wallet.open': ['아직 취소되거나 정산될 수 있는 구매', 'Staked on tickets that are still open'],
  'wallet.asOf': ['{ago} 기준', 'As of {ago}'],
  'wallet.statement': ['거래 내역', 'Statement'],
  'wallet.lag': ['방금 한 거래는 잠시 뒤에 나와요.', 'What was done just now shows in a moment.'],
  'wallet.refresh': ['새로 고침', 'Refresh'],
  'wallet.none': ['아직 거래가 없어요.', 'Nothing has moved yet.'],
  'wallet.when': ['일시', 'When'],
  'wallet.what': ['내용', 'What'],
  'wallet.amount': ['금액', 'Amount'],
  'wallet.after': ['잔액', 'Balance'],
  'wallet.signIn': ['로그인하면 지갑을 볼 수 있어요.', 'Sign in to see your wallet.'],
  'wallet.failed': ['지갑을 불러오지 못했어요.', 'The wallet could not be loaded.'],
  'kind.DEPOSIT': ['입금', 'Paid in'],
  'kind.CHARGE': ['투표권 구매', 'Ticket bought'],
  'kind.REVERSAL': ['구매 취소 환불', 'Cancelled, given back'],
  'kind.REFUND': ['환불', 'Given back'],
  'kind.PAYOUT': ['적중금', 'Payout'],
  'kind.TAX': ['세금', 'Tax'],
});

class WalletPage extends Part {
  static properties = {
    lines: { state: true },
    next: { state: true },
    state: { state: true },
    wrong: { state: true },
  };

  constructor() {
    super(account.follow, matches.follow, tickets.follow, onSession);
    /** @type {StatementLine[]} */
    this.lines = [];
    /** @type {string | null} */
    this.next = null;
    /** @type {'loading' | 'loaded' | 'failed'} */
    this.state = 'loading';
    this.wrong = '';
    this.asked = 0;
    /** @type {string | null | undefined} Whose it is. */
    this.person = null;
    /** @type {number | undefined} */
    this.balance = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.later);
  }

  willUpdate() {
    const person = who()?.id;
    if (person !== this.person) {
      this.person = person;
      this.lines = [];
      this.next = null;
      this.balance = undefined;
      void this.#load(null);
    }
    const balance = account.wallet?.balance;
    if (balance !== undefined && this.balance !== undefined && balance !== this.balance && this.lines.length <= 20) {
      // The ledger is half a second behind the wallet.
      clearTimeout(this.later);
      this.later = setTimeout(() => void this.#load(null), 1_000);
    }
    this.balance = balance;
  }

  /** @param {string | null} cursor null: from the newest on */
  async #load(cursor) {
    const asked = ++this.asked;
    if (!who()) {
      return;
    }
    this.state = 'loading';
    this.wrong = '';
    try {
      const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = /** @type {Page<StatementLine>} */ (await read(`/wallet/transactions?limit=20${query}`));
      if (asked === this.asked) {
        this.lines = cursor ? [...this.lines, ...page.items] : page.items;
        this.next = page.nextCursor;
        this.state = 'loaded';
      }
    } catch (e) {
      if (asked === this.asked) {
        this.state = 'failed';
        this.wrong = inWords(e);
      }
    }
  }

  render() {
    if (!who()) {
      return html`<div class="stack">
        <h1 tabindex="-1">${t('wallet.title')}</h1>
        ${signInFirst(t('wallet.signIn'))}
      </div>`;
    }
    return html`<div class="stack wide-gaps">
      <div class="stack">
        <h1 tabindex="-1">${t('wallet.title')}</h1>
        ${this.#balance()}
      </div>
      <section class="stack" aria-labelledby="statement">
        <div class="row apart">
          <h2 id="statement">${t('wallet.statement')}</h2>
          <button class="button" @click=${this.#refresh}>${t('wallet.refresh')}</button>
        </div>
        <p class="small soft">${t('wallet.lag')}</p>
        ${this.wrong === '' ? nothing : html`<p class="notice bad" role="alert">${this.wrong}</p>`} ${this.#statement()}
        ${this.next && this.state === 'loaded'
          ? html`<p><button class="button" @click=${() => this.#load(this.next)}>${t('word.more')}</button></p>`
          : nothing}
      </section>
    </div>`;
  }

  #refresh() {
    void account.load();
    void this.#load(null);
  }

  #balance() {
    const wallet = account.wallet;
    if (!wallet) {
      return account.failed
        ? html`<p class="notice bad" role="alert">${t('wallet.failed')}</p>`
        : html`<p class="card soft">${t('word.loading')}</p>`;
    }
    const open = wallet.openCharges.reduce((sum, charge) => sum + charge.amount, 0);
    return html`<div class="card balance">
      <dl>
        <dt class="soft">${t('wallet.balance')}</dt>
        <dd class="number huge">${won(wallet.balance)}</dd>
      </dl>
      <dl class="facts">
        <dt>${t('wallet.open')}</dt>
        <dd class="number">${won(open)}</dd>
      </dl>
      ${account.failed && account.readAt
        ? html`<p class="badge wait">
            <time-ago .at=${account.readAt} .words=${(/** @type {string} */ ago) => t('wallet.asOf', { ago })}></time-ago>
          </p>`
        : nothing}
    </div>`;
  }

  #statement() {
    if (this.lines.length === 0) {
      // What could not be read may not be empty; that it could not be is said above.
      return this.state === 'failed' ? nothing : html`<p class="card soft">${t(this.state === 'loading' ? 'word.loading' : 'wallet.none')}</p>`;
    }
    return html`<div class="card scroll statement" tabindex="0" role="region" aria-labelledby="statement">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('wallet.when')}</th>
            <th scope="col">${t('wallet.what')}</th>
            <th scope="col" class="number">${t('wallet.amount')}</th>
            <th scope="col" class="number wide-only">${t('wallet.after')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.lines.map(
            (line) => html`<tr>
              <td class="nowrap"><time datetime=${line.at} title=${exactTime(line.at)}>${time(line.at)}</time></td>
              <td class="what">${this.#what(line)}</td>
              <td class="number">
                <span class=${line.amount > 0 ? 'gain' : ''}>${line.amount > 0 ? '+' : ''}${won(line.amount)}</span>
                <span class="narrow-only soft">${t('wallet.after')} ${won(line.balance)}</span>
              </td>
              <td class="number wide-only">${won(line.balance)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** @param {StatementLine} line */
  #what(line) {
    const key = `kind.${line.kind}`;
    const words = knows(key) ? t(key) : line.kind;
    return line.matchId === null
      ? words
      : html`${words} <a class="match-link" href="#/match/${line.matchId}">${matches.get(line.matchId)?.name ?? line.matchId}</a>`;
  }
}

customElements.define('wallet-page', WalletPage);
