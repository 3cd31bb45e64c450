/** The totals of all matches, live, and how those of the match that is looked at have moved. */
import { read } from '../common/api.js';
import { watch } from '../common/stream.js';

/** So many points are kept of it; beyond that every other one of the earlier half is left out. */
const POINTS = 1000;

/** Who listens is told at most so often, in milliseconds. */
const CALM = 250;

/**
 * @typedef {object} Point
 * @property {number} at when this page learnt of it, or as of which the server tells it
 * @property {Pick<TotalsPoint, 'teams'>} tally
 */

/** @type {Map<string, Tally>} */
const tallies = new Map();

/** @type {Map<string, Outcome>} */
const outcomes = new Map();

/** Of which match it is kept how its totals move: of one, as there may be thousands. */
let lookedAt = '';

/** @type {Point[]} */
let points = [];

/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {boolean | undefined} */
let live;

/** When the line broke, or the last event came. */
let heardAt = 0;

let begun = false;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Begins to listen to the server, once. */
export function begin() {
  if (begun) {
    return;
  }
  begun = true;
  watch('/matches/events', {
    event: (event, data) => {
      heardAt = Date.now();
      if (event === 'tally') {
        take(data);
      } else if (event === 'outcome') {
        outcomes.set(data.matchId, data);
      }
      tell();
    },
    state: (now, resting = false) => {
      live = resting ? undefined : now; // nobody has looked: that is no trouble
      heardAt = Date.now();
      tell();
    },
  });
  // A browser may know sooner than the line falls silent.
  addEventListener('offline', tell);
  addEventListener('online', tell);
}

/** @param {Tally} tally */
function take(tally) {
  tallies.set(tally.matchId, tally);
  if (tally.matchId === lookedAt) {
    points.push({ at: Date.now(), tally });
    points = points.length > POINTS ? thinned(points) : points;
  }
}

/**
 * Somebody looks at a match: from now on it is kept how its totals move, and of no other.
 *
 * @param {string} matchId
 */
export function look(matchId) {
  if (lookedAt !== matchId) {
    lookedAt = matchId;
    const tally = tallies.get(matchId);
    points = tally ? [{ at: Date.now(), tally }] : [];
    void before(matchId);
  }
}

/** How they had moved by then. Without it the chart begins now, and says so. @param {string} matchId */
async function before(matchId) {
  try {
    const history = /** @type {TotalsHistory} */ (await read(`/matches/${encodeURIComponent(matchId)}/tally/history`));
    if (matchId === lookedAt) {
      const now = points[0]?.at ?? Infinity;
      const past = history.points.map((point) => ({ at: Date.parse(point.at), tally: point })).filter(({ at }) => at < now);
      points = [...past, ...points];
      tell();
    }
  } catch (e) {
    console.warn('how the totals had moved is not known', e);
  }
}

/** @param {Tally} tally that was read, as the stream may be late or broken */
export function learn(tally) {
  const known = tallies.get(tally.matchId);
  // A match without a ticket has no totals here, as in the stream.
  if (tally.updatedAt !== null && (!known || known.version < tally.version)) {
    take(tally);
    tell();
  }
}

/** @param {Point[]} all */
function thinned(all) {
  const half = all.length / 2;
  return all.filter((_, i) => i > half || i % 2 === 0);
}

function tell() {
  timer ??= setTimeout(() => {
    timer = undefined;
    listeners.forEach((listener) => listener());
  }, CALM);
}

/**
 * @param {() => void} listener
 * @returns {() => void} ends that
 */
export function onLive(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether what is shown is up to date; undefined before it is known. @returns {boolean | undefined} */
export function isLive() {
  return live && navigator.onLine;
}

/** Of when what is shown is, if it is not live. */
export function lastHeard() {
  return heardAt;
}

/** @param {string} matchId */
export function tallyOf(matchId) {
  return tallies.get(matchId);
}

/** @param {string} matchId */
export function outcomeOf(matchId) {
  return outcomes.get(matchId);
}

/** @param {string} matchId */
export function pointsOf(matchId) {
  return matchId === lookedAt ? points : [];
}
