/**
 * How one learns what becomes of tickets. The two that matter most are watched, each by a stream of its own: a browser has few connections
 * to a server. The others are read again now and then.
 */
import { read } from '../common/api.js';
import { watch } from '../common/stream.js';

const STREAMS = 2;
const WHILE_UNDER_WAY = 4_000;
const ELSE = 30_000;

/** What may change by itself, and what does soon. */
export const UNFINISHED = new Set(['Pending', 'Approved', 'Cancelling', 'Undecided']);
export const UNDER_WAY = new Set(['Pending', 'Cancelling']);

/**
 * @param {() => Ticket[]} known newest first
 * @param {(ticket: Ticket) => void} tell
 */
export function ticketSource(known, tell) {
  /** @type {Map<string, {close: () => void}>} */
  const streams = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let readAt = Date.now();

  /** @returns {Ticket[]} those that may change, by how soon */
  function unfinished() {
    const all = known().filter((ticket) => UNFINISHED.has(ticket.status));
    return [
      ...all.filter((ticket) => UNDER_WAY.has(ticket.status)),
      ...all.filter((ticket) => !UNDER_WAY.has(ticket.status)),
    ];
  }

  function choose() {
    const all = unfinished();
    const watched = new Set(all.slice(0, STREAMS).map((ticket) => ticket.ticketId));
    for (const [id, stream] of streams) {
      if (!watched.has(id)) {
        stream.close();
        streams.delete(id);
      }
    }
    for (const id of watched) {
      if (!streams.has(id)) {
        streams.set(
          id,
          watch(`/tickets/${id}/events`, { event: (kind, data) => kind === 'ticket' && tell(/** @type {Ticket} */ (data)) }),
        );
      }
    }
    clearTimeout(timer);
    const rest = all.slice(STREAMS);
    if (rest.length > 0) {
      const every = rest.some((ticket) => UNDER_WAY.has(ticket.status)) ? WHILE_UNDER_WAY : ELSE;
      timer = setTimeout(() => void again(rest), Math.max(0, readAt + every - Date.now()));
    }
  }

  /** @param {Ticket[]} rest */
  async function again(rest) {
    readAt = Date.now();
    if (!document.hidden) {
      const ids = new Set(rest.map((ticket) => ticket.ticketId));
      try {
        const page = /** @type {Page<Ticket>} */ (await read('/tickets?limit=100'));
        page.items.filter((ticket) => ids.has(ticket.ticketId)).forEach(tell);
      } catch {
        // It is asked again in its turn.
      }
    }
    choose();
  }

  return {
    /** To be called when there are others, or they stand otherwise. */
    choose,
    end: () => {
      clearTimeout(timer);
      streams.forEach((stream) => stream.close());
      streams.clear();
    },
  };
}
