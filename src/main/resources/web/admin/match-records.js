/**
 * What is on record of a match beside its course: which stakes were given back and why, and what administrators were refused.
 * Each is read when it is opened.
 */
import { html, nothing } from 'lit';
import { exactTime, number, say, t, time, won } from '../common/text.js';
import { Part } from './part.js';
import { codeWords } from './problems.js';
import { Reading } from './reading.js';
import { link } from './route.js';
import { word } from './words.js';

say({
  'records.title': ['기록', 'On record'],
  'records.returns': ['환불 내역(사유별)', 'Stakes that were given back, by cause'],
  'records.refusals': ['거절된 조작', 'What administrators were refused'],
  'records.again': ['다시 읽기', 'Read again'],
  'records.to-cancellations': ['이 경기의 거절된 취소 요청', 'Refused cancellations of its tickets'],

  'returns.of': ['구분', 'Class'],
  'returns.cause': ['사유', 'Why'],
  'returns.tickets': ['투표권', 'Tickets'],
  'returns.amount': ['금액', 'Given back'],
  'returns.sum': ['합계', 'Together'],
  'returns.CANCELLED': ['구매자가 취소', 'Cancelled'],
  'returns.FAILED': ['결제되었으나 구매되지 않음', 'Charged, not bought'],
  'returns.VOID': ['경기 무효', 'Void match'],
  'returns.REFUNDED': ['정산에서 환불', 'Refunded'],
  'returns.UNKNOWN': ['사유를 기록하지 않은 이전 버전', 'By an earlier release'],
  'returns.even': ['풀에서 나간 원장 기록의 합계와 같습니다.', 'The entries of the pool come to the same.'],
  'returns.uneven': [
    '원장 기록의 합계와 {difference} 차이가 납니다. 원장이 틀렸습니다. 바로 운영 담당자에게 알리십시오.',
    'The entries of the pool differ by {difference}: the ledger is wrong. Report it at once.',
  ],
  'returns.so-far': ['원장 기록 {entries}건 기준, 마지막 {at}', 'As of {entries} entries of the ledger, the latest of {at}'],
  'returns.empty': ['원장에 기록이 없습니다.', 'Nothing is booked.'],

  'refused.none': ['거절된 조작이 없습니다.', 'Nothing was refused.'],
  'refused.says': ['같은 사람의 같은 조작은 한 번만, 처음 100건까지 남습니다.', 'Each is kept once for the same person, step and reason; the first 100.'],
  'refused.at': ['시각', 'When'],
  'refused.step': ['조작', 'Step'],
  'refused.reason': ['거절 사유', 'Why it was refused'],
  'refused.by': ['담당자', 'By'],
  'refused.request': ['요청 번호', 'Request'],
  'refused.SUSPEND': ['발매 중지', 'Suspend'],
  'refused.RESUME': ['발매 재개', 'Resume'],
  'refused.RESULT': ['결과 입력', 'Enter a result'],
  'refused.CONFIRM': ['확인', 'Confirm'],
  'refused.WITHDRAW': ['철회', 'Withdraw'],
  'refused.CORRECT': ['결과 정정', 'Correct'],
  'refused.VOID': ['무효 처리', 'Make it void'],
});

class MatchRecords extends Part {
  static properties = { match: { attribute: false } };

  constructor() {
    super();
    /** @type {Match} */
    this.match = /** @type {any} */ (undefined);
    const path = (/** @type {string} */ what) => () => `/admin/matches/${encodeURIComponent(this.match.matchId)}/${what}`;
    /** @type {Reading<Returns>} */
    this.returns = new Reading(this, path('returns'));
    /** @type {Reading<{items: RefusedStep[]}>} */
    this.refusals = new Reading(this, path('refusals'));
  }

  render() {
    return html`<section class="card stack" aria-labelledby="records">
      <h2 id="records">${t('records.title')}</h2>
      ${this.record('records.returns', this.returns, returned)} ${this.record('records.refusals', this.refusals, refused)}
      <p><a href=${link(['refusals'], { matchId: this.match.matchId })}>${t('records.to-cancellations')}</a></p>
    </section>`;
  }

  /**
   * @template T
   * @param {string} title
   * @param {Reading<T>} reading
   * @param {(value: T, matchId: string) => unknown} draw
   */
  record(title, reading, draw) {
    const opened = (/** @type {Event} */ e) => {
      if (/** @type {HTMLDetailsElement} */ (e.target).open) {
        void reading.again();
      }
    };
    return html`<details @toggle=${opened}>
      <summary>${t(title)}</summary>
      <div class="stack">
        ${reading.asked ? reading.show((value) => draw(value, this.match.matchId)) : nothing}
        ${reading.value === undefined
          ? nothing
          : html`<div><button type="button" class="button" ?disabled=${reading.busy} @click=${() => reading.again()}>${t('records.again')}</button></div>`}
      </div>
    </details>`;
  }
}

/**
 * @param {Returns} returns
 * @param {string} matchId
 */
function returned({ classes, tickets, amount, difference, entries, latestAt }, matchId) {
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${t('records.returns')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('returns.of')}</th>
            <th scope="col">${t('returns.cause')}</th>
            <th scope="col" class="number">${t('returns.tickets')}</th>
            <th scope="col" class="number">${t('returns.amount')}</th>
          </tr>
        </thead>
        ${classes.filter((one) => one.of !== 'UNKNOWN' || one.tickets > 0).map((one) => classOf(one, matchId))}
        <tfoot>
          <tr>
            <th scope="row" class="main" colspan="2">${t('returns.sum')}</th>
            <td class="number">${number(tickets)}</td>
            <td class="number">${won(amount)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
    ${difference === 0
      ? html`<p class="soft small">${t('returns.even')}</p>`
      : html`<p class="notice bad" role="alert">${t('returns.uneven', { difference: won(difference) })}</p>`}
    <p class="soft small">
      ${latestAt === null ? t('returns.empty') : t('returns.so-far', { entries: number(entries), at: exactTime(latestAt) })}
    </p>
  `;
}

/**
 * @param {Returns['classes'][number]} one
 * @param {string} matchId
 */
function classOf({ of, causes, tickets, amount }, matchId) {
  const rows = causes.length > 0 ? causes : [{ cause: '', tickets, amount }];
  return html`<tbody>
    ${rows.map(
      (row, i) => html`<tr>
        ${i === 0 ? html`<th scope="rowgroup" class="main" rowspan=${rows.length}>${t(`returns.${of}`)}</th>` : nothing}
        <td class="brief">
          ${row.cause && row.tickets > 0
            ? html`<a href=${link(['ledger', 'transactions'], { matchId, cause: row.cause })}>${word('reason', row.cause)}</a>`
            : row.cause
              ? word('reason', row.cause)
              : '–'}
        </td>
        <td class="number">${number(row.tickets)}</td>
        <td class="number">${won(row.amount)}</td>
      </tr>`,
    )}
  </tbody>`;
}

/** @param {{items: RefusedStep[]}} refusals */
function refused({ items }) {
  if (items.length === 0) {
    return html`<p class="soft">${t('refused.none')}</p>`;
  }
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${t('records.refusals')}>
      <table>
        <thead>
          <tr>
            ${['at', 'step', 'reason', 'by', 'request'].map((name) => html`<th scope="col">${t(`refused.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (it) => html`<tr>
              <td class="digits" title=${exactTime(it.at)}>${time(it.at)}</td>
              <td class="brief">${word('refused', it.step)}</td>
              <td class="wordy">${codeWords(it.reason)}</td>
              <td class="code">${it.by}</td>
              <td class="code">${it.correlationId}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="soft small">${t('refused.says')}</p>
  `;
}

customElements.define('match-records', MatchRecords);
