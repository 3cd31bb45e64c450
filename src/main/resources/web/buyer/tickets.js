/** The buyer's own tickets, as far as the page has seen them, each as it stands by the newest that is known. */
import { read, write } from '../common/api.js';
import { Changing } from '../common/part.js';
import { onSession, who } from '../common/session.js';
import { account } from './account.js';
import { matches } from './matches.js';
import { ticketSource } from './ticket-source.js';

class Tickets extends Changing {
  /** @type {Map<string, Ticket>} */
  #known = new Map();
  /** @type {ReturnType<typeof ticketSource> | null} */
  #source = null;
  /** @type {Set<(ticket: Ticket, before: Ticket | undefined) => void>} */
  #watchers = new Set();
  /** @type {Map<string, string>} How matches stood whose tickets were read for it. */
  #outcomes = new Map();

  start() {
    const begin = () => {
      this.#source?.end();
      this.#known.clear();
      this.#source = who() ? ticketSource(() => this.list(), (ticket) => this.take(ticket)) : null;
      this.changed();
      void this.load();
    };
    onSession(begin);
    matches.follow(() => this.#paid());
    begin();
  }

  /** @param {(ticket: Ticket, before: Ticket | undefined) => void} watcher is told what has changed */
  onChange(watcher) {
    this.#watchers.add(watcher);
  }

  /** The newest ones. */
  async load() {
    if (who()) {
      await this.page(null, null, null).catch(() => {});
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
      this.#source?.choose();
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
      this.#source?.choose();
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
    this.#known.set(ticket.ticketId, ticket);
    this.#watchers.forEach((watcher) => watcher(ticket, before));
    return true;
  }

  /** Once a match has ended otherwise than it had, its tickets do so. */
  #paid() {
    for (const ticket of this.#known.values()) {
      const status = matches.outcome(ticket.matchId)?.status;
      if (status && this.#outcomes.get(ticket.matchId) !== status) {
        const first = !this.#outcomes.has(ticket.matchId);
        this.#outcomes.set(ticket.matchId, status);
        if (!first && (status === 'Settled' || status === 'Void')) {
          void this.page(null, ticket.matchId, null).catch(() => {});
        }
      }
    }
  }
}

/**
 * The list may be half a second behind what the ticket itself has told.
 *
 * @param {Ticket} one
 * @param {Ticket} other
 */
function isNewer(one, other) {
  const later = Date.parse(one.updatedAt) - Date.parse(other.updatedAt);
  if (later !== 0) {
    return later > 0;
  }
  return one.status !== other.status ? other.status === 'Pending' : one.tallied && !other.tallied;
}

export const tickets = new Tickets();
