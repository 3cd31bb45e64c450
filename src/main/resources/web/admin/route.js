/**
 * Where one is in this page: what follows the # of its address, such as `#/tickets?status=Undecided`. (Below /admin/ are
 * resources of the API, so these are no paths.)
 */

/**
 * @typedef {object} Place
 * @property {string[]} steps
 * @property {URLSearchParams} query
 */

/** @returns {Place} */
export function place() {
  const hash = location.hash.replace(/^#\/?/, '');
  const mark = hash.indexOf('?');
  const path = mark < 0 ? hash : hash.slice(0, mark);
  return {
    steps: path.split('/').filter(Boolean).map(decoded),
    query: new URLSearchParams(mark < 0 ? '' : hash.slice(mark + 1)),
  };
}

/** @param {string} step */
function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/**
 * @param {string[]} steps
 * @param {Record<string, string | null | undefined>} [query] what is empty is left out
 */
export function link(steps, query = {}) {
  const asked = parameters(query);
  return '#/' + steps.map(encodeURIComponent).join('/') + (asked && '?' + asked);
}

/**
 * @param {Record<string, string | number | null | undefined>} query what is empty is left out
 * @returns {string} without a question mark
 */
export function parameters(query) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') {
      all.set(name, String(value));
    }
  }
  return all.toString();
}

/** @param {string} to */
export function go(to) {
  location.hash = to;
}
