/** What shows how time goes by. Neither is read out by itself. */
import { html } from 'lit';
import { Part, eachSecond } from '../common/part.js';
import { duration, exactTime, say, t, time } from '../common/text.js';
import { until } from './clock.js';

say({
  'close.in': ['마감까지 {left}', 'closes in {left}'],
  'close.at': ['{at} 마감', 'closes at {at}'],
  'open.at': ['{at} 발매 시작', 'opens at {at}'],
  'closed.at': ['{at} 마감됨', 'closed at {at}'],
  'time.ago': ['{age} 전', '{age} ago'],
  'time.now': ['방금', 'just now'],
});

/** The close of a match by the server's clock: its time, and from a day before on how long it still is. */
class CountDown extends Part {
  static properties = { match: { attribute: false } };

  constructor() {
    super(eachSecond);
    /** @type {Match | undefined} */
    this.match = undefined;
  }

  render() {
    const match = this.match;
    if (!match) {
      return '';
    }
    const left = until(match.closesAt);
    if (match.salesStatus === 'Closed' || left <= 0) {
      return this.#at('closed.at', match.closedAt ?? match.closesAt);
    }
    if (match.salesStatus === 'NotOpen' && until(match.opensAt) > 0) {
      return this.#at('open.at', match.opensAt);
    }
    if (left > 86_400_000) {
      return this.#at('close.at', match.closesAt);
    }
    return html`<time datetime=${match.closesAt} title=${exactTime(match.closesAt)} class=${left < 300_000 ? 'urgent' : ''}
      >${t('close.in', { left: duration(left) })}</time
    >`;
  }

  /**
   * @param {string} key
   * @param {string} at
   */
  #at(key, at) {
    return html`<time datetime=${at} title=${exactTime(at)}>${t(key, { at: time(at) })}</time>`;
  }
}

customElements.define('count-down', CountDown);

/** How long ago something was, by this device. */
class TimeAgo extends Part {
  static properties = { at: { attribute: false }, words: { attribute: false } };

  constructor() {
    super(eachSecond);
    this.at = 0;
    /** @type {(age: string) => string} */
    this.words = (age) => age;
  }

  render() {
    const age = Date.now() - this.at;
    return this.words(age < 2_000 ? t('time.now') : t('time.ago', { age: duration(age) }));
  }
}

customElements.define('time-ago', TimeAgo);
