package io.sportskk.ticket;

import io.sportskk.ticket.ResumeReply.NothingLeft;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one sweep does on the database, in one transaction: whoever is taken is woken. It has copies
 * of what it needs, as it runs on another thread than the sweeper.
 *
 * @param finished tickets that turned out to have no business on the list
 * @param watched those of whom the sweeper wants to know whether they are still unfinished
 */
record SweepersLook(
    UnfinishedTickets unfinished,
    Instant now,
    int batch,
    List<NothingLeft> finished,
    Set<String> watched,
    Queue money,
    Queue untallied) {

  /**
   * How many of those that wait for the same part may be taken.
   *
   * @param getsThrough whether others did lately, so that nobody need wait for his time
   */
  record Queue(int size, boolean getsThrough) {

    static Queue of(Wave wave) {
      return new Queue(wave.size(), wave.getsThrough());
    }
  }

  /**
   * What was found.
   *
   * @param unfinished of those that were watched
   * @param money who has been taken to be woken, as money is in the air
   * @param untallied who has been taken to be woken, as the tally's word is missing
   */
  record Found(Set<String> unfinished, List<String> money, List<String> untallied) {}

  static SweepersLook of(
      UnfinishedTickets unfinished,
      Instant now,
      int batch,
      List<NothingLeft> finished,
      Wave money,
      Wave untallied) {
    return new SweepersLook(
        unfinished,
        now,
        batch,
        finished,
        Stream.concat(money.watched().stream(), untallied.watched().stream())
            .collect(Collectors.toUnmodifiableSet()),
        Queue.of(money),
        Queue.of(untallied));
  }

  Found look(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    unfinished.removeFinished(connection, finished);
    Set<String> stillUnfinished = unfinished.listed(connection, watched);
    // Money first. A deadline must be kept whether or not payment answers.
    List<String> forMoney = new ArrayList<>(unfinished.takeOverdue(connection, now, batch));
    forMoney.addAll(take(connection, true, money, batch - forMoney.size()));
    List<String> forTally = take(connection, false, untallied, batch - forMoney.size());
    connection.commit();
    return new Found(stillUnfinished, forMoney, forTally);
  }

  private List<String> take(Connection connection, boolean money, Queue queue, int room)
      throws SQLException {
    int atMost = Math.min(queue.size(), room);
    List<String> taken = new ArrayList<>(unfinished.takeDue(connection, now, money, atMost));
    if (queue.getsThrough()) {
      taken.addAll(unfinished.takeEarly(connection, now, money, atMost - taken.size()));
    }
    return taken;
  }
}
