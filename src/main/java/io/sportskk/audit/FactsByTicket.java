package io.sportskk.audit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of all tickets, by ticket id. Thread-safe, so that wallets, tally and view can be
 * read at the same time. Strings that stand in many of them are kept once.
 */
final class FactsByTicket {

  private final Map<String, TicketFacts> byTicket = new ConcurrentHashMap<>();
  private final Map<String, String> shared = new ConcurrentHashMap<>();

  TicketFacts of(String ticketId) {
    return byTicket.computeIfAbsent(ticketId, first -> new TicketFacts());
  }

  /** Takes the facts out; they are empty if nobody knows the ticket. */
  TicketFacts take(String ticketId) {
    TicketFacts facts = byTicket.remove(ticketId);
    return facts == null ? new TicketFacts() : facts;
  }

  /** What nobody has taken. */
  Map<String, TicketFacts> left() {
    return byTicket;
  }

  /** The one instance of a string that stands in many of them. Null stays null. */
  String share(String text) {
    if (text == null) {
      return null;
    }
    String known = shared.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** So many bits that two texts have the same by chance once in millions of audits. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
