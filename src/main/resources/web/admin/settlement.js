/** How the settlement of a match stands, live, and its report once there is one. */
import { html, nothing } from 'lit';
import { watch } from '../common/stream.js';
import { duration, exactTime, number, say, t, won } from '../common/text.js';
import { Part } from './part.js';
import { poolResult } from './pool-result.js';
import { Reading } from './reading.js';
import './download-button.js';

say({
  'settle.title': ['정산', 'Settlement'],
  'settle.not-yet': ['발매가 마감되면 시작됩니다.', 'It begins once sales are closed.'],
  'settle.COUNTING': ['집계 중', 'Counting'],
  'settle.SEALED': ['집계 확정, 결과 대기', 'Sealed, waits for the outcome'],
  'settle.PAYING': ['지급 중', 'Paying'],
  'settle.COMPLETED': ['정산 완료', 'Completed'],
  'settle.COUNTING-says': ['발매가 끝나고 모든 투표권의 결제가 마무리되면 집계가 확정됩니다.', 'Totals are sealed once sales have stopped and every ticket has come to its end.'],
  'settle.SEALED-says': ['결과가 확정되면 저절로 지급이 시작됩니다.', 'It goes on by itself once the outcome is official.'],
  'settle.PAYING-says': ['투표권을 하나씩 정산하고 있습니다.', 'Tickets are being settled, one by one.'],
  'settle.COMPLETED-says': ['모든 투표권이 정산되었고 합계가 맞습니다. {at}', 'Every ticket is settled, and the sums come out. {at}'],
  'settle.waits': ['기다리는 것', 'It waits'],
  'settle.barred': ['누군가 살펴볼 때까지 진행되지 않습니다. 저절로 다시 시도합니다.', 'It stands until somebody has looked at this. It tries again by itself.'],
  'settle.progress': ['정산 진행률', 'Tickets settled'],
  'settle.of': ['{done} / {all}건 ({percent}%)', '{done} of {all} ({percent}%)'],
  'settle.rate': ['초당 {rate}건', '{rate} a second'],
  'settle.left-time': ['약 {time} 남음', 'about {time} left'],
  'settle.round': ['{round}차 정산', 'Round {round}'],
  'settle.won': ['적중', 'Won'],
  'settle.lost': ['미적중', 'Lost'],
  'settle.refunded': ['환불', 'Refunded'],
  'settle.payouts': ['지급액', 'Paid out'],
  'settle.tax': ['세금', 'Tax'],
  'settle.refunds': ['환불액', 'Given back'],
  'settle.overpaid': ['초과 지급(회수하지 않음)', 'Paid too much (not taken back)'],
  'settle.left': ['재시도 대기', 'To be tried again'],
  'settle.not-live': ['실시간 연결이 끊겨 몇 초마다 읽고 있습니다.', 'The stream is broken: it is read every few seconds instead.'],
  'settle.report': ['정산 보고서', 'Report'],
  'settle.report-says': ['누구나 이 보고서와 투표권 목록으로 배당률을 다시 계산할 수 있습니다.', 'With this and the list of tickets anybody can work the dividends out again.'],
  'settle.root': ['투표권 목록의 해시(Merkle root)', 'Root hash of the list of tickets'],
  'settle.fixed-at': ['배당률 확정', 'Dividends fixed'],
  'settle.tickets-csv': ['투표권 목록(CSV)', 'List of tickets (CSV)'],
});

class MatchSettlement extends Part {
  static properties = { match: { attribute: false }, live: { state: true } };

  constructor() {
    super();
    /** @type {Match} */
    this.match = /** @type {any} */ (undefined);
    this.live = true;
    /** @type {{close: () => void} | undefined} */
    this.stream = undefined;
    /** @type {string | undefined} */
    this.watched = undefined;
    /** Whether the stream has told all that it will tell. */
    this.ended = false;
    /** @type {number | undefined} The round that the report is of. */
    this.reportOf = undefined;
    /** @type {Reading<Settlement>} */
    this.settlement = new Reading(this, () => this.path(''));
    /** @type {Reading<WholeReport>} */
    this.report = new Reading(this, () => `/matches/${encodeURIComponent(this.match.matchId)}/settlement`);
  }

  /** @param {string} rest */
  path(rest) {
    return `/admin/matches/${encodeURIComponent(this.match.matchId)}/settlement${rest}`;
  }

  arrive() {
    this.every(3000, () => (this.watched && (!this.live || (this.ended && this.isBehind())) ? this.settlement.poll() : undefined));
    this.whileHere(() => {
      this.stream?.close();
      this.watched = undefined;
    });
  }

  /** A stream may begin, and so end, before the settlement has heard that its result was corrected. */
  isBehind() {
    const { phase, fixed } = this.settlement.value ?? {};
    return phase !== 'COMPLETED' || (fixed?.round ?? 0) <= this.match.corrections.made;
  }

  willUpdate() {
    this.follow();
    const round = this.settlement.value?.fixed?.round;
    if (round !== undefined && round !== this.reportOf) {
      this.reportOf = round;
      void this.report.again();
    }
  }

  follow() {
    // Before sales are closed nothing moves. A completed settlement's stream has ended; a correction begins another round.
    const { matchId, corrections, salesStatus } = this.match;
    const round = salesStatus === 'Closed' ? `${matchId} ${corrections.made}` : undefined;
    if (this.watched === round) {
      return;
    }
    this.watched = round;
    this.stream?.close();
    this.ended = false;
    if (round !== undefined) {
      this.stream = watch(this.path('/stream'), {
        event: (event, data) => {
          if (event === 'settlement') {
            this.ended = data.phase === 'COMPLETED';
            this.settlement.take(data);
          }
        },
        state: (live, resting = false) => {
          this.live = live || resting;
        },
      });
    }
  }

  render() {
    return html`<section class="card stack" aria-labelledby="settle">
      <h2 id="settle">${t('settle.title')}</h2>
      ${this.match.salesStatus === 'Closed'
        ? this.settlement.show((settlement) => this.state(settlement))
        : html`<p class="soft">${t('settle.not-yet')}</p>`}
    </section>`;
  }

  /** @param {Settlement} settlement */
  state(settlement) {
    const { phase, waitsFor, barred, settled, left, fixed } = settlement;
    const look = phase === 'COMPLETED' ? 'good' : barred ? 'bad' : 'wait';
    return html`
      <div class="row">
        <span class="badge ${look}">${t(`settle.${phase}`)}</span>
        ${fixed && fixed.round > 1 ? html`<span class="badge">${t('settle.round', { round: fixed.round })}</span>` : nothing}
        <span>${t(`settle.${phase}-says`, { at: settlement.completedAt ? exactTime(settlement.completedAt) : '' })}</span>
      </div>
      ${this.live ? nothing : html`<p class="notice wait">${t('settle.not-live')}</p>`}
      ${waitsFor
        ? html`<div class="notice ${barred ? 'bad' : 'wait'}">
            <p><strong>${t('settle.waits')}:</strong> <span lang="en">${waitsFor}</span></p>
            ${barred ? html`<p>${t('settle.barred')}</p>` : nothing}
          </div>`
        : nothing}
      ${settlement.tickets === null ? nothing : this.progress(settlement)}
      ${fixed
        ? html`<dl class="figures">
            ${/** @type {const} */ (['won', 'lost', 'refunded']).map(
              (name) => html`<div><dt>${t(`settle.${name}`)}</dt><dd class="number">${number(settled[name])}</dd></div>`,
            )}
            ${/** @type {const} */ (['payouts', 'tax', 'refunds', 'overpaid'])
              .filter((name) => name === 'payouts' || settled[name] > 0)
              .map((name) => html`<div><dt>${t(`settle.${name}`)}</dt><dd class="number">${won(settled[name])}</dd></div>`)}
            ${left > 0 ? html`<div><dt>${t('settle.left')}</dt><dd class="number">${number(left)}</dd></div>` : nothing}
          </dl>`
        : nothing}
      ${fixed ? this.reported() : nothing}
    `;
  }

  /** @param {Settlement} settlement */
  progress({ tickets, settled, ticketsPerSecond, estimatedEnd, phase }) {
    const all = tickets ?? 0;
    const percent = all === 0 ? 100 : Math.floor((settled.tickets / all) * 1000) / 10;
    const time = estimatedEnd ? duration(Date.parse(estimatedEnd) - Date.now()) : null;
    return html`<div class="stack tight">
      <progress max=${Math.max(1, all)} value=${all === 0 ? 1 : settled.tickets} aria-label=${t('settle.progress')}></progress>
      <p class="row small soft number">
        <span>${t('settle.of', { done: number(settled.tickets), all: number(all), percent: number(percent) })}</span>
        ${phase === 'PAYING' && ticketsPerSecond !== null ? html`<span>${t('settle.rate', { rate: number(Math.round(ticketsPerSecond)) })}</span>` : nothing}
        ${phase === 'PAYING' && time ? html`<span>${t('settle.left-time', { time })}</span>` : nothing}
      </p>
    </div>`;
  }

  reported() {
    return html`<details class="stack">
      <summary>${t('settle.report')}</summary>
      <div class="stack">
        <p class="soft small">${t('settle.report-says')}</p>
        ${this.report.show(
          (report) => html`
            ${poolResult(report.result, this.match.teams, report.tickets)}
            <dl class="rows">
              <div><dt>${t('settle.fixed-at')}</dt><dd>${exactTime(report.at)}</dd></div>
              <div><dt>${t('settle.root')}</dt><dd class="code">${report.root}</dd></div>
            </dl>
          `,
        )}
        <download-button .path=${this.path('/tickets.csv')} .file=${`${this.match.matchId}-tickets.csv`} .label=${t('settle.tickets-csv')}></download-button>
      </div>
    </details>`;
  }
}

customElements.define('match-settlement', MatchSettlement);
