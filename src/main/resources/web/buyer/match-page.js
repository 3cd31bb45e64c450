/** `#/match/ID`: a match, what is staked on it, and the slip beside it. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { read } from '../common/api.js';
import { icon } from '../common/icons.js';
import { Part, eachSecond } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { number, odds, say, t, won } from '../common/text.js';
import { dividendChart } from './dividend-chart.js';
import { dividendWords, statusNow, total } from './match-list.js';
import { matches, salesNow, teamName } from './matches.js';
import { dividendOf, rulesOf, stakeOn } from './pool.js';
import { purchases } from './purchases.js';
import { tickets } from './tickets.js';
import { inWords, matchBadge } from './words.js';
import './bet-slip.js';
import './ticket-card.js';
import './time-parts.js';

say({
  'match.back': ['경기 목록', 'All matches'],
  'match.pick': ['이길 팀을 골라 주세요', 'Who will win?'],
  'match.teams': ['팀별 집계', 'What is staked'],
  'match.staked': ['{stake} · {tickets}장', '{stake} · {tickets} tickets'],
  'match.staked.one': ['{stake} · 1장', '{stake} · 1 ticket'],
  'match.cancelled': ['취소 {n}장', '{n} cancelled'],
  'match.gross': ['총 구매액', 'Pool'],
  'match.net': ['적중자에게 나눌 금액', 'To be shared out'],
  'match.takeout': ['운영 수수료', 'Takeout'],
  'match.carry': ['다른 경기에서 넘어온 금액', 'Carried in'],
  'match.carry.unknown': ['아직 몰라요', 'not known yet'],
  'match.outcome': ['결과', 'Result'],
  'match.provisional': ['{teams} 승리로 입력됐고, 확정을 기다리고 있어요. 지급은 확정된 뒤에 해요.', '{teams} is entered as the winner and waits to be confirmed. Nothing is paid before that.'],
  'match.official': ['{teams} 승리로 확정됐어요.', '{teams} won: the result is official.'],
  'match.paid': ['지급이 모두 끝났어요.', 'All tickets are paid.'],
  'match.paying': ['지금 지급하고 있어요.', 'Tickets are being paid.'],
  'match.dividends': ['확정 배당률', 'Final dividends'],
  'match.REFUNDED': ['적중한 사람이 없어서 모두 환불해요.', 'Nobody had backed the winner: all stakes go back.'],
  'match.NET_REFUNDED': ['적중한 사람이 없어서 수수료를 뺀 금액을 나눠 돌려드려요.', 'Nobody had backed the winner: the pool after takeout goes back in parts.'],
  'match.CARRIED': ['적중한 사람이 없어서 다음 경기로 넘겨요.', 'Nobody had backed the winner: the pool is carried to another match.'],
  'match.void': ['경기가 무효가 됐어요. 구매 금액은 모두 돌려드려요.', 'The match is void. All stakes go back.'],
  'match.corrected': ['결과가 정정됐어요. 사유: {reason}', 'The result was corrected. Reason: {reason}'],
  'match.mine': ['이 경기의 내 투표권', 'My tickets of this match'],
  'match.all': ['모두 보기', 'All of them'],
  'match.rules': ['나누는 규칙', 'How it is shared out'],
  'rule.stake': ['한 장에 {min}부터 {max}까지 {step} 단위로, 한 사람이 이 경기에 모두 {onMatch}까지 살 수 있어요.', 'A ticket is {min} to {max} in steps of {step}; one person may stake {onMatch} on this match in all.'],
  'rule.takeout': ['총 구매액에서 {percent}%를 운영 수수료로 떼고, 나머지를 적중한 사람들이 나눠요.', 'Of all that is staked {percent}% are kept, the takeout; the winners share the rest.'],
  'rule.dividend': ['배당률 = 나눌 금액 ÷ 이긴 팀의 구매액. 소수 첫째 자리까지 내림하고, 1.0배보다 낮아지지 않아요.', 'Dividend = what is shared out ÷ what is staked on the winner, rounded down to one decimal, and 1.0 at least.'],
  'rule.joint': ['공동 승리이면 이익을 이긴 팀 수만큼 똑같이 나눠요.', 'If several teams win, the profit is split into equal parts, one for each.'],
  'rule.REFUND': ['적중한 사람이 없으면 모두 환불해요.', 'If nobody has backed the winner, all stakes go back.'],
  'rule.CARRY': ['적중한 사람이 없으면 다른 경기로 넘겨요.', 'If nobody has backed the winner, the pool is carried to another match.'],
  'rule.NET_REFUND': ['적중한 사람이 없으면 수수료를 뺀 금액을 나눠 돌려드려요.', 'If nobody has backed the winner, the pool after takeout goes back in parts.'],
  'rule.void': ['경기가 무효가 되거나, 경기가 시작된 뒤에 팔린 투표권이면 전액 환불해요.', 'If the match is void, or a ticket was sold after it had begun, the stake goes back in full.'],
  'rule.NONE': ['세금은 떼지 않아요.', 'No tax is kept.'],
  'rule.KOREA_2016': [
    '적중금이 100,000원 이하이거나, 배당률 100.0배 이하이면서 2,000,000원 이하이면 세금이 없어요. 그 밖에는 소득세 20%(3억 원 초과분 30%)와 지방소득세를 떼요.',
    'No tax on a payout of ₩100,000 or less, or of ₩2,000,000 or less at a dividend of 100.0 or less. Else income tax of 20% of the gain (30% above ₩300 million) and local tax on it.',
  ],
  'rule.version': ['규칙 버전 {version}', 'Rules {version}'],
});

/** @type {Set<Match['status']>} While it may be bought, or might have been a moment ago. */
const SALE = new Set(['Scheduled', 'Open', 'Suspended', 'Closed']);

class MatchPage extends Part {
  static properties = {
    matchId: { attribute: false },
    team: { attribute: false },
    wrong: { state: true },
    report: { state: true },
    rules: { state: true },
  };

  constructor() {
    super(matches.follow, tickets.follow, purchases.follow, onSession, eachSecond);
    this.matchId = '';
    /** @type {string | null} */
    this.team = null;
    this.wrong = '';
    /** @type {SettlementReport | null} */
    this.report = null;
    /** @type {PoolRules | null} */
    this.rules = null;
    /** @type {(() => void) | null} */
    this.away = null;
    this.asked = '';
    /** The match that was asked for: which one it is may be known only after the page is there. */
    this.arrived = '';
    /** @type {string | undefined} Whose tickets of which match were read. */
    this.mine = undefined;
    this.waiting = false;
    /** Whether it could be bought since one came here: what closes under the finger stays where it is. */
    this.sold = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#arrive();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.away?.();
    this.away = null;
  }

  willUpdate() {
    if (this.matchId !== this.arrived) {
      this.#arrive();
    }
    this.#askMine();
    const match = matches.get(this.matchId);
    if (match && this.team && !match.teams.some((team) => team.code === this.team)) {
      this.team = null;
    }
    if (match && salesNow(match) !== 'Closed') {
      this.sold = true;
    }
    // Dividends that were fixed long ago are not in the stream.
    if (match && match.settledAt !== null && match.status === 'Settled' && !matches.outcome(this.matchId)?.dividends) {
      this.#askReport(`${this.matchId} ${match.status} ${match.corrections.made}`);
    }
  }

  updated() {
    const loaded = matches.get(this.matchId) !== undefined;
    if (loaded && this.waiting && document.activeElement === document.body) {
      this.querySelector('h1')?.focus(); // the one that had the focus is gone
    }
    this.waiting = !loaded;
  }

  #arrive() {
    this.away?.();
    this.away = null;
    this.wrong = '';
    this.report = null;
    this.rules = null;
    this.sold = false;
    const id = this.matchId;
    this.arrived = id;
    if (id === '') {
      return;
    }
    this.away = matches.look(id);
    void matches.remember(id);
    matches.check(id).catch((e) => {
      if (this.matchId === id) {
        this.wrong = inWords(e);
      }
    });
    rulesOf(id).then(
      (rules) => {
        if (this.matchId === id) {
          this.rules = rules;
        }
      },
      () => {}, // the rules are shown once they are known; the slip asks again
    );
  }

  /** Who it is may be known later than the match. */
  #askMine() {
    const person = who()?.id;
    const mine = `${person} ${this.matchId}`;
    if (person !== undefined && this.matchId !== '' && mine !== this.mine) {
      tickets.page(null, this.matchId, null).catch(() => {});
    }
    this.mine = mine;
  }

  /** @param {string} what once each */
  #askReport(what) {
    if (this.asked !== what) {
      this.asked = what;
      const id = this.matchId;
      read(`/matches/${encodeURIComponent(id)}/settlement`).then(
        (report) => {
          if (this.matchId === id) {
            this.report = /** @type {SettlementReport} */ (report);
          }
        },
        () => {}, // not fixed yet: the stream will tell
      );
    }
  }

  render() {
    const match = matches.get(this.matchId);
    const back = html`<p>
      <a class="row back" href="#/">${icon('back')} ${t('match.back')}</a>
    </p>`;
    if (!match) {
      return html`<div class="stack">
        ${back}
        <h1 tabindex="-1">${this.wrong === '' ? t('word.loading') : this.wrong}</h1>
      </div>`;
    }
    const tally = matches.tally(match.matchId);
    const status = statusNow(match);
    return html`
      <div class="stack">
        ${back}
        <div class="row apart top">
          <h1 tabindex="-1">${match.name}</h1>
          <span class="badge ${matchBadge(status)}">${t(`match.${status}`)}</span>
        </div>
        <p class="row small soft">
          <count-down .match=${match}></count-down><span aria-hidden="true">·</span><span class="number">${total(tally)}</span>
        </p>
        ${this.#outcome(match, status)}
        <div class="two">
          <div class="stack first">${this.#teams(match, tally)}</div>
          <div class="stack aside">
            ${this.sold && SALE.has(status) ? html`<bet-slip .match=${match} .team=${this.team}></bet-slip>` : nothing}
            ${this.#mine(match)}
          </div>
          <div class="stack second">
            <div class="card">${dividendChart(matches.moves(match.matchId), match.teams)}</div>
            ${this.#pool(match, tally)} ${this.#rules()}
          </div>
        </div>
      </div>
    `;
  }

  /**
   * @param {Match} match
   * @param {Match['status']} status
   */
  #outcome(match, status) {
    const told = matches.outcome(match.matchId);
    const winners = told && told.winners.length > 0 ? told.winners : (match.result?.winners ?? []);
    const teams = winners.map((code) => teamName(match, code)).join(', ');
    const dividends = told?.dividends ?? this.report?.result.dividends ?? null;
    const kind = told?.kind ?? this.report?.result.kind ?? null;
    if (status === 'Void') {
      return html`<div class="notice bad">${t('match.void')}</div>`;
    }
    if (status === 'Provisional') {
      return html`<div class="notice wait">${t('match.provisional', { teams })}</div>`;
    }
    if (status !== 'Official' && status !== 'Settled') {
      return nothing;
    }
    return html`<section class="notice good" aria-label=${t('match.outcome')}>
      <strong>${t('match.official', { teams })}</strong>
      ${match.corrections.made > 0 ? html`<p>${t('match.corrected', { reason: match.corrections.reason ?? '–' })}</p>` : nothing}
      ${kind !== null && kind !== 'PAID' && kind !== 'VOID' ? html`<p>${t(`match.${kind}`)}</p>` : nothing}
      ${dividends && kind === 'PAID'
        ? html`<dl class="facts short">
            ${winners
              .filter((code) => dividends[code] !== undefined)
              .map(
                (code) => html`<dt>${t('match.dividends')} · ${teamName(match, code)}</dt>
                  <dd class="number"><strong class="big">${odds(dividends[code])}</strong></dd>`,
              )}
          </dl>`
        : nothing}
      <p>${t(status === 'Settled' ? 'match.paid' : 'match.paying')}</p>
    </section>`;
  }

  /**
   * @param {Match} match
   * @param {Tally | null | undefined} tally
   */
  #teams(match, tally) {
    const open = ['OnSale', 'Suspended'].includes(salesNow(match));
    const rows = match.teams.map((team) => this.#team(match, tally, team, open));
    return open
      ? html`<fieldset class="stack picks">
          <legend><h2>${t('match.pick')}</h2></legend>
          ${rows}
        </fieldset>`
      : html`<h2>${t('match.teams')}</h2>
          <div class="stack picks">${rows}</div>`;
  }

  /**
   * @param {Match} match
   * @param {Tally | null | undefined} tally
   * @param {Team} team
   * @param {boolean} open
   */
  #team(match, tally, team, open) {
    const counts = tally?.teams.find((it) => it.team === team.code);
    const stake = stakeOn(tally, team.code);
    const share = tally && tally.stake > 0 ? stake / tally.stake : 0;
    const dividend = matches.outcome(match.matchId)?.dividends?.[team.code] ?? dividendOf(tally, team.code);
    const winner = match.result?.winners.includes(team.code) ?? false;
    const place = match.teams.indexOf(team);
    const body = html`
      <span class="pick-body">
        <span class="row apart flat">
          <strong class="cut">${team.name}</strong>
          <span class="dividend number">${dividendWords(dividend, tally)}</span>
        </span>
        <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="fill team-${(place % 6) + 1}" width=${(share * 100).toFixed(2)} height="4" />
        </svg>
        <span class="row apart small soft flat">
          <span class="number">
            ${tally === undefined
              ? t('list.unknown')
              : t(counts?.tickets === 1 ? 'match.staked.one' : 'match.staked', { stake: won(stake), tickets: number(counts?.tickets ?? 0) })}
          </span>
          <span class="number">
            ${winner
              ? html`<span class="badge good">${icon('check')}${t('list.won')}</span>`
              : counts && counts.cancelled > 0
                ? t('match.cancelled', { n: number(counts.cancelled) })
                : nothing}
          </span>
        </span>
      </span>
    `;
    return open
      ? html`<label class="pick">
          <input
            type="radio"
            name="team"
            value=${team.code}
            .checked=${this.team === team.code}
            @change=${() => this.#choose(team.code)}
          />
          ${body}
        </label>`
      : html`<div class="pick">${body}</div>`;
  }

  /** @param {string} code */
  #choose(code) {
    this.team = code;
    // Whoever loads the page anew finds it as it was.
    history.replaceState(null, '', `#/match/${encodeURIComponent(this.matchId)}/${encodeURIComponent(code)}`);
  }

  /**
   * @param {Match} match
   * @param {Tally | null | undefined} tally
   */
  #pool(match, tally) {
    const pool = tally?.pool;
    return html`<dl class="card facts">
      <dt>${t('match.gross')}</dt>
      <dd class="number">${tally === undefined ? '–' : won(tally?.stake ?? 0)}</dd>
      <dt>${t('match.takeout')}</dt>
      <dd class="number">${number(match.pool.takeoutBasisPoints / 100)}%</dd>
      ${match.pool.carryFrom === null
        ? nothing
        : html`<dt>${t('match.carry')}</dt>
            <dd class="number">${typeof pool?.carryIn === 'number' ? won(pool.carryIn) : t('match.carry.unknown')}</dd>`}
      <dt>${t('match.net')}</dt>
      <dd class="number"><strong>${pool ? won(pool.net) : tally === null ? won(0) : '–'}</strong></dd>
    </dl>`;
  }

  #rules() {
    const rules = this.rules;
    if (!rules) {
      return nothing;
    }
    const { min, max, step, onMatch } = rules.stakes;
    return html`<details class="card">
      <summary>${t('match.rules')}</summary>
      <ul class="stack tight small list">
        <li>${t('rule.stake', { min: won(min), max: won(max), step: won(step), onMatch: won(onMatch) })}</li>
        <li>${t('rule.takeout', { percent: number(rules.takeoutBasisPoints / 100) })}</li>
        <li>${t('rule.dividend')}</li>
        <li>${t('rule.joint')}</li>
        <li>${t(`rule.${rules.unbacked}`)}</li>
        <li>${t('rule.void')}</li>
        <li>${t(`rule.${rules.tax}`)}</li>
        <li class="soft">${t('rule.version', { version: rules.version })}</li>
      </ul>
    </details>`;
  }

  /** @param {Match} match */
  #mine(match) {
    const mine = tickets.of(match.matchId);
    return mine.length === 0
      ? nothing
      : html`<section class="stack" aria-labelledby="mine">
          <div class="row apart">
            <h2 id="mine">${t('match.mine')}</h2>
            <a class="small" href="#/tickets?match=${encodeURIComponent(match.matchId)}">${t('match.all')}</a>
          </div>
          ${repeat(
            mine.slice(0, 5),
            (ticket) => ticket.ticketId,
            (ticket) => html`<ticket-card .ticket=${ticket}></ticket-card>`,
          )}
        </section>`;
  }
}

customElements.define('match-page', MatchPage);
