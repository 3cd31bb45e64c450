/** The buyer's wallet and limits, read anew whenever something may have changed them. */
import { read, write } from '../common/api.js';
import { Changing } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { until } from './clock.js';

/** What buyers do themselves is known at once; what is paid in is not. In milliseconds. */
const EVERY = 300_000;

/** What is no older than this need not be read anew; in milliseconds. */
const FRESH = 5_000;

/** Limits begin anew for all buyers at the same time: they don't all ask at once. In milliseconds. */
const SPREAD = 10_000;

class Account extends Changing {
  /** @type {Wallet | null} */
  wallet = null;
  /** @type {Limits | null} */
  limits = null;
  /** @type {number | null} When they were read, by this device. */
  readAt = null;
  failed = false;
  #asked = 0;
  #askedAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #free;

  start() {
    onSession(() => {
      this.wallet = null;
      this.limits = null;
      this.readAt = null;
      this.changed();
      void this.load();
    });
    void this.load();
    setInterval(() => document.hidden || void this.load(), EVERY);
    addEventListener('online', () => void this.load());
    document.addEventListener('visibilitychange', () => document.hidden || this.freshen());
  }

  /** Reads both, unless that was done just now: what is known may be old. */
  freshen() {
    if (performance.now() - this.#askedAt > FRESH) {
      void this.load();
    }
  }

  /** @param {Limits} limits are read again when the first of them begins anew */
  #whenFree(limits) {
    clearTimeout(this.#free);
    const waits = LIMITS.map((name) => until(limits[name]?.freeAgainAt ?? '')).filter((wait) => wait > 0);
    const next = Math.min(...waits) + Math.random() * SPREAD;
    if (next < EVERY) {
      this.#free = setTimeout(() => document.hidden || this.freshen(), next);
    }
  }

  /** Reads both, in a moment: several changes at once are read once. */
  loadSoon() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.load(), 150);
  }

  async load() {
    const person = who();
    if (!person) {
      return;
    }
    const asked = ++this.#asked;
    this.#askedAt = performance.now();
    try {
      const [wallet, limits] = await Promise.all([
        /** @type {Promise<Wallet>} */ (read('/wallet')),
        /** @type {Promise<Limits>} */ (read('/wallet/limits')),
      ]);
      if (asked !== this.#asked || person.id !== who()?.id) {
        return; // who asked later knows better
      }
      this.wallet = wallet;
      this.limits = limits;
      this.readAt = Date.now();
      this.failed = false;
      this.#whenFree(limits);
    } catch {
      this.failed = true;
    }
    this.changed();
  }

  /** @param {Record<LimitName, number | null>} wanted */
  async setLimits(wanted) {
    this.#took(await write('PUT', '/wallet/limits', wanted));
  }

  /** @param {Date} end */
  async exclude(end) {
    this.#took(await write('PUT', '/wallet/exclusion', { until: end.toISOString() }));
  }

  /** @param {unknown} limits */
  #took(limits) {
    this.#asked++;
    this.limits = /** @type {Limits} */ (limits);
    this.changed();
  }

  /**
   * What is staked on a match and could still be given back.
   *
   * @param {string} matchId
   * @returns {number | null} in KRW; null while it is not known
   */
  stakedOn(matchId) {
    return (
      this.wallet?.openCharges.filter((charge) => charge.matchId === matchId).reduce((sum, charge) => sum + charge.amount, 0) ??
      null
    );
  }
}

export const account = new Account();

/** @type {LimitName[]} */
export const LIMITS = [
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

/**
 * Until when this buyer can't buy.
 *
 * @param {number} now by the server
 */
export function excludedUntil(now) {
  const end = account.limits?.excludedUntil;
  return end && Date.parse(end) > now ? end : null;
}
