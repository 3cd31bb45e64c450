/** Finds a buyer: who has tickets or money is known by his id alone. */
import { html, nothing } from 'lit';
import { number, say, t, won } from '../common/text.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { go, link } from './route.js';

say({
  'buyers.title': ['구매자', 'Buyers'],
  'buyers.id': ['구매자 번호', 'Id of the buyer'],
  'buyers.open': ['열기', 'Open'],
  'buyers.wrong': ['영문자, 숫자와 . _ : @ - 만 쓸 수 있습니다.', 'Letters, digits and . _ : @ - only.'],
  'buyers.some': ['지갑이 있는 구매자(처음 20명)', 'Buyers with a wallet, the first 20'],
  'buyers.balance': ['잔액', 'Balance'],
  'buyers.entries': ['원장 기록', 'Entries'],
  'buyers.none': ['지갑이 있는 구매자가 아직 없습니다.', 'No buyer has a wallet yet.'],
});

const ID = /^[A-Za-z0-9._:@-]{1,128}$/;

class AdminBuyers extends Part {
  static properties = { wrong: { state: true } };

  constructor() {
    super();
    this.wrong = false;
    /** @type {Reading<Page<LedgerAccount>>} */
    this.wallets = new Reading(this, () => '/admin/ledger/accounts?prefix=wallet%3A');
  }

  arrive() {
    void this.wallets.again();
  }

  render() {
    return html`<div class="stack">
      <h1>${t('buyers.title')}</h1>
      <form class="card row" novalidate @submit=${this.submitted}>
        <div class="field inline">
          <label for="buyer-id">${t('buyers.id')}</label>
          <input id="buyer-id" name="id" autocomplete="off" spellcheck="false" aria-invalid=${this.wrong ? 'true' : nothing} aria-describedby=${this.wrong ? 'buyer-error' : nothing} />
        </div>
        <button type="submit" class="button first">${t('buyers.open')}</button>
        ${this.wrong ? html`<p class="field" role="alert"><span class="error" id="buyer-error">${t('buyers.wrong')}</span></p>` : nothing}
      </form>
      <section class="card stack" aria-labelledby="buyers-some">
        <h2 id="buyers-some">${t('buyers.some')}</h2>
        ${this.wallets.show(({ items }) =>
          items.length === 0
            ? html`<p class="soft">${t('buyers.none')}</p>`
            : html`<div class="scroll" tabindex="0" role="group" aria-label=${t('buyers.some')}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">${t('buyers.id')}</th>
                      <th scope="col" class="number">${t('buyers.balance')}</th>
                      <th scope="col" class="number">${t('buyers.entries')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${items.map(({ account, balance, entries }) => {
                      const id = account.slice('wallet:'.length);
                      return html`<tr>
                        <th scope="row" class="main"><a class="code" href=${link(['buyer', id])}>${id}</a></th>
                        <td class="number">${won(balance)}</td>
                        <td class="number">${number(entries)}</td>
                      </tr>`;
                    })}
                  </tbody>
                </table>
              </div>`,
        )}
      </section>
    </div>`;
  }

  /** @param {Event} event */
  submitted(event) {
    event.preventDefault();
    const id = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('id')).trim();
    this.wrong = !ID.test(id);
    if (!this.wrong) {
      go(link(['buyer', id]));
    }
  }
}

customElements.define('admin-buyers', AdminBuyers);
