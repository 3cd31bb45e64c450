/** Times that are typed or seen to the second: by the clock where the browser is; the API is told UTC. */
import { languageNow } from '../common/text.js';

/**
 * As a field of the kind datetime-local has it.
 *
 * @param {string | number | null | undefined} when
 */
export function toField(when) {
  if (when === null || when === undefined || when === '') {
    return '';
  }
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/**
 * @param {string} field
 * @returns {string} in UTC; empty if nothing was typed
 */
export function fromField(field) {
  const date = new Date(field);
  return field === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/**
 * The time of day to the second, with its date if that is another day.
 *
 * @param {number} when
 */
export function clock(when) {
  /** @type {Intl.DateTimeFormatOptions} */
  const today = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
  const same = new Date(when).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(languageNow(), same ? today : { month: 'short', day: 'numeric', ...today }).format(when);
}

/** The name of the place whose clock that is. */
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
