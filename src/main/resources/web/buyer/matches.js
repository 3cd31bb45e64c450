/**
 * Matches, what is staked on them and how they have ended: read once, then told by one stream.
 */
import { ask } from '../common/api.js';
import { Changing } from '../common/part.js';
import { watch } from '../common/stream.js';
import { serverNow, tellTime } from './clock.js';

/** How often the list is read, in milliseconds. */
const LIST_EVERY = 60_000;

/** So many movements are kept of each match. */
const MOVES = 240;

/** How long after it has begun the stream has told all matches that have had a ticket. */
const SETTLED_IN = 1_500;

/**
 * @typedef {object} Move how dividends stood from a moment on
 * @property {number} at by this device
 * @property {Record<string, number | null> | null} dividends by team; null while nobody can tell
 */

class Matches extends Changing {
  /** @type {Map<string, Match>} */
  #matches = new Map();
  /** @type {Map<string, Tally>} */
  #tallies = new Map();
  /** @type {Map<string, Outcome>} */
  #outcomes = new Map();
  /** @type {Map<string, Move[]>} */
  #moves = new Map();
  /** @type {string | null} */
  #next = null;
  /** @type {{close: () => void} | undefined} */
  #stream;

  /** Whether totals are told as they change. */
  live = false;
  /** Whether they were to be, and are not. */
  lost = false;
  /** @type {number | null} When something was last heard, by this device. */
  heardAt = null;
  /** @type {number} Since when totals are told. */
  #liveSince = Infinity;
  /** @type {'loading' | 'loaded' | 'failed'} */
  state = 'loading';
  #readAt = 0;
  openedAt = Date.now();

  start() {
    void this.load();
    setInterval(() => void this.load(), LIST_EVERY);
    addEventListener('offline', () => this.#liveIs(false));
    addEventListener('online', () => {
      void this.load();
      this.#watch(); // what was open may be dead without knowing
    });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        void this.load();
      }
    });
    this.#watch();
  }

  #watch() {
    this.#stream?.close();
    this.#stream = watch('/matches/events', {
      event: (kind, data) => this.#told(kind, data),
      state: (live) => this.#liveIs(live),
    });
  }

  /** The newest matches, once more. */
  async load() {
    if ((document.hidden && this.state === 'loaded') || Date.now() - this.#readAt < 2_000) {
      return;
    }
    this.#readAt = Date.now();
    try {
      const page = await this.#page('/matches?limit=50');
      if (this.state !== 'loaded') {
        this.#next = page.nextCursor;
        this.state = 'loaded';
      }
    } catch {
      this.#readAt = 0;
      if (this.state === 'loading') {
        this.state = 'failed';
      }
    }
    this.changed();
  }

  get hasMore() {
    return this.#next !== null;
  }

  /** Older ones. */
  async more() {
    const page = await this.#page(`/matches?limit=50&cursor=${encodeURIComponent(this.#next ?? '')}`);
    this.#next = page.nextCursor;
    this.changed();
  }

  /** @param {string} path */
  async #page(path) {
    const sent = Date.now();
    const { headers, body } = /** @type {{headers: Headers, body: Page<Match>}} */ (await ask(path));
    tellTime(headers, sent);
    body.items.forEach((match) => this.#matches.set(match.matchId, match));
    return body;
  }

  /** All that are known, the one that closes first comes first. */
  list() {
    return [...this.#matches.values()].sort((a, b) => a.closesAt.localeCompare(b.closesAt) || a.matchId.localeCompare(b.matchId));
  }

  /** @param {string} id */
  get(id) {
    return this.#matches.get(id);
  }

  /**
   * @param {string} id
   * @returns {Tally | null | undefined} null: nothing is staked yet; undefined: it is not known
   */
  tally(id) {
    return this.#tallies.get(id) ?? (this.live && Date.now() - this.#liveSince > SETTLED_IN ? null : undefined);
  }

  /** @param {string} id */
  outcome(id) {
    return this.#outcomes.get(id);
  }

  /** @param {string} id */
  moves(id) {
    return this.#moves.get(id) ?? [];
  }

  /**
   * How a match stands now.
   *
   * @param {string} id
   * @param {AbortSignal} [signal]
   */
  async check(id, signal) {
    const sent = Date.now();
    const { headers, body } = /** @type {{headers: Headers, body: Match}} */ (
      await ask(`/matches/${encodeURIComponent(id)}`, { signal })
    );
    tellTime(headers, sent);
    this.#matches.set(id, body);
    this.changed();
    return body;
  }

  /**
   * Keeps an eye on a match: the stream does not tell of sales that are suspended.
   *
   * @param {string} id
   * @param {number} every in milliseconds
   * @returns {() => void} ends that
   */
  look(id, every) {
    const now = () => {
      if (!document.hidden) {
        this.check(id).catch(() => {}); // the stream tells whether the server can be reached
      }
    };
    const timer = setInterval(now, every);
    document.addEventListener('visibilitychange', now);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', now);
    };
  }

  /**
   * @param {string} kind
   * @param {any} data
   */
  #told(kind, data) {
    this.heardAt = Date.now();
    if (kind === 'tally') {
      const tally = /** @type {Tally} */ (data);
      this.#tallies.set(tally.matchId, tally);
      this.#moved(tally);
    } else if (kind === 'outcome') {
      const outcome = /** @type {Outcome} */ (data);
      this.#outcomes.set(outcome.matchId, outcome);
      const match = this.#matches.get(outcome.matchId);
      if (match && match.status !== outcome.status) {
        this.check(outcome.matchId).catch(() => {});
      }
    } else if (kind === 'match') {
      this.#matches.set(data.matchId, /** @type {Match} */ (data));
    }
    this.changed();
  }

  /** @param {Match} match as somebody has told it */
  take(match) {
    this.#matches.set(match.matchId, match);
    this.changed();
  }

  /** @param {Tally} tally */
  #moved(tally) {
    const moves = this.#moves.get(tally.matchId) ?? [];
    const dividends = Object.fromEntries(tally.teams.map((team) => [team.team, team.dividend]));
    const last = moves.at(-1);
    if (last && JSON.stringify(last.dividends) === JSON.stringify(dividends)) {
      return;
    }
    moves.push({ at: Date.now(), dividends });
    if (moves.length > MOVES) {
      // What is long ago is shown more coarsely.
      moves.splice(0, MOVES / 2, ...moves.slice(0, MOVES / 2).filter((_, i) => i % 2 === 0));
    }
    this.#moves.set(tally.matchId, moves);
  }

  /** @param {boolean} live */
  #liveIs(live) {
    this.lost = !live;
    if (this.live === live) {
      this.changed();
      return;
    }
    this.live = live;
    if (live) {
      this.heardAt = Date.now();
      this.#liveSince = Date.now();
      setTimeout(() => this.changed(), SETTLED_IN + 100);
      if (this.state !== 'loading') {
        void this.load();
      }
    } else {
      const at = Date.now();
      this.#moves.forEach((moves) => moves.push({ at, dividends: null }));
    }
    this.changed();
  }
}

export const matches = new Matches();

/**
 * Whether tickets of a match are sold at this moment, as far as is known.
 *
 * @param {Match} match
 * @returns {Match['salesStatus']}
 */
export function salesNow(match) {
  const now = serverNow();
  if (match.salesStatus === 'Closed' || now >= Date.parse(match.closesAt)) {
    return 'Closed';
  }
  if (match.salesStatus === 'NotOpen' && now >= Date.parse(match.opensAt)) {
    return 'OnSale';
  }
  return match.salesStatus;
}

/**
 * @param {Match | undefined} match
 * @param {string} code
 */
export function teamName(match, code) {
  return match?.teams.find((team) => team.code === code)?.name ?? code;
}
