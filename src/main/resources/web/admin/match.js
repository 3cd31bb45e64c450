/** One match: how it stands, what is staked on it, what can be done about it, and how it is paid. */
import { html, nothing } from 'lit';
import { exactTime, number, odds, say, t, time, won } from '../common/text.js';
import { isLive, learn, look, onLive, outcomeOf, tallyOf } from './live.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { link } from './route.js';
import { matchBadge, percent, teamNames, word } from './words.js';
import './chart.js';
import './match-records.js';
import './match-steps.js';
import './preview.js';
import './settlement.js';

say({
  'one.all-suspended': ['전체 발매가 중지되어 이 경기도 팔리지 않습니다. 사유: {reason}', 'Sales of all matches are suspended, so this one is not sold either. Why: {reason}'],
  'one.to-sales': ['전체 발매 보기', 'See all sales'],
  'one.back': ['경기 목록', 'All matches'],
  'one.way': ['진행 단계', 'How far it is'],
  'one.way-Sale': ['발매', 'Sales'],
  'one.way-Closed': ['마감', 'Closed'],
  'one.way-Provisional': ['결과 입력', 'Result entered'],
  'one.way-Official': ['결과 확정', 'Official'],
  'one.way-Settled': ['지급 완료', 'Paid'],
  'one.way-Void': ['무효', 'Void'],
  'one.done': ['완료', 'done'],
  'one.now': ['현재', 'now'],
  'one.totals': ['발매 현황', 'Totals'],
  'one.final': ['집계 확정', 'Totals are final'],
  'one.estimate': ['집계 중. 배당률은 마감 전까지 바뀌는 예상값입니다.', 'Counting: until the close dividends are an estimate.'],
  'one.as-of': ['{at} 변동', 'changed {at}'],
  'one.team': ['팀', 'Team'],
  'one.stake': ['발매액', 'Staked'],
  'one.share': ['비율', 'Share'],
  'one.tickets': ['투표권', 'Tickets'],
  'one.cancelled': ['취소', 'Cancelled'],
  'one.dividend': ['예상 배당률', 'Dividend'],
  'one.dividend-fixed': ['확정 배당률', 'Dividend, fixed'],
  'one.sum': ['합계', 'Together'],
  'one.gross': ['총발매액', 'Staked'],
  'one.takeout': ['공제율', 'Takeout'],
  'one.carry-in': ['이월 유입', 'Carried in'],
  'one.carry-unknown': ['{from}의 정산을 기다림', 'waits for {from}'],
  'one.net': ['배당 재원', 'To share out'],
  'one.unsold': ['발매된 투표권이 없습니다.', 'No ticket has been sold.'],
  'one.chart-stake': ['발매액', 'Stakes'],
  'one.chart-dividend': ['배당률', 'Dividends'],
  'one.chart': ['그래프', 'Chart'],
  'one.facts': ['경기 정보', 'The match'],
  'one.opens': ['발매 시작', 'Sales open'],
  'one.closes': ['발매 마감 예정', 'Sales close'],
  'one.closed': ['마감', 'Closed'],
  'one.closed-by': ['{at}, {by}', '{at}, by {by}'],
  'one.schedule': ['예정 시각에 자동', 'the schedule'],
  'one.stopped': ['판매 중단 확인', 'No node sells since'],
  'one.stopping': ['확인 중(몇 초 걸립니다)', 'not known yet (it takes some seconds)'],
  'one.suspended': ['발매 중지', 'Suspended'],
  'one.result': ['결과', 'Result'],
  'one.entered': ['{winners} 승리. 입력: {by}, {at}. 출처: {source}', '{winners}. Entered by {by}, {at}. Source: {source}'],
  'one.confirmed': ['확인', 'Confirmed'],
  'one.started': ['실제 경기 시작', 'Really started'],
  'one.withdrawn': ['철회된 결과', 'Withdrawn'],
  'one.why': ['{by}, {at}. 사유: {reason}', '{by}, {at}. Why: {reason}'],
  'one.void': ['무효', 'Void'],
  'one.void-proposed': ['무효 제안', 'To be void'],
  'one.void-by': ['{cause}. {by}, {at}', '{cause}. {by}, {at}'],
  'one.void-note': ['{cause} ({note}). {by}, {at}', '{cause} ({note}). {by}, {at}'],
  'one.settled': ['지급 완료', 'Paid'],
  'one.corrections': ['결과 정정', 'Corrections'],
  'one.corrected': ['{made}회. 마지막 사유: {reason}', '{made}. Why the last: {reason}'],
  'one.unbacked': ['적중자가 없을 때', 'If nobody has backed a winner'],
  'one.tax': ['세금', 'Tax'],
  'one.rules': ['규칙 버전', 'Rules'],
  'one.to-tickets': ['이 경기의 투표권', 'Its tickets'],
  'one.to-ledger': ['이 경기의 원장', 'Its ledger'],
});

/** @type {Match['status'][]} */
const WAY = ['Closed', 'Provisional', 'Official', 'Settled'];

class AdminMatch extends Part {
  static properties = { matchId: {}, what: { state: true } };

  constructor() {
    super();
    this.matchId = '';
    /** @type {'stake' | 'dividend'} */
    this.what = 'stake';
    /** @type {Reading<Match>} */
    this.match = new Reading(this, () => `/matches/${encodeURIComponent(this.matchId)}`);
    this.outcome = '';
    /** @type {Reading<Sales>} */
    this.sales = new Reading(this, () => '/admin/sales');
    /** @type {Reading<Tally>} what is not told by the stream, or not yet */
    this.tally = new Reading(this, () => `/matches/${encodeURIComponent(this.matchId)}/tally`);
  }

  arrive() {
    look(this.matchId);
    this.every(4000, () => {
      void this.match.poll();
      void this.sales.poll();
      if (!tallyOf(this.matchId) || isLive() === false) {
        void this.readTally();
      }
    });
    this.whileHere(
      onLive(() => {
        // The stream tells at once that somebody has taken a step.
        const outcome = JSON.stringify(outcomeOf(this.matchId) ?? '');
        if (this.outcome !== outcome) {
          this.outcome = outcome;
          void this.match.again();
        }
        this.requestUpdate();
      }),
    );
  }

  async readTally() {
    await this.tally.poll();
    if (this.tally.value) {
      learn(this.tally.value);
      this.requestUpdate();
    }
  }

  render() {
    return html`<div class="stack">
      <p><a href="#/matches">← ${t('one.back')}</a></p>
      ${this.match.value ? nothing : html`<h1><span class="code">${this.matchId}</span></h1>`}
      ${this.match.show((match) => this.all(match))}
    </div>`;
  }

  /** @param {Match} match */
  all(match) {
    return html`
      <div class="stack tight">
        <div class="row">
          <h1>${match.name}</h1>
          ${matchBadge(match.status)}
        </div>
        <p class="soft small">
          <span class="code">${match.matchId}</span> ·
          <a href=${link(['tickets'], { matchId: match.matchId })}>${t('one.to-tickets')}</a> ·
          <a href=${link(['ledger', 'transactions'], { matchId: match.matchId })}>${t('one.to-ledger')}</a>
        </p>
      </div>
      ${match.salesStatus !== 'Closed' && this.sales.value?.state === 'Suspended'
        ? html`<p class="notice bad" role="status">
            ${t('one.all-suspended', { reason: this.sales.value.reason ?? '–' })} <a href="#/matches">${t('one.to-sales')}</a>
          </p>`
        : nothing}
      ${way(match)}
      <match-steps .match=${match} @step-taken=${(/** @type {CustomEvent<Match>} */ e) => this.taken(e.detail)}></match-steps>
      ${this.totals(match)}
      <match-settlement .match=${match}></match-settlement>
      <match-preview .match=${match}></match-preview>
      <match-records .match=${match}></match-records>
      ${facts(match)}
    `;
  }

  /** @param {Match | undefined} answer */
  taken(answer) {
    if (answer) {
      this.match.take(answer);
    }
    void this.match.again();
  }

  /** @param {Match} match */
  totals(match) {
    const tally = tallyOf(match.matchId);
    return html`<section class="card stack" aria-labelledby="totals">
      <div class="row apart">
        <h2 id="totals">${t('one.totals')}</h2>
        ${tally
          ? html`<span class="small soft">
              ${tally.final ? html`<span class="badge good">${t('one.final')}</span>` : nothing}
              ${tally.updatedAt ? t('one.as-of', { at: exactTime(tally.updatedAt) }) : nothing}
            </span>`
          : nothing}
      </div>
      ${tally
        ? html`
            ${tally.final ? nothing : html`<p class="soft small">${t('one.estimate')}</p>`} ${this.table(match, tally)} ${figures(match, tally)}
            <fieldset class="stack tight">
              <legend class="spoken">${t('one.chart')}</legend>
              <div class="chips small-chips">
                ${/** @type {const} */ (['stake', 'dividend']).map(
                  (what) => html`<label class="chip"
                    ><input type="radio" name="chart" .checked=${this.what === what} @change=${() => (this.what = what)} /><span
                      >${t(`one.chart-${what}`)}</span
                    ></label
                  >`,
                )}
              </div>
            </fieldset>
            <team-chart .matchId=${match.matchId} .teams=${match.teams} .what=${this.what}></team-chart>
          `
        : this.tally.show(() => html`<p class="soft">${t('one.unsold')}</p>`)}
    </section>`;
  }

  /**
   * @param {Match} match
   * @param {Tally} tally
   */
  table(match, tally) {
    const fixed = outcomeOf(match.matchId)?.dividends ?? null;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('one.totals')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('one.team')}</th>
            <th scope="col" class="number">${t('one.stake')}</th>
            <th scope="col" class="number">${t('one.share')}</th>
            <th scope="col" class="number">${t('one.tickets')}</th>
            <th scope="col" class="number">${t('one.cancelled')}</th>
            <th scope="col" class="number">${t(fixed ? 'one.dividend-fixed' : 'one.dividend')}</th>
          </tr>
        </thead>
        <tbody>
          ${match.teams.map((team) => {
            const of = tally.teams.find((other) => other.team === team.code);
            const share = tally.stake > 0 ? (of?.stake ?? 0) / tally.stake : 0;
            const dividend = fixed ? (fixed[team.code] ?? null) : (of?.dividend ?? null);
            return html`<tr>
              <th scope="row" class="main">${team.name} <span class="soft code">${team.code}</span></th>
              <td class="number">${won(of?.stake ?? 0)}</td>
              <td class="number">${number(Math.round(share * 1000) / 10)}%</td>
              <td class="number">${number(of?.tickets ?? 0)}</td>
              <td class="number">${number(of?.cancelled ?? 0)}</td>
              <td class="number"><strong>${dividend === null ? '–' : odds(dividend)}</strong></td>
            </tr>`;
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="main">${t('one.sum')}</th>
            <td class="number">${won(tally.stake)}</td>
            <td class="number">${tally.stake > 0 ? '100%' : '–'}</td>
            <td class="number">${number(tally.tickets)}</td>
            <td class="number">${number(tally.teams.reduce((sum, team) => sum + team.cancelled, 0))}</td>
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>`;
  }
}

/**
 * @param {Match} match
 * @param {Tally} tally
 */
function figures(match, { pool }) {
  if (!pool) {
    return nothing;
  }
  return html`<dl class="figures">
    <div><dt>${t('one.gross')}</dt><dd class="number">${won(pool.gross)}</dd></div>
    <div><dt>${t('one.takeout')}</dt><dd class="number">${percent(pool.takeoutBasisPoints)}</dd></div>
    <div>
      <dt>${t('one.carry-in')}</dt>
      <dd class="number">${pool.carryIn === null ? t('one.carry-unknown', { from: match.pool.carryFrom ?? '–' }) : won(pool.carryIn)}</dd>
    </div>
    <div><dt>${t('one.net')}</dt><dd class="number">${won(pool.net)}</dd></div>
  </dl>`;
}

/** How far the match is, in steps. @param {Match} match */
function way(match) {
  const steps = match.status === 'Void' ? ['Sale', 'Closed', 'Void', 'Settled'] : ['Sale', ...WAY];
  const status = match.status === 'Void' && match.settledAt ? 'Settled' : match.status;
  const now = Math.max(0, steps.indexOf(status));
  const all = status === 'Settled';
  return html`<ol class="way" aria-label=${t('one.way')}>
    ${steps.map(
      (step, i) => html`<li class=${i < now || all ? 'done' : i === now ? 'now' : ''} aria-current=${i === now && !all ? 'step' : nothing}>
        ${t(`one.way-${step}`)}
        <span class="spoken">${i < now || all ? t('one.done') : i === now ? t('one.now') : ''}</span>
      </li>`,
    )}
  </ol>`;
}

/** @param {Match} match */
function facts(match) {
  const { result, withdrawn, voided, voidProposed, suspended, corrections } = match;
  /** @type {[string, unknown][]} */
  const rows = [
    ['one.opens', exactTime(match.opensAt)],
    ['one.closes', exactTime(match.closesAt)],
  ];
  if (suspended) {
    rows.push(['one.suspended', t('one.why', { by: suspended.by, at: time(suspended.at), reason: suspended.reason ?? '–' })]);
  }
  if (match.closedAt) {
    const by = match.closedBy === 'schedule' ? t('one.schedule') : (match.closedBy ?? '–');
    rows.push(['one.closed', t('one.closed-by', { at: exactTime(match.closedAt), by })]);
    rows.push(['one.stopped', match.stoppedAt ? exactTime(match.stoppedAt) : t('one.stopping')]);
  }
  if (withdrawn) {
    rows.push(['one.withdrawn', t('one.why', { by: withdrawn.by, at: time(withdrawn.at), reason: withdrawn.reason })]);
  }
  if (result) {
    const winners = teamNames(result.winners, match.teams);
    rows.push(['one.result', t('one.entered', { winners, by: result.enteredBy, at: time(result.enteredAt), source: result.source })]);
    if (result.startedAt) {
      rows.push(['one.started', exactTime(result.startedAt)]);
    }
    if (result.confirmedBy && result.confirmedAt) {
      rows.push(['one.confirmed', t('one.closed-by', { at: exactTime(result.confirmedAt), by: result.confirmedBy })]);
    }
  }
  if (voidProposed) {
    rows.push(['one.void-proposed', voidWords(voidProposed)]);
  }
  if (voided) {
    rows.push(['one.void', voidWords(voided)]);
    if (voided.confirmedBy) {
      rows.push(['one.confirmed', voided.confirmedBy]);
    }
  }
  if (corrections.made > 0) {
    rows.push(['one.corrections', t('one.corrected', { made: corrections.made, reason: corrections.reason ?? '–' })]);
  }
  if (match.settledAt) {
    rows.push(['one.settled', exactTime(match.settledAt)]);
  }
  rows.push(['one.takeout', percent(match.pool.takeoutBasisPoints)]);
  rows.push(['one.unbacked', word('unbacked', match.pool.unbacked)]);
  rows.push(['one.tax', word('tax', match.pool.tax)]);
  if (match.pool.carryFrom) {
    rows.push(['one.carry-in', html`<a href=${link(['match', match.pool.carryFrom])}>${match.pool.carryFrom}</a>`]);
  }
  rows.push(['one.rules', html`<span class="code">${match.rules}</span>`]);
  return html`<section class="card stack" aria-labelledby="facts">
    <h2 id="facts">${t('one.facts')}</h2>
    <dl class="rows">${rows.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl>
  </section>`;
}

/** @param {MatchVoid} it */
function voidWords({ cause, note, by, at }) {
  const words = { cause: word('cause', cause), by, at: time(at) };
  return note ? t('one.void-note', { ...words, note }) : t('one.void-by', words);
}

customElements.define('admin-match', AdminMatch);
