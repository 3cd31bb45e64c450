/**
 * The payment breakers of all nodes, asked for every few seconds while somebody looks. What they were before, the nodes know.
 */
import { Problem, read } from '../common/api.js';
import { bearer } from '../common/session.js';
import { problemOf } from './problems.js';

/** How often it is asked, in milliseconds. */
export const EVERY = 3000;

/**
 * @typedef {object} Span a time in which a breaker was in one state
 * @property {'Closed' | 'Open'} state
 * @property {number} from
 * @property {number} to
 *
 * @typedef {object} Seen
 * @property {PaymentBreaker} now
 * @property {number} at
 * @property {boolean} there whether it was in the last answer
 * @property {Span[]} spans the oldest first; none by a node of an earlier release
 * @property {number} answered a second, between the last two answers
 * @property {number} failures
 * @property {number} suspended
 */

/** @type {Map<string, Seen>} */
const nodes = new Map();

/** @type {Problem | undefined} */
let problem;

let askedAt = 0;
let begun = false;
let asking = false;

/** @type {Set<() => void>} */
const listeners = new Set();

/** Begins to ask, once: rates are there whatever part of the page is seen first. */
export function beginBreakers() {
  if (begun) {
    return;
  }
  begun = true;
  const look = () => {
    if (document.visibilityState === 'visible' && bearer() !== null && !asking) {
      void ask();
    }
  };
  look();
  setInterval(look, EVERY);
}

/**
 * @param {() => void} listener is told of each answer
 * @returns {() => void} ends that
 */
export function onBreakers(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function ask() {
  asking = true;
  try {
    const { items } = /** @type {Page<PaymentBreaker>} */ (await read('/admin/payments'));
    const at = Date.now();
    nodes.forEach((seen) => {
      seen.there = false;
    });
    items.forEach((breaker) => nodes.set(breaker.node, next(nodes.get(breaker.node), breaker, at)));
    problem = undefined;
    askedAt = at;
  } catch (e) {
    problem = problemOf(e);
  } finally {
    asking = false;
  }
  listeners.forEach((listener) => listener());
}

/**
 * @param {Seen | undefined} before
 * @param {PaymentBreaker} now
 * @param {number} at
 * @returns {Seen}
 */
function next(before, now, at) {
  const spans = now.turns.map(({ state, at: from }, i) => ({
    state,
    from: Date.parse(from),
    to: i + 1 < now.turns.length ? Date.parse(now.turns[i + 1].at) : at,
  }));
  const seen = { now, at, there: true, spans, answered: 0, failures: 0, suspended: 0 };
  if (!before || now.answered + now.failures < before.now.answered + before.now.failures) {
    return seen; // not seen yet, or started anew
  }
  const seconds = (at - before.at) / 1000;
  return {
    ...seen,
    answered: (now.answered - before.now.answered) / seconds,
    failures: (now.failures - before.now.failures) / seconds,
    suspended: (now.suspended - before.now.suspended) / seconds,
  };
}

/** @returns {Seen[]} by the name of the node */
export function breakers() {
  return [...nodes.values()].sort((a, b) => a.now.node.localeCompare(b.now.node));
}

/** @returns {Problem | undefined} */
export function breakersProblem() {
  return problem;
}

/** When they were read last; 0 if never. */
export function breakersAt() {
  return askedAt;
}
