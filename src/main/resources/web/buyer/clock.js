/**
 * The server's clock: whether sales are open goes by it, whatever this device believes the time to be. A server tells its time to the
 * second in each answer; a few answers together tell it better than that.
 */

/** The server's time is this device's and something between these, in milliseconds. */
let least = -Infinity;
let most = Infinity;

/**
 * @param {Headers} headers of an answer
 * @param {number} sent when it was asked for, by this device
 */
export function tellTime(headers, sent) {
  const told = Date.parse(headers.get('Date') ?? '');
  if (Number.isNaN(told)) {
    return;
  }
  const from = told - Date.now();
  const to = told + 1000 - sent;
  if (from > most || to < least) {
    // One of the clocks has been set: what was known before is of no use.
    least = from;
    most = to;
  } else {
    least = Math.max(least, from);
    most = Math.min(most, to);
  }
}

/** In milliseconds since 1970, as `Date.now()`. */
export function serverNow() {
  return Date.now() + (Number.isFinite(least) ? (least + most) / 2 : 0);
}

/** @param {string} instant of the server */
export function until(instant) {
  return Date.parse(instant) - serverNow();
}
