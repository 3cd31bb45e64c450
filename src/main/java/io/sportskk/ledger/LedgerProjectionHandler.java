package io.sportskk.ledger;

import akka.projection.eventsourced.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import io.sportskk.kernel.PooledJdbcSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Books a group of events, in the transaction that also stores their offset. */
final class LedgerProjectionHandler<E>
    extends JdbcHandler<List<EventEnvelope<E>>, PooledJdbcSession> {

  private final Function<E, Booking> bookings;
  private final LedgerRepository ledger;

  /**
   * @param bookings what an event moves
   */
  LedgerProjectionHandler(Function<E, Booking> bookings, LedgerRepository ledger) {
    this.bookings = bookings;
    this.ledger = ledger;
  }

  @Override
  public void process(PooledJdbcSession session, List<EventEnvelope<E>> group) throws SQLException {
    List<LedgerRepository.Entry> entries = new ArrayList<>();
    for (EventEnvelope<E> envelope : group) {
      Booking booking = bookings.apply(envelope.event());
      String transactionId = envelope.persistenceId() + "/" + envelope.sequenceNr();
      int leg = 0;
      for (Movement movement : booking.movements()) {
        leg++;
        entries.add(
            new LedgerRepository.Entry(
                transactionId, leg, movement, booking.correlationId(), booking.at()));
      }
    }
    ledger.book(session.connection(), entries);
  }
}
