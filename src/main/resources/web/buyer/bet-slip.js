/**
 * Where a ticket is bought. What will be bought stands above the button and on it, so that it is seen and confirmed in one step; above the
 * button nothing changes its height, so that it stays where it is while figures change.
 */
import { html, nothing } from 'lit';
import { icon } from '../common/icons.js';
import { askWho } from '../common/bar.js';
import { Part, eachSecond } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { exactTime, number, odds, say, t, time, won } from '../common/text.js';
import { account, excludedUntil } from './account.js';
import { serverNow } from './clock.js';
import { matches, salesNow, teamName } from './matches.js';
import { dividendOf, dividendWith, payout, rulesOf } from './pool.js';
import { purchases } from './purchases.js';
import { tickets } from './tickets.js';
import { inWords, speak, ticketBadge } from './words.js';
import { unanswered } from './unanswered.js';
import './time-parts.js';

say({
  'slip.title': ['투표권 구매', 'Buy a ticket'],
  'slip.amount': ['금액', 'Stake'],
  'slip.typed': ['직접 입력 (원)', 'Or type it (₩)'],
  'slip.rule': ['{min}부터 {max}까지, {step} 단위', '{min} to {max}, in steps of {step}'],
  'slip.team': ['팀', 'Team'],
  'slip.noTeam': ['골라 주세요', 'pick one'],
  'slip.dividend': ['현재 배당률 (추정)', 'Dividend now (estimate)'],
  'slip.win': ['적중하면 (추정)', 'You would win (estimate)'],
  'slip.with': ['내 금액까지 넣으면', 'With your stake in the pool'],
  'slip.with.value': ['{dividend}배 · {amount}', '{dividend} · {amount}'],
  'slip.moved.up': ['{from}에서 오름', 'up from {from}'],
  'slip.moved.down': ['{from}에서 내림', 'down from {from}'],
  'slip.live': ['실시간 · 마지막 변동 {ago}', 'Live · last changed {ago}'],
  'slip.live.still': ['실시간', 'Live'],
  'slip.stale': ['연결 끊김 · {ago} 기준', 'Offline · as of {ago}'],
  'slip.stale.never': ['아직 집계를 받지 못했어요', 'No totals received yet'],
  'slip.estimate': [
    '발매가 마감될 때까지 배당률은 바뀔 수 있어요.',
    'The dividend may change until sales close.',
  ],
  'slip.tax': ['세금을 떼기 전 금액이에요.', 'Before tax.'],
  'slip.buy': ['{team} {stake} 구매', 'Buy {team} for {stake}'],
  'slip.do.team': ['팀을 골라 주세요', 'Pick a team'],
  'slip.do.stake': ['금액을 골라 주세요', 'Pick a stake'],
  'slip.do.signIn': ['로그인하고 구매', 'Sign in to buy'],
  'slip.do.checking': ['발매 중인지 확인하고 있어요…', 'Checking whether it is on sale…'],
  'slip.do.sending': ['구매하고 있어요…', 'Buying…'],
  'slip.do.unknown': ['구매 여부를 확인하고 있어요…', 'Finding out whether it was bought…'],
  'slip.do.left': ['답을 받지 못한 구매가 있어요', 'A purchase is unanswered'],
  'slip.do.other': ['다른 경기의 구매를 확인하고 있어요…', 'Another purchase is under way…'],
  'slip.do.NotOpen': ['아직 발매 전이에요', 'Not on sale yet'],
  'slip.do.Suspended': ['발매가 잠시 중지됐어요', 'Sales are suspended'],
  'slip.do.Closed': ['발매가 마감됐어요', 'Sales have closed'],
  'slip.do.excluded': ['자기 배제 기간이에요', 'You are excluded from play'],
  'slip.why.NotOpen': ['{at}부터 살 수 있어요.', 'You can buy from {at} on.'],
  'slip.why.Suspended': [
    '지금은 팔지도 취소하지도 않아요. 다시 열리면 자동으로 알려드려요. 보낸 주문은 없어요.',
    'For now nothing is sold or cancelled. This page tells you when sales go on. Nothing was sent.',
  ],
  'slip.why.all': [
    '모든 경기의 발매가 중지됐어요. 지금은 팔지도 취소하지도 않아요. 다시 열리면 자동으로 알려드려요. 보낸 주문은 없어요.',
    'The sales of all matches are suspended. For now nothing is sold or cancelled. This page tells you when sales go on. Nothing was sent.',
  ],
  'slip.why.Closed': ['이 경기는 더 살 수 없어요. 보낸 주문은 없어요.', 'No more tickets of this match are sold. Nothing was sent.'],
  'slip.why.excluded': ['{until}까지 살 수 없어요.', 'You can’t buy until {until}.'],
  'slip.reason': ['사유: {reason}', 'Reason: {reason}'],
  'slip.do.offline': ['연결되면 살 수 있어요', 'You are offline'],
  'slip.why.offline': ['인터넷에 연결되지 않았어요. 보낸 주문은 없어요.', 'There is no connection to the internet. Nothing was sent.'],
  'slip.reopened': ['발매가 다시 시작됐어요.', 'Sales go on.'],
  'slip.wrong.number': ['숫자로 적어 주세요. 예: 5,000', 'Type a number, such as 5,000.'],
  'slip.wrong.min': ['{min}보다 적게 살 수 없어요.', 'The least is {min}.'],
  'slip.wrong.max': ['한 장에 {max}까지 살 수 있어요.', 'The most for one ticket is {max}.'],
  'slip.wrong.step': ['{step} 단위로 적어 주세요. 가까운 금액: {near}', 'Use steps of {step}; the nearest is {near}.'],
  'slip.wrong.balance': ['지갑에 {left} 있어요.', 'Your wallet holds {left}.'],
  'slip.wrong.match': ['이 경기에는 {left} 더 살 수 있어요.', 'You may stake {left} more on this match.'],
  'slip.wrong.limit': ['{limit} 중 {left} 남았어요.', 'Of your {limit}, {left} is left.'],
  'slip.wrong.minutes': ['오늘 이용 시간을 다 썼어요.', 'Your time for today is used up.'],
  'slip.left': ['남은 한도', 'What is left'],
  'slip.left.balance': ['지갑 잔액', 'Wallet'],
  'slip.left.match': ['이 경기', 'This match'],
  'slip.left.minutes': ['{minutes}분', '{minutes} min'],
  'slip.left.all': ['한도 설정', 'Limits'],
  'slip.stopped': [
    '더 묻지 않아요. 이미 구매됐을 수 있으니 내 투표권에서 확인해 주세요.',
    'We have stopped asking. It may have been bought all the same: see My tickets.',
  ],
  'slip.bought': ['구매했어요', 'Bought'],
  'slip.pending': ['주문을 받았고, 결제를 기다리고 있어요', 'Ordered, waiting for payment'],
  'slip.refused': ['구매하지 못했어요', 'Not bought'],
  'slip.again': ['팀과 금액을 다시 고르면 한 장 더 살 수 있어요.', 'Pick a stake again to buy another one.'],
  'slip.spoken': ['{team} 배당률 {dividend}, 적중하면 {amount}', '{team}: dividend {dividend}, you would win {amount}'],
  'limit.dailyStake': ['하루 구매 한도', 'daily stake limit'],
  'limit.weeklyStake': ['주간 구매 한도', 'weekly stake limit'],
  'limit.monthlyStake': ['월간 구매 한도', 'monthly stake limit'],
  'limit.dailyLoss': ['하루 손실 한도', 'daily loss limit'],
  'limit.weeklyLoss': ['주간 손실 한도', 'weekly loss limit'],
  'limit.monthlyLoss': ['월간 손실 한도', 'monthly loss limit'],
  'limit.dailyDeposit': ['하루 입금 한도', 'daily deposit limit'],
  'limit.weeklyDeposit': ['주간 입금 한도', 'weekly deposit limit'],
  'limit.monthlyDeposit': ['월간 입금 한도', 'monthly deposit limit'],
  'limit.dailyMinutes': ['하루 이용 시간', 'daily time limit'],
});

const CHIPS = [1_000, 5_000, 10_000];

/** After so long rules that could not be had are asked for again; in milliseconds. */
const RULES_AGAIN = 15_000;

/** How often a screen reader is told what one would win, at most; in milliseconds. */
const SPEAK_EVERY = 15_000;

/** @type {LimitName[]} What a purchase counts against. */
const COUNTS = ['dailyStake', 'weeklyStake', 'monthlyStake', 'dailyLoss', 'weeklyLoss', 'monthlyLoss'];

class BetSlip extends Part {
  static properties = {
    match: { attribute: false },
    team: { attribute: false },
    typed: { state: true },
    tried: { state: true },
    rules: { state: true },
  };

  constructor() {
    super(matches.follow, account.follow, purchases.follow, tickets.follow, onSession, eachSecond);
    /** @type {Match | undefined} */
    this.match = undefined;
    /** @type {string | null} */
    this.team = null;
    /** What is in the field. */
    this.typed = '';
    /** Whether the button was pressed before all was right. */
    this.tried = false;
    /** @type {PoolRules | null} */
    this.rules = null;
    /** @type {number | null} The dividend when team and stake were picked. */
    this.picked = null;
    this.spokenAt = 0;
    this.spoken = '';
    /** @type {string | undefined} */
    this.sales = undefined;
    /** @type {typeof purchases.end} How the last purchase ended, as it was last seen. */
    this.ended = purchases.end;
    /** @type {string | null} Of which match the rules were asked for. */
    this.askedFor = null;
    this.askedAt = 0;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const match = this.match;
    if (!match) {
      return;
    }
    const again = this.rules === null && matches.live && Date.now() - this.askedAt > RULES_AGAIN;
    if (this.askedFor !== match.matchId || again) {
      this.#askRules(match.matchId);
    }
    if (purchases.end !== this.ended) {
      this.ended = purchases.end;
      this.tried = false;
      if (purchases.end && !purchases.end.problem && purchases.end.intent.matchId === match.matchId) {
        this.typed = '';
      }
    }
    if (changed.has('team') || changed.has('typed')) {
      this.picked = this.team ? dividendOf(matches.tally(match.matchId), this.team) : null;
    }
    const sales = salesNow(match);
    if (this.sales !== undefined && sales !== this.sales) {
      speak(sales === 'OnSale' ? t('slip.reopened') : `${t(`slip.do.${sales}`)}. ${this.#whyNot(match, sales)}`);
    }
    this.sales = sales;
  }

  updated() {
    const { match, team } = this;
    const stake = this.#stake();
    if (match && stake && !purchases.intent && this.#barred(match, stake) !== '') {
      account.freshen(); // something may have been paid in since
    }
    if (!match || !team || !stake || Date.now() - this.spokenAt < SPEAK_EVERY) {
      return;
    }
    const dividend = dividendOf(matches.tally(match.matchId), team);
    if (dividend !== null) {
      const words = t('slip.spoken', { team: teamName(match, team), dividend: odds(dividend), amount: won(payout(stake, dividend)) });
      if (words !== this.spoken) {
        this.spoken = words;
        this.spokenAt = Date.now();
        speak(words);
      }
    }
  }

  /** @param {string} matchId */
  #askRules(matchId) {
    if (this.askedFor !== matchId) {
      this.rules = null;
    }
    this.askedFor = matchId;
    this.askedAt = Date.now();
    rulesOf(matchId).then(
      (rules) => {
        if (this.askedFor === matchId) {
          this.rules = rules;
        }
      },
      () => {}, // asked again while the server can be reached
    );
  }

  /** @returns {number | null} null if nothing is there yet; NaN if it is no number */
  #stake() {
    const digits = this.typed.replace(/[,\s원₩]/g, '');
    return digits === '' ? null : /^\d{1,12}$/.test(digits) ? Number(digits) : NaN;
  }

  /**
   * What is wrong with the stake.
   *
   * @param {Match} match
   * @param {number} stake
   */
  #wrong(match, stake) {
    if (Number.isNaN(stake)) {
      return t('slip.wrong.number');
    }
    const stakes = this.rules?.stakes;
    if (stakes) {
      if (stake < stakes.min) {
        return t('slip.wrong.min', { min: won(stakes.min) });
      }
      if (stake > stakes.max) {
        return t('slip.wrong.max', { max: won(stakes.max) });
      }
      if (stake % stakes.step !== 0) {
        return t('slip.wrong.step', { step: won(stakes.step), near: won(Math.round(stake / stakes.step) * stakes.step) });
      }
    }
    return this.#barred(match, stake);
  }

  /**
   * What of the buyer's own does not allow it, as it was read last.
   *
   * @param {Match} match
   * @param {number} stake
   */
  #barred(match, stake) {
    const bar = this.#left(match).find(({ left }) => stake > left);
    return bar ? bar.words(won(bar.left)) : account.limits?.dailyMinutes?.left === 0 ? t('slip.wrong.minutes') : '';
  }

  /**
   * What is left of all that a stake counts against, as far as it is known: nodes of an earlier release don't tell of all limits.
   *
   * @param {Match} match
   * @returns {{name: string, left: number, words: (left: string) => string}[]}
   */
  #left(match) {
    const bars = [];
    if (account.wallet) {
      bars.push({
        name: t('slip.left.balance'),
        left: account.wallet.balance,
        words: (/** @type {string} */ left) => t('slip.wrong.balance', { left }),
      });
    }
    const staked = account.stakedOn(match.matchId);
    if (staked !== null && this.rules) {
      bars.push({
        name: t('slip.left.match'),
        left: Math.max(0, this.rules.stakes.onMatch - staked),
        words: (/** @type {string} */ left) => t('slip.wrong.match', { left }),
      });
    }
    for (const name of COUNTS) {
      const left = account.limits?.[name]?.left;
      if (typeof left === 'number') {
        const limit = t(`limit.${name}`);
        bars.push({ name: limit, left: Math.max(0, left), words: (/** @type {string} */ it) => t('slip.wrong.limit', { limit, left: it }) });
      }
    }
    return bars;
  }

  /**
   * @param {Match} match
   * @param {string} sales
   */
  #whyNot(match, sales) {
    if (sales === 'Suspended' && match.suspended === null) {
      return t('slip.why.all'); // not the match's own
    }
    const reason = sales === 'Suspended' ? match.suspended?.reason : null;
    const words = sales === 'NotOpen' ? t('slip.why.NotOpen', { at: time(match.opensAt) }) : t(`slip.why.${sales}`);
    return reason ? `${words} ${t('slip.reason', { reason })}` : words;
  }

  render() {
    const match = this.match;
    if (!match) {
      return nothing;
    }
    const under = purchases.intent?.matchId === match.matchId ? purchases.intent : null;
    const stake = under?.stake ?? this.#stake();
    const team = under?.team ?? this.team;
    const wrong = stake === null || under ? '' : this.#wrong(match, stake);
    return html`<section class="card slip" aria-labelledby="slip-title">
      <h2 id="slip-title">${t('slip.title')}</h2>
      ${this.#amount(wrong)} ${this.#bet(match, team, wrong === '' ? stake : null)} ${this.#button(match, team, stake, wrong)}
      ${this.#result(match)} ${this.#whatIsLeft(match)}
    </section>`;
  }

  /** @param {string} wrong */
  #amount(wrong) {
    const stakes = this.rules?.stakes;
    const chips = CHIPS.filter((chip) => !stakes || (chip >= stakes.min && chip <= stakes.max && chip % stakes.step === 0));
    const rule = stakes ? t('slip.rule', { min: won(stakes.min), max: won(stakes.max), step: won(stakes.step) }) : '\u00a0';
    return html`
      <fieldset class="field">
        <legend>${t('slip.amount')}</legend>
        <div class="chips">
          ${chips.map(
            (chip) => html`<label class="chip">
              <input type="radio" name="stake" .checked=${this.#stake() === chip} @change=${() => this.#type(number(chip))} />
              <span class="number">${won(chip)}</span>
            </label>`,
          )}
        </div>
      </fieldset>
      <div class="field">
        <label for="stake">${t('slip.typed')}</label>
        <input
          id="stake"
          class="number"
          inputmode="numeric"
          autocomplete="off"
          aria-describedby="stake-hint"
          aria-invalid=${wrong === '' ? nothing : 'true'}
          .value=${this.typed}
          @input=${(/** @type {InputEvent} */ event) => this.#type(/** @type {HTMLInputElement} */ (event.target).value)}
          @change=${this.#tidy}
        />
        <p id="stake-hint" class="hint small ${wrong === '' ? 'soft' : 'error'}">${wrong === '' ? rule : wrong}</p>
      </div>
    `;
  }

  /** @param {string} typed */
  #type(typed) {
    this.typed = typed;
    this.tried = false;
    if (purchases.end || purchases.stopped) {
      purchases.seen();
    }
  }

  #tidy() {
    const stake = this.#stake();
    if (stake) {
      this.typed = number(stake);
    }
  }

  /**
   * What is going to be bought, and what it may bring. As high in every state.
   *
   * @param {Match} match
   * @param {string | null} team
   * @param {number | null} stake
   */
  #bet(match, team, stake) {
    const tally = matches.tally(match.matchId);
    const now = team ? dividendOf(tally, team) : null;
    const mine = team && stake && tally !== undefined ? dividendWith(match, tally, team, stake) : null;
    const none = html`<span class="soft">–</span>`;
    return html`
      <dl class="facts bet">
        <dt>${t('slip.team')}</dt>
        <dd class="cut">${team ? html`<strong>${teamName(match, team)}</strong>` : html`<span class="soft">${t('slip.noTeam')}</span>`}</dd>
        <dt>${t('slip.amount')}</dt>
        <dd class="number">${stake ? html`<strong>${won(stake)}</strong>` : none}</dd>
        <dt>${t('slip.dividend')}</dt>
        <dd class="number">${this.#moved(now)} ${now === null ? none : html`<strong>${odds(now)}</strong>`}</dd>
        <dt>${t('slip.win')}</dt>
        <dd class="number">${now !== null && stake ? html`<strong class="big">${won(payout(stake, now))}</strong>` : none}</dd>
        <dt class="soft">${t('slip.with')}</dt>
        <dd class="number">
          ${mine !== null && stake ? t('slip.with.value', { dividend: odds(mine), amount: won(payout(stake, mine)) }) : none}
        </dd>
      </dl>
      <div class="small soft">
        <p>${this.#fresh(tally)}</p>
        <p>${t('slip.estimate')}${match.pool.tax === 'NONE' ? nothing : html` ${t('slip.tax')}`}</p>
      </div>
    `;
  }

  /** @param {number | null} now */
  #moved(now) {
    const from = this.picked;
    if (from === null || now === null || from === now) {
      return nothing;
    }
    const way = now > from ? 'up' : 'down';
    return html`<span class="moved small ${way}">${icon(way)}${t(`slip.moved.${way}`, { from: odds(from) })}</span>`;
  }

  /** @param {Tally | null | undefined} tally */
  #fresh(tally) {
    if (!matches.live) {
      return matches.heardAt === null
        ? html`<strong>${t('slip.stale.never')}</strong>`
        : html`<strong
            ><time-ago .at=${matches.heardAt} .words=${(/** @type {string} */ ago) => t('slip.stale', { ago })}></time-ago
          ></strong>`;
    }
    if (tally === undefined) {
      return t('list.unknown');
    }
    const moved = tally ? matches.moves(tally.matchId).at(-1)?.at : undefined;
    return moved === undefined
      ? t('slip.live.still')
      : html`<time-ago .at=${moved} .words=${(/** @type {string} */ ago) => t('slip.live', { ago })}></time-ago>`;
  }

  /**
   * @param {Match} match
   * @param {string | null} team
   * @param {number | null} stake
   * @param {string} wrong
   */
  #button(match, team, stake, wrong) {
    const { words, act } = this.#toDo(match, team, stake, wrong);
    return html`<button
      class="button first wide buy"
      aria-disabled=${act === null ? 'true' : 'false'}
      aria-describedby="slip-why"
      @click=${() => act?.()}
    >
      ${words}
    </button>`;
  }

  /**
   * What the button says and does.
   *
   * @param {Match} match
   * @param {string | null} team
   * @param {number | null} stake
   * @param {string} wrong
   * @returns {{words: string, act: (() => void) | null}}
   */
  #toDo(match, team, stake, wrong) {
    if (purchases.intent) {
      const here = purchases.intent.matchId === match.matchId;
      const step = { checking: 'checking', sending: 'sending', asking: 'unknown', unknown: 'unknown', left: 'left' }[purchases.step];
      return { words: t(here || step === 'left' ? `slip.do.${step}` : 'slip.do.other'), act: null };
    }
    const sales = salesNow(match);
    if (sales !== 'OnSale') {
      return { words: t(`slip.do.${sales}`), act: null };
    }
    if (excludedUntil(serverNow())) {
      return { words: t('slip.do.excluded'), act: null };
    }
    if (!navigator.onLine) {
      return { words: t('slip.do.offline'), act: null };
    }
    if (!team) {
      return { words: t('slip.do.team'), act: () => this.#focus('input[name=team]') };
    }
    if (stake === null || wrong !== '') {
      return { words: t('slip.do.stake'), act: () => this.#focus('#stake') };
    }
    if (!who()) {
      return { words: t('slip.do.signIn'), act: askWho };
    }
    return {
      words: t('slip.buy', { team: teamName(match, team), stake: won(stake) }),
      act: () => {
        void purchases.buy(match.matchId, team, stake);
      },
    };
  }

  /** @param {string} what */
  #focus(what) {
    /** @type {HTMLElement | null} */ (document.querySelector(what))?.focus();
  }

  /**
   * What came of it, or what is in the way. It is read out.
   *
   * @param {Match} match
   */
  #result(match) {
    return html`<div id="slip-why" class="stack" role="status">${this.#whatCame(match)}</div>`;
  }

  /** @param {Match} match */
  #whatCame(match) {
    const { intent, step, end } = purchases;
    if (intent) {
      return step === 'unknown' || step === 'left' || step === 'asking' ? unanswered(intent, match) : nothing;
    }
    if (purchases.stopped) {
      return html`<p class="notice wait">${t('slip.stopped')}</p>`;
    }
    if (end && end.intent.matchId === match.matchId) {
      return this.#ended(match, end);
    }
    const sales = salesNow(match);
    if (sales !== 'OnSale') {
      return html`<p class="notice ${sales === 'Suspended' ? 'wait' : ''}">${this.#whyNot(match, sales)}</p>`;
    }
    if (!navigator.onLine) {
      return html`<p class="notice wait">${t('slip.why.offline')}</p>`;
    }
    const excluded = excludedUntil(serverNow());
    return excluded ? html`<p class="notice bad">${t('slip.why.excluded', { until: exactTime(excluded) })}</p>` : nothing;
  }

  /**
   * @param {Match} match
   * @param {NonNullable<typeof purchases.end>} end
   */
  #ended(match, { intent, ticketId, problem }) {
    const what = `${teamName(match, intent.team)} · ${won(intent.stake)}`;
    if (problem) {
      return html`<div class="notice bad">
        <strong>${t('slip.refused')}: ${what}</strong>
        <p>${inWords(problem)}</p>
      </div>`;
    }
    const status = tickets.get(ticketId ?? '')?.status ?? 'Approved';
    const words = status === 'Pending' ? t('slip.pending') : status === 'Approved' ? t('slip.bought') : t(`ticket.${status}`);
    return html`<div class="notice ${ticketBadge(status)}">
      <strong>${words}: ${what}</strong>
      <p>${t('slip.again')}</p>
    </div>`;
  }

  /** @param {Match} match */
  #whatIsLeft(match) {
    if (!who() || !account.wallet) {
      return nothing;
    }
    const minutes = account.limits?.dailyMinutes?.left;
    return html`<div class="stack tight">
      <div class="row apart">
        <h3>${t('slip.left')}</h3>
        <a class="small" href="#/limits">${t('slip.left.all')}</a>
      </div>
      <dl class="facts small">
        ${this.#left(match).map(
          ({ name, left }) => html`<dt>${name}</dt>
            <dd class="number">${won(left)}</dd>`,
        )}
        ${typeof minutes === 'number'
          ? html`<dt>${t('limit.dailyMinutes')}</dt>
              <dd class="number">${t('slip.left.minutes', { minutes: number(minutes) })}</dd>`
          : nothing}
      </dl>
    </div>`;
  }
}

customElements.define('bet-slip', BetSlip);
