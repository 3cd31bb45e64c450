/** What a part has read of the API: nothing yet, or something of a time, and what went wrong since. */
import { html, nothing } from 'lit';
import { Problem, read } from '../common/api.js';
import { exactTime, say, t } from '../common/text.js';
import { isLive } from './live.js';
import { problemNotice, problemOf } from './problems.js';

say({
  'reading.busy': ['불러오는 중입니다…', 'Loading…'],
  'reading.old': ['{at} 현재 내용입니다. 새로 읽지 못했습니다.', 'This is as of {at}. It could not be read anew.'],
  'reading.again': ['다시 시도', 'Try again'],
});

/** @template T */
export class Reading {
  /**
   * @param {{requestUpdate: () => void, whileHere: (end: () => void) => void}} part is drawn again with each change
   * @param {() => string} path
   */
  constructor(part, path) {
    this.part = part;
    this.path = path;
    /** @type {T | undefined} */
    this.value = undefined;
    /** @type {Problem | undefined} */
    this.problem = undefined;
    /** When the value was read. */
    this.at = 0;
    this.busy = false;
    /** @type {AbortController | undefined} */
    this.asked = undefined;
    this.watched = false;
  }

  /** Reads it (anew): who asks last wins. */
  async again() {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.endWithPart();
    this.busy = true;
    this.part.requestUpdate();
    try {
      const value = /** @type {T} */ (await read(this.path(), { signal: asked.signal }));
      if (!asked.signal.aborted) {
        this.take(value);
      }
    } catch (e) {
      if (!asked.signal.aborted) {
        this.problem = problemOf(e);
      }
    } finally {
      // Whoever has asked since is busy still.
      if (!asked.signal.aborted) {
        this.busy = false;
        this.part.requestUpdate();
      }
    }
  }

  /** Reads it anew, unless it is being read: what is slow must come to its end. */
  async poll() {
    if (!this.busy) {
      await this.again();
    }
  }

  endWithPart() {
    if (!this.watched) {
      this.watched = true;
      this.part.whileHere(() => {
        this.watched = false;
        this.busy = false;
        this.asked?.abort();
      });
    }
  }

  /** @param {T} value that was told otherwise, by an answer or a stream */
  take(value) {
    this.value = value;
    this.at = Date.now();
    this.problem = undefined;
    this.part.requestUpdate();
  }

  /** What it was is of no use any more. */
  forget() {
    this.value = undefined;
    this.problem = undefined;
  }

  /** @param {(value: T) => unknown} draw */
  show(draw) {
    if (this.value !== undefined) {
      return html`${this.problem ? this.stale(this.problem) : nothing}${draw(this.value)}`;
    }
    return this.problem
      ? problemNotice(this.problem, { label: t('reading.again'), run: () => this.again() })
      : html`<p class="soft waiting" role="status">${t('reading.busy')}</p>`;
  }

  /** @param {Problem} problem */
  stale(problem) {
    if (problem.kind === 'offline' && isLive() === false) {
      return nothing; // the page as a whole says so
    }
    return problemNotice(
      problem,
      { label: t('reading.again'), run: () => this.again() },
      t('reading.old', { at: exactTime(this.at) }),
    );
  }
}
