package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import io.sportskk.tally.CountReply.Done;
import io.sportskk.tally.CountReply.NotDone;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.tally.TotalsReply.Found;
import io.sportskk.tally.TotalsReply.Unavailable;
import java.util.List;

/** A command that waits for the database. */
sealed interface TallyJob {

  /** What is to be written for it. */
  List<Entry> entries();

  void done(MatchTotals totals);

  void notDone(String cause);

  record Change(Entry entry, ActorRef<CountReply> replyTo) implements TallyJob {

    @Override
    public List<Entry> entries() {
      return List.of(entry);
    }

    @Override
    public void done(MatchTotals totals) {
      replyTo.tell(new Done());
    }

    @Override
    public void notDone(String cause) {
      replyTo.tell(new NotDone(cause));
    }
  }

  /** Totals are asked for, as they are then. */
  sealed interface Asking extends TallyJob {

    ActorRef<TotalsReply> replyTo();

    @Override
    default List<Entry> entries() {
      return List.of();
    }

    @Override
    default void done(MatchTotals totals) {
      replyTo().tell(new Found(totals));
    }

    @Override
    default void notDone(String cause) {
      replyTo().tell(new Unavailable(cause));
    }
  }

  record Question(ActorRef<TotalsReply> replyTo) implements Asking {}

  /** They are to be final. */
  record Sealing(ActorRef<TotalsReply> replyTo) implements Asking {}
}
