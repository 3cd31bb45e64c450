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

  record Question(ActorRef<TotalsReply> replyTo) implements TallyJob {

    @Override
    public List<Entry> entries() {
      return List.of();
    }

    @Override
    public void done(MatchTotals totals) {
      replyTo.tell(new Found(totals));
    }

    @Override
    public void notDone(String cause) {
      replyTo.tell(new Unavailable(cause));
    }
  }
}
