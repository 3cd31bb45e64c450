/**
 * The payment breakers of all nodes, asked for every few seconds while somebody looks, and what they were since this page
 * was opened. Between two answers a breaker may have opened and closed again: `opened` counts that.
 */
import { Problem, read } from '../common/api.js';
import { bearer } from '../common/session.js';
import { problemOf } from './problems.js';

/** How often it is asked, in milliseconds. */
export const EVERY = 3000;

/** If nothing was heard for longer, nobody knows what was in between. */
const BLIND = 3 * EVERY;

const SPANS = 500;

/**
 * @typedef {object} Span a time in which nothing else was seen
 * @property {PaymentBreaker['state'] | 'Unknown'} state
 * @property {number} from
 * @property {number} to
 *
 * @typedef {object} Seen
 * @property {PaymentBreaker} now
 * @property {number} at
 * @property {boolean} there whether it was in the last answer
 * @property {Span[]} spans
 * @property {number} answered a second, between the last two answers
 * @property {number} failures
 * @property {number} suspended
 * @property {number} missed openings that no answer has shown
 */

/** @type {Map<string, Seen>} */
const nodes = new Map();

/** @type {Problem | undefined} */
let problem;

let askedAt = 0;
let openedAt = 0;
let asking = false;

/** @type {Set<() => void>} */
const listeners = new Set();

/** Begins to ask, once: the history goes on whatever part of the page is seen. */
export function beginBreakers() {
  if (openedAt > 0) {
    return;
  }
  openedAt = Date.now();
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
  if (!before || now.answered + now.failures < before.now.answered + before.now.failures) {
    // Not seen yet, or started anew.
    const spans = before?.spans ?? [];
    return { now, at, there: true, spans: [...spans, span(now, at)], answered: 0, failures: 0, suspended: 0, missed: before?.missed ?? 0 };
  }
  const seconds = (at - before.at) / 1000;
  const opened = now.opened - before.now.opened;
  const shown = now.state !== 'Closed' && now.since !== before.now.since ? 1 : 0;
  return {
    now,
    at,
    there: true,
    spans: longer(before.spans, now, before.at, at),
    answered: (now.answered - before.now.answered) / seconds,
    failures: (now.failures - before.now.failures) / seconds,
    suspended: (now.suspended - before.now.suspended) / seconds,
    missed: before.missed + Math.max(0, opened - shown),
  };
}

/**
 * @param {PaymentBreaker} now
 * @param {number} at
 * @returns {Span}
 */
function span(now, at) {
  return { state: now.state, from: Math.max(openedAt, Math.min(at, Date.parse(now.since))), to: at };
}

/**
 * @param {Span[]} spans
 * @param {PaymentBreaker} now
 * @param {number} before
 * @param {number} at
 * @returns {Span[]}
 */
function longer(spans, now, before, at) {
  const last = spans[spans.length - 1];
  if (last.state === now.state && (at - before <= BLIND || Date.parse(now.since) < before)) {
    return [...spans.slice(0, -1), { ...last, to: at }];
  }
  const changed = Math.max(before, Math.min(at, Date.parse(now.since)));
  const known = at - before <= BLIND ? { ...last, to: changed } : last;
  const dark = at - before <= BLIND ? [] : [{ state: /** @type {const} */ ('Unknown'), from: last.to, to: changed }];
  return [...spans.slice(0, -1), known, ...dark, { state: now.state, from: changed, to: at }].slice(-SPANS);
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

/** Since when there is a history. */
export function breakersSince() {
  return openedAt;
}
