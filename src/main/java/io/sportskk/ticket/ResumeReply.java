package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/** The answer to {@link TicketCommand.Resume}, if there is one. */
public sealed interface ResumeReply extends CborSerializable {

  /**
   * Nothing of this ticket is left to be done.
   *
   * @param wokenAt when it was woken
   */
  record NothingLeft(String ticketId, Instant wokenAt) implements ResumeReply {}
}
