/** How one learns what becomes of one's tickets: one stream tells all that changes, and what it may have missed is read again. */
import { watch } from '../common/stream.js';

/** The list is up to half a second behind the stream; in milliseconds. */
const BEHIND = 1_000;

/** How often the list is read while the stream does not tell; in milliseconds. */
const WITHOUT_STREAM = 5_000;

/**
 * @param {(ticket: Ticket) => void} tell
 * @param {() => void} readAgain
 * @param {(lost: boolean) => void} state whether changes are to be told as they happen, and are not
 * @returns {{end: () => void}}
 */
export function ticketSource(tell, readAgain, state) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let reading;

  let first = true;

  function missed() {
    readAgain();
    if (!first) {
      clearTimeout(timer);
      timer = setTimeout(readAgain, BEHIND);
    }
    first = false;
  }

  const stream = watch('/tickets/events', {
    event: (kind, data) => {
      if (kind === 'ticket') {
        tell(/** @type {Ticket} */ (data));
      } else if (kind === 'gap') {
        missed();
      }
    },
    state: (live, resting) => {
      clearInterval(reading);
      if (live) {
        missed();
      } else if (!resting) {
        readAgain();
        reading = setInterval(() => document.hidden || readAgain(), WITHOUT_STREAM);
      }
      state(!live && !resting);
    },
  });

  return {
    end: () => {
      clearTimeout(timer);
      clearInterval(reading);
      stream.close();
    },
  };
}
