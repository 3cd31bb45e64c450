/**
 * Words, money and times as people write them who read Korean or English. Each part of a page brings its words along:
 * whatever is missing in one language is a mistake that is seen at once.
 */

/** @typedef {'ko' | 'en'} Language */

const KEY = 'sportskk.language';

/** @type {Record<string, Record<string, string>>} */
const WORDS = { ko: {}, en: {} };

/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {Language} */
let language = first();

/** @returns {Language} */
function first() {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY);
  if (asked === 'ko' || asked === 'en') {
    return asked;
  }
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('ko')) ? 'ko' : 'en';
}

/** @returns {Language} */
export function languageNow() {
  return language;
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  language = chosen;
  localStorage.setItem(KEY, chosen);
  document.documentElement.lang = chosen;
  listeners.forEach((listener) => listener());
}

/**
 * @param {() => void} listener is told when the language has changed
 * @returns {() => void} ends that
 */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Adds words.
 *
 * @param {Record<string, [ko: string, en: string]>} words by key; `{name}` stands for a value
 */
export function say(words) {
  for (const [key, [ko, en]] of Object.entries(words)) {
    WORDS.ko[key] = ko;
    WORDS.en[key] = en;
  }
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = WORDS[language][key];
  if (text === undefined) {
    console.error(`no words for ${key}`);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * @param {string} key
 * @returns {boolean} whether there are words for it
 */
export function knows(key) {
  return WORDS[language][key] !== undefined;
}

/** @type {Map<string, Intl.NumberFormat | Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @template {Intl.NumberFormat | Intl.DateTimeFormat} F
 * @param {string} name
 * @param {() => F} make
 * @returns {F}
 */
function format(name, make) {
  const key = language + name;
  if (!formats.has(key)) {
    formats.set(key, make());
  }
  return /** @type {F} */ (formats.get(key));
}

const locale = () => (language === 'ko' ? 'ko-KR' : 'en-GB');

/**
 * An amount: `5,000원` or `₩5,000`.
 *
 * @param {number} amount in KRW
 */
export function won(amount) {
  const digits = number(Math.abs(amount));
  const sign = amount < 0 ? '−' : '';
  return language === 'ko' ? `${sign}${digits}원` : `${sign}₩${digits}`;
}

/** @param {number} value */
export function number(value) {
  return format('number', () => new Intl.NumberFormat(locale())).format(value);
}

/**
 * What one won is paid, with its one decimal: `2.8`.
 *
 * @param {number} dividend
 */
export function odds(dividend) {
  return format('odds', () => new Intl.NumberFormat(locale(), { minimumFractionDigits: 1 })).format(dividend);
}

/**
 * The time of day, with its date if that is another day, and its year if that is another year.
 *
 * @param {string | number | Date} when
 */
export function time(when) {
  const date = new Date(when);
  const now = new Date();
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: '2-digit', minute: '2-digit' };
  if (date.toDateString() === now.toDateString()) {
    return format('time', () => new Intl.DateTimeFormat(locale(), clock)).format(date);
  }
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { month: 'short', day: 'numeric', ...clock };
  return date.getFullYear() === now.getFullYear()
    ? format('day', () => new Intl.DateTimeFormat(locale(), day)).format(date)
    : format('year', () => new Intl.DateTimeFormat(locale(), { year: 'numeric', ...day })).format(date);
}

/**
 * To the second.
 *
 * @param {string | number | Date} when
 */
export function exactTime(when) {
  return format('exact', () => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' })).format(
    new Date(when),
  );
}

/**
 * How long something takes, in the two largest units: `2h 5m`, `1분 20초`.
 *
 * @param {number} millis
 */
export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const parts = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const units = language === 'ko' ? ['일', '시간', '분', '초'] : ['d', 'h', 'm', 's'];
  const from = Math.max(0, parts.findIndex((part) => part > 0));
  const begin = parts.every((part) => part === 0) ? 3 : from;
  return parts
    .slice(begin, begin + 2)
    .map((part, i) => (part === 0 && i > 0 ? '' : `${part}${units[begin + i]}`))
    .filter((part) => part)
    .join(' ');
}

document.documentElement.lang = language;
