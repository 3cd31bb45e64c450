/** The buyer's own tickets, as far as the page has seen them, each as it stands by the newest that is known. */
import { read, write } from '../common/api.js';
import { Changing } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { account } from './account.js';
import { ticketSource } from './ticket-source.js';

const UNFINISHED = new Set(['Pending', 'Approved', 'Cancelling', 'Undecided']);

/** So many that are not in the list's first page are read again at once. */
const MOST = 20;

/** After so long a ticket that could not be read is read again; in milliseconds. */
const AGAIN = 10_000;

class Tickets extends Changing {
  /** @type {Map<string, Ticket>} */
  #known = new Map();
  /** @type {ReturnType<typeof ticketSource> | null} */
  #source = null;
  /** @type {Set<(ticket: Ticket, before: Ticket | undefined) => void>} */
  #watchers = new Set();
  /** @type {Map<string, number>} From when on a ticket is read again to know it whole, by this device. */
  #again = new Map();

  /** Whether changes are not told as they happen. */
  lost = false;

  start() {
    const begin = () => {
      this.#source?.end();
      this.#known.clear();
      this.#again.clear();
      this.lost = false;
      this.#source = who()
        ? ticketSource(
            (ticket) => this.take(ticket),
            () => void this.load(),
            (lost) => {
              this.lost = lost;
              this.changed();
            },
          )
        : null;
      this.changed();
    };
    onSession(begin);
    begin();
  }

  /** @param {(ticket: Ticket, before: Ticket | undefined) => void} watcher is told what has changed */
  onChange(watcher) {
    this.#watchers.add(watcher);
  }

  /** The newest ones, and those that are older and may have changed. */
  async load() {
    if (!who()) {
      return;
    }
    try {
      const page = await this.page(null, null, null);
      const ids = new Set(page.items.map((ticket) => ticket.ticketId));
      const rest = this.list().filter((ticket) => UNFINISHED.has(ticket.status) && !ids.has(ticket.ticketId));
      await Promise.all(rest.slice(0, MOST).map((ticket) => this.look(ticket.ticketId)));
    } catch {
      // The stream tells whether the server can be reached, and then it is read again.
    }
  }

  /**
   * @param {string | null} status
   * @param {string | null} matchId
   * @param {string | null} cursor
   * @returns {Promise<Page<Ticket>>}
   */
  async page(status, matchId, cursor) {
    const person = who()?.id;
    const query = new URLSearchParams({ limit: '20' });
    Object.entries({ status, matchId, cursor }).forEach(([name, value]) => value && query.set(name, value));
    const page = /** @type {Page<Ticket>} */ (await read(`/tickets?${query}`));
    if (person === who()?.id) {
      page.items.forEach((ticket) => this.#put(ticket));
      this.changed();
    }
    return page;
  }

  /** Newest first. */
  list() {
    return [...this.#known.values()].sort((a, b) => b.requestedAt.localeCompare(a.requestedAt));
  }

  /** @param {string} id */
  get(id) {
    return this.#known.get(id);
  }

  /** @param {string} matchId */
  of(matchId) {
    return this.list().filter((ticket) => ticket.matchId === matchId);
  }

  /** @param {Ticket} ticket as somebody has told it */
  take(ticket) {
    if (ticket.buyerId === who()?.id && this.#put(ticket)) {
      account.loadSoon();
      this.changed();
    }
  }

  /**
   * @param {string} id
   * @returns {Promise<Ticket>}
   */
  async look(id) {
    const ticket = /** @type {Ticket} */ (await read(`/tickets/${id}`));
    this.take(ticket);
    return ticket;
  }

  /**
   * Reads what lists leave out, such as until when it can be cancelled; once.
   *
   * @param {string} id
   */
  complete(id) {
    if (Date.now() >= (this.#again.get(id) ?? 0)) {
      this.#again.set(id, Infinity);
      this.look(id).catch(() => this.#again.set(id, Date.now() + AGAIN));
    }
  }

  /**
   * May be repeated.
   *
   * @param {string} id
   * @returns {Promise<Ticket>}
   */
  async cancel(id) {
    const ticket = /** @type {Ticket} */ (await write('POST', `/tickets/${id}/cancel`));
    this.take(ticket);
    return ticket;
  }

  /** @param {Ticket} ticket */
  #put(ticket) {
    const before = this.#known.get(ticket.ticketId);
    if (before && !isNewer(ticket, before)) {
      return false;
    }
    this.#known.set(ticket.ticketId, before?.status === ticket.status ? whole(ticket, before) : ticket);
    this.#watchers.forEach((watcher) => watcher(ticket, before));
    return true;
  }
}

/**
 * The list may be half a second behind what the ticket itself has told, and leaves some of it out.
 *
 * @param {Ticket} one
 * @param {Ticket} other
 */
function isNewer(one, other) {
  const later = Date.parse(one.updatedAt) - Date.parse(other.updatedAt);
  if (later !== 0) {
    return later > 0;
  }
  if (one.status !== other.status) {
    return other.status === 'Pending';
  }
  return (one.tallied && !other.tallied) || (one.cancellableUntil !== undefined && other.cancellableUntil === undefined);
}

/**
 * A ticket with what the one before has told that this one leaves out.
 *
 * @param {Ticket} ticket
 * @param {Ticket} before of the same status
 * @returns {Ticket}
 */
function whole(ticket, before) {
  const cancellableUntil = ticket.cancellableUntil ?? before.cancellableUntil;
  return { ...ticket, tallied: ticket.tallied || before.tallied, ...(cancellableUntil === undefined ? {} : { cancellableUntil }) };
}

export const tickets = new Tickets();
