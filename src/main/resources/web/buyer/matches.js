/**
 * Matches, what is staked on them and how they have ended: read once, then told by one stream.
 */
import { ask, read } from '../common/api.js';
import { Changing } from '../common/part.js';
import { watch } from '../common/stream.js';
import { serverNow, tellTime } from './clock.js';

/** How often the list is read, in milliseconds: the stream tells what changes, as far as it can. */
const LIST_EVERY = 300_000;

/** How often it is while the stream tells nothing, in milliseconds. */
const LIST_EVERY_ALONE = 60_000;

/** How often a match is read that is looked at, in milliseconds. */
const LOOK_EVERY = 60_000;

/** How often it is while the stream tells nothing, in milliseconds. */
const LOOK_EVERY_ALONE = 10_000;

/** How a match has ended is told by two events: the one that follows needs not be asked for. In milliseconds. */
const FOLLOWS = 4_000;

/** So many movements are kept of each match. */
const MOVES = 240;

/** A page of the list. */
const PAGE = 50;

/** So many pages are read of the matches on sale. */
const MOST_PAGES = 10;

/** So many that are in no page that is read, and may have changed, are read again at once. */
const MOST_BESIDE = 20;

/** @type {Set<Match['status']>} What no match leaves again. */
const OVER = new Set(['Settled', 'Void']);

/**
 * @typedef {object} Move how dividends stood from a moment on
 * @property {number} at by this device
 * @property {Record<string, number | null> | null} dividends by team; null while nobody can tell
 */

class Matches extends Changing {
  /** @type {Map<string, Match>} */
  #matches = new Map();
  /** @type {Map<string, number>} When the stream has told a match last, by a clock that nobody sets. */
  #toldAt = new Map();
  /** Whether the stream tells which matches change: what it has kept of them was told, and the server knows of others. */
  #matchesTold = false;
  /** Whether what the stream tells now is what it has kept, and may be older than what was read. */
  #repeating = true;
  /** Whether the sales of all matches are suspended, as far as is known. */
  allSuspended = false;
  /** @type {Map<string, Tally>} */
  #tallies = new Map();
  /** @type {Map<string, Outcome>} */
  #outcomes = new Map();
  /** @type {Map<string, Move[]>} */
  #moves = new Map();
  /** @type {Set<string>} Of which it was asked how they had moved before. */
  #past = new Set();
  /** @type {string | null} */
  #next = null;
  /** How many pages of the list are shown. */
  #pages = 1;

  /** Whether totals are told as they change. */
  live = false;
  /** Whether they were to be, and are not. */
  lost = false;
  /** Whether they are not as nobody has looked. */
  resting = false;
  /** Whether all matches that have had a ticket are told. */
  #complete = false;
  /** @type {number | null} When something was last heard, by this device. */
  heardAt = null;
  /** @type {'loading' | 'loaded' | 'failed'} */
  state = 'loading';
  #readAt = -Infinity;
  openedAt = Date.now();

  start() {
    void this.load();
    setInterval(() => {
      if (!this.#areTold() || performance.now() - this.#readAt >= LIST_EVERY) {
        void this.load();
      }
    }, LIST_EVERY_ALONE);
    addEventListener('online', () => void this.load());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        void this.load();
      }
    });
    watch('/matches/events', {
      begins: () => {
        this.#repeating = true;
        this.#matchesTold = false;
      },
      event: (kind, data) => this.#told(kind, data),
      state: (live, resting) => this.#liveIs(live, resting),
    });
  }

  #areTold() {
    return this.live && this.#matchesTold && !this.#repeating;
  }

  /** All that are on sale, and the pages of the list that are shown; once more. */
  async load() {
    if ((document.hidden && this.state === 'loaded') || performance.now() - this.#readAt < 2_000) {
      return;
    }
    this.#readAt = performance.now();
    try {
      // The list begins with those that close last: what is sold today may be far down in it.
      const shown = Math.min(this.#pages, MOST_PAGES);
      const [open, suspended, list] = await Promise.all([
        this.#pagesOf('Open', MOST_PAGES),
        this.#pagesOf('Suspended', MOST_PAGES),
        this.#pagesOf(null, shown),
      ]);
      if (shown === this.#pages) {
        this.#next = list.next;
      }
      this.state = 'loaded';
      this.#lookBeside(new Set([...open.ids, ...suspended.ids, ...list.ids]));
    } catch {
      this.#readAt = -Infinity;
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
    const page = await this.#page(null, this.#next);
    this.#next = page.nextCursor;
    this.#pages++;
    this.changed();
  }

  /**
   * @param {Match['status'] | null} status
   * @param {number} most
   */
  async #pagesOf(status, most) {
    /** @type {string[]} */
    const ids = [];
    /** @type {string | null} */
    let next = null;
    for (let read = 0; read === 0 || (next !== null && read < most); read++) {
      const page = await this.#page(status, next);
      ids.push(...page.items.map((match) => match.matchId));
      next = page.nextCursor;
    }
    return { ids, next };
  }

  /**
   * Of a match that is on sale no more, and not in the list, nothing would be heard.
   *
   * @param {Set<string>} read
   */
  #lookBeside(read) {
    this.list()
      .filter((match) => !read.has(match.matchId) && !OVER.has(match.status))
      .slice(0, MOST_BESIDE)
      .forEach((match) => void this.check(match.matchId).catch(() => {}));
  }

  /**
   * @param {Match['status'] | null} status
   * @param {string | null} cursor
   */
  async #page(status, cursor) {
    const sent = Date.now();
    const asked = performance.now();
    const query = new URLSearchParams({ limit: String(PAGE) });
    Object.entries({ status, cursor }).forEach(([name, value]) => value && query.set(name, value));
    const { headers, body } = /** @type {{headers: Headers, body: Page<Match>}} */ (await ask(`/matches?${query}`));
    tellTime(headers, sent);
    body.items.forEach((match) => this.#read(match, asked));
    return body;
  }

  /**
   * What the stream has told since it was asked for is newer.
   *
   * @param {Match} match
   * @param {number} asked when, by a clock that nobody sets
   */
  #read(match, asked) {
    if ((this.#toldAt.get(match.matchId) ?? -Infinity) < asked) {
      this.#matches.set(match.matchId, match);
    }
    if (match.status === 'Open' && !this.#matchesTold) {
      this.allSuspended = match.salesStatus === 'Suspended';
    }
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
    return this.#tallies.get(id) ?? (this.#complete ? null : undefined);
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
   * Asks how the dividends of a match had moved before this page was opened, once. If that is not told, they begin here.
   *
   * @param {string} id
   */
  async remember(id) {
    if (this.#past.has(id)) {
      return;
    }
    this.#past.add(id);
    try {
      const history = /** @type {TotalsHistory} */ (await read(`/matches/${encodeURIComponent(id)}/tally/history`));
      const moves = this.#moves.get(id) ?? [];
      const first = moves[0]?.at ?? Infinity;
      const past = history.points
        .map(({ at, teams }) => ({ at: Date.parse(at), dividends: Object.fromEntries(teams.map((it) => [it.team, it.dividend])) }))
        .filter(({ at }) => at < first);
      this.#moves.set(id, [...past, ...moves]);
      this.changed();
    } catch {
      this.#past.delete(id); // it is asked again with the next look at the match
    }
  }

  /**
   * How a match stands now.
   *
   * @param {string} id
   * @param {AbortSignal} [signal]
   */
  async check(id, signal) {
    const sent = Date.now();
    const asked = performance.now();
    const { headers, body } = /** @type {{headers: Headers, body: Match}} */ (
      await ask(`/matches/${encodeURIComponent(id)}`, { signal })
    );
    tellTime(headers, sent);
    this.#read(body, asked);
    this.changed();
    return body;
  }

  /**
   * Keeps an eye on a match: whatever the stream tells, it is read again now and then.
   *
   * @param {string} id
   * @returns {() => void} ends that
   */
  look(id) {
    let readAt = performance.now();
    const now = () => {
      if (!document.hidden) {
        readAt = performance.now();
        this.check(id).catch(() => {}); // the stream tells whether the server can be reached
      }
    };
    const timer = setInterval(() => {
      if (!this.#areTold() || performance.now() - readAt >= LOOK_EVERY) {
        now();
      }
    }, LOOK_EVERY_ALONE);
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
      setTimeout(() => this.#follow(outcome), FOLLOWS * (1 + Math.random()));
    } else if (kind === 'match') {
      this.#changed(/** @type {Match} */ (data));
    } else if (kind === 'sales') {
      this.#salesTold(data);
    } else if (kind === 'complete') {
      this.#complete = true;
      this.#repeating = false;
      this.#loadSoon(); // what was repeated may be older than what was read, or newer
    }
    this.changed();
  }

  /** @param {Match} match as somebody has told it */
  take(match) {
    this.#matches.set(match.matchId, match);
    this.changed();
  }

  /** @param {{matchesTold: boolean, allSuspended: boolean}} news */
  #salesTold({ matchesTold, allSuspended }) {
    if (matchesTold && !this.#matchesTold && !this.#repeating) {
      this.#loadSoon(); // what has changed until then is told by nobody
    }
    this.#matchesTold = matchesTold;
    if (matchesTold) {
      this.allSuspended = allSuspended;
    }
  }

  /** Not in the moment in which all others do. */
  #loadSoon() {
    setTimeout(() => {
      this.#readAt = -Infinity;
      void this.load();
    }, 1_000 + 2_000 * Math.random());
  }

  /**
   * Of one that nobody can buy now nothing need be shown that was not.
   *
   * @param {Match} match
   */
  #changed(match) {
    if (this.#matches.has(match.matchId) || ['OnSale', 'Suspended'].includes(salesNow(match))) {
      if (!this.#repeating) {
        this.#toldAt.set(match.matchId, performance.now());
      }
      this.#matches.set(match.matchId, match);
    }
  }

  /** @param {Outcome} outcome which the match may not have, as nobody has told */
  #follow({ matchId, status }) {
    const match = this.#matches.get(matchId);
    if (match && match.status !== status && this.#outcomes.get(matchId)?.status === status && !document.hidden) {
      this.check(matchId).catch(() => {});
    }
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

  /**
   * @param {boolean} live
   * @param {boolean} resting
   */
  #liveIs(live, resting) {
    this.lost = !live && !resting;
    this.resting = resting;
    if (this.live === live) {
      this.changed();
      return;
    }
    this.live = live;
    if (live) {
      this.heardAt = Date.now();
      if (this.state !== 'loading') {
        void this.load();
      }
    } else {
      this.#complete = false;
      this.#matchesTold = false;
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
  if (match.salesStatus === 'NotOpen' && now < Date.parse(match.opensAt)) {
    return 'NotOpen';
  }
  return match.status === 'Suspended' || matches.allSuspended ? 'Suspended' : 'OnSale';
}

/**
 * @param {Match | undefined} match
 * @param {string} code
 */
export function teamName(match, code) {
  return match?.teams.find((team) => team.code === code)?.name ?? code;
}
