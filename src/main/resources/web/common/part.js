/** What the parts of both pages have in common. */
import { LitElement } from 'lit';
import { onLanguage } from './text.js';

/** @typedef {(listener: () => void) => () => void} Source tells its listeners of changes, until it is called off */

/**
 * An element that is drawn into the page itself, so that the page's styles and labels hold in it,
 * and drawn anew when the language or one of its sources changes.
 */
export class Part extends LitElement {
  /** @param {Source[]} sources */
  constructor(...sources) {
    super();
    /** @type {(() => void)[]} */
    let ends = [];
    this.addController({
      hostConnected: () => {
        ends = [onLanguage, ...sources].map((follow) => follow(() => this.requestUpdate()));
      },
      hostDisconnected: () => ends.forEach((end) => end()),
    });
  }

  /** @override */
  createRenderRoot() {
    return this;
  }
}

/** Something that changes, and tells so. */
export class Changing {
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @type {Source} */
  follow = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  changed() {
    this.#listeners.forEach((listener) => listener());
  }
}

/** @type {Set<() => void>} */
const tickers = new Set();

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

function tick() {
  if (!document.hidden) {
    tickers.forEach((ticker) => ticker());
  }
}

/**
 * Once a second while somebody looks, for all that shows how time goes by.
 *
 * @type {Source}
 */
export function eachSecond(listener) {
  tickers.add(listener);
  if (ticking === undefined) {
    ticking = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    tickers.delete(listener);
    if (tickers.size === 0) {
      clearInterval(ticking);
      document.removeEventListener('visibilitychange', tick);
      ticking = undefined;
    }
  };
}
