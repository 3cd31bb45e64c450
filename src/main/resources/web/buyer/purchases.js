/**
 * Purchases. Each has a key of its own, made when the buyer decides and kept in this tab until its end is known: whatever is repeated, by a
 * double click, by a page that is loaded anew, or as an answer was lost, is bought once.
 */
import { Problem, write } from '../common/api.js';
import { Changing } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { account } from './account.js';
import { matches, salesNow } from './matches.js';
import { tickets } from './tickets.js';

const KEPT = 'sportskk.purchase';

/** The last ticket that was bought in this tab: the list of tickets may not have it yet when the page is loaded anew. */
const BOUGHT = 'sportskk.bought';

/** For so long it is asked again without asking the buyer: later he may want it no more. In milliseconds. */
const WITHOUT_ASKING = 120_000;

const LONGEST_PAUSE = 10_000;

/**
 * What the ticket office says of a purchase once and for all, whatever was answered before. Anything else that is no success may
 * come from somebody who does not know of it: a token that has ended, too many requests, a proxy.
 */
const REFUSALS = new Set([
  'sales-not-open',
  'sales-suspended',
  'sales-closed',
  'unknown-match',
  'unknown-team',
  'stake-out-of-bounds',
  'insufficient-funds',
  'match-limit-exceeded',
  'stake-limit-exceeded',
  'loss-limit-exceeded',
  'time-limit-exceeded',
  'self-excluded',
  'supervisor-needed',
  'payment-refused',
  'purchase-cancelled',
  'idempotency-key-reused',
]);

/** How long the question may take whether the match is still on sale. */
const CHECK = 3_000;

/**
 * @typedef {object} Intent
 * @property {string} key
 * @property {string} buyerId
 * @property {string} matchId
 * @property {string} team
 * @property {number} stake
 * @property {number} at when it was decided, by this device
 * @property {boolean} sent whether the server may know of it
 *
 * @typedef {object} End how a purchase has ended
 * @property {Intent} intent
 * @property {string | null} ticketId
 * @property {Problem | null} problem null if it was bought, or waits for payment
 */

class Purchases extends Changing {
  /** @type {Intent | null} What is under way. */
  intent = null;
  /** @type {'checking' | 'sending' | 'unknown' | 'asking' | 'left'} `unknown`: it is asked again by itself; `left`: the buyer decides whether. */
  step = 'checking';
  /** @type {End | null} */
  end = null;
  /** Whether the buyer has left the last one unanswered. */
  stopped = false;
  #round = 0;

  start() {
    onSession(() => this.#resume());
    this.#resume();
  }

  /** Goes on with what the page had begun when it was left. */
  #resume() {
    this.#round++;
    this.intent = null;
    this.end = null;
    const kept = /** @type {Intent | null} */ (JSON.parse(sessionStorage.getItem(KEPT) ?? 'null'));
    if (kept && kept.buyerId === who()?.id) {
      this.intent = kept;
      if (isRecent(kept)) {
        void this.#go(kept);
      } else {
        this.step = 'left';
      }
    }
    const bought = sessionStorage.getItem(BOUGHT);
    if (bought && who()) {
      tickets.look(bought).catch(() => {}); // it may be somebody else's, who was signed in before
    }
    this.changed();
  }

  /**
   * @param {string} matchId
   * @param {string} team
   * @param {number} stake
   */
  async buy(matchId, team, stake) {
    const person = who();
    if (this.intent || !person) {
      return;
    }
    this.end = null;
    this.stopped = false;
    await this.#go({ key: newKey(), buyerId: person.id, matchId, team, stake, at: Date.now(), sent: false });
  }

  /** The buyer wants what was left. */
  goOn() {
    if (this.intent) {
      void this.#go({ ...this.intent, at: Date.now() });
    }
  }

  /** @param {Intent} intent */
  #keep(intent) {
    this.intent = intent;
    sessionStorage.setItem(KEPT, JSON.stringify(intent));
  }

  /** @param {Intent} intent */
  async #go(intent) {
    const round = ++this.#round;
    this.#keep(intent);
    if (!intent.sent) {
      this.step = 'checking';
      this.changed();
      const obstacle = await this.#obstacle(intent.matchId);
      if (round !== this.#round) {
        return;
      }
      if (obstacle) {
        this.#ended(null, obstacle);
        return;
      }
    }
    this.#keep({ ...intent, sent: true });
    await this.#ask(intent.sent ? 'asking' : 'sending');
  }

  /** The buyer does not want it to be asked again. It may have been bought all the same. */
  stop() {
    this.#round++;
    this.intent = null;
    this.stopped = true;
    sessionStorage.removeItem(KEPT);
    this.changed();
    void tickets.load();
    account.loadSoon();
  }

  /** The buyer has seen how it ended. */
  seen() {
    this.end = null;
    this.stopped = false;
    this.changed();
  }

  /**
   * What is in the way before anything was sent.
   *
   * @param {string} matchId
   * @returns {Promise<Problem | null>}
   */
  async #obstacle(matchId) {
    if (!navigator.onLine) {
      return new Problem('not-sent', 0, {});
    }
    try {
      const match = await matches.check(matchId, AbortSignal.timeout(CHECK));
      const sales = salesNow(match);
      if (sales === 'OnSale') {
        return null;
      }
      const kind = { Suspended: 'sales-suspended', Closed: 'sales-closed', NotOpen: 'sales-not-open' }[sales];
      return new Problem(kind, 409, {});
    } catch (e) {
      // A server that does not tell may sell all the same; one that can't be reached does not.
      return e instanceof Problem && e.status > 0 ? null : new Problem('not-sent', 0, {});
    }
  }

  /** @param {'sending' | 'asking'} step */
  async #ask(step) {
    const round = ++this.#round;
    // Whether it may have been bought already.
    let unanswered = step === 'asking';
    for (let failures = 0; ; ) {
      const intent = this.intent;
      if (!intent || round !== this.#round) {
        return;
      }
      this.step = step;
      this.changed();
      let pause;
      try {
        const { matchId, team, stake } = intent;
        const ticket = /** @type {Ticket} */ (
          await write('POST', '/tickets', { matchId, team, stake }, { 'Idempotency-Key': intent.key })
        );
        sessionStorage.setItem(BOUGHT, ticket.ticketId);
        if (round === this.#round) {
          tickets.take(ticket);
          this.#ended(ticket.ticketId, null);
        }
        return;
      } catch (e) {
        if (round !== this.#round) {
          return;
        }
        const problem = e instanceof Problem ? e : new Problem('unexpected', 0, { detail: String(e) });
        const ticketId = typeof problem.body.ticketId === 'string' ? problem.body.ticketId : null;
        const isRunning = problem.unknown || problem.kind === 'purchase-running';
        if (!isRunning && (!unanswered || ticketId !== null || REFUSALS.has(problem.kind))) {
          this.#ended(ticketId, problem);
          return;
        }
        unanswered = true;
        pause = problem.retryAfter ?? Math.min(LONGEST_PAUSE, 500 * 2 ** failures++);
      }
      if (!isRecent(intent)) {
        this.step = 'left';
        this.changed();
        return;
      }
      this.step = 'unknown';
      this.changed();
      await waited(pause);
      step = 'asking';
    }
  }

  /**
   * @param {string | null} ticketId
   * @param {Problem | null} problem
   */
  #ended(ticketId, problem) {
    const intent = this.intent;
    if (!intent) {
      return;
    }
    this.end = { intent, ticketId, problem };
    this.intent = null;
    sessionStorage.removeItem(KEPT);
    this.changed();
    if (ticketId && problem) {
      tickets.look(ticketId).catch(() => {});
    }
    if (problem?.status === 409) {
      matches.check(intent.matchId).catch(() => {});
    }
    account.loadSoon();
  }
}

/** @param {Intent} intent */
function isRecent(intent) {
  return Date.now() - intent.at < WITHOUT_ASKING;
}

/** Also where a page is not served securely, which `randomUUID` asks for. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * At once when the network is back.
 *
 * @param {number} millis
 */
function waited(millis) {
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, millis);
    addEventListener('online', go);
  });
}

export const purchases = new Purchases();
