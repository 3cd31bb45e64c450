/** How one learns what becomes of one's tickets: one stream tells all that changes, and what it may have missed is read again. */
import { watch } from '../common/stream.js';

/** The list is up to half a second behind the stream; in milliseconds. */
const BEHIND = 1_000;

/**
 * @param {(ticket: Ticket) => void} tell
 * @param {() => void} readAgain
 * @returns {{end: () => void}}
 */
export function ticketSource(tell, readAgain) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {{close: () => void} | undefined} */
  let stream;

  let first = true;

  function missed() {
    readAgain();
    if (!first) {
      clearTimeout(timer);
      timer = setTimeout(readAgain, BEHIND);
    }
    first = false;
  }

  function begin() {
    stream?.close(); // what was open when the network went may be dead without knowing
    stream = watch('/tickets/events', {
      event: (kind, data) => {
        if (kind === 'ticket') {
          tell(/** @type {Ticket} */ (data));
        } else if (kind === 'gap') {
          missed();
        }
      },
      state: (live) => live && missed(),
    });
  }

  begin();
  addEventListener('online', begin);
  return {
    end: () => {
      clearTimeout(timer);
      stream?.close();
      removeEventListener('online', begin);
    },
  };
}
