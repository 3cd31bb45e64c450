package io.sportskk.node.journal;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.query.ReadJournalProvider;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import io.sportskk.node.database.JournalPools;
import io.sportskk.node.management.NodeMetrics;

/** Akka makes it, see persistence.conf: the node's one reader of the journal. */
final class JournalReaderProvider implements ReadJournalProvider {

  private final JournalReader reader;

  JournalReaderProvider(ExtendedActorSystem classic, Config config) {
    ActorSystem<?> system = Adapter.toTyped(classic);
    JournalPools pools = JournalPools.get(system);
    JournalRows rows =
        new JournalRows(
            pools.reading(),
            pools.readingThreads(),
            new EventCodec(SerializationExtension.get(classic)));
    JournalTail tail = new JournalTail(config.getInt("kept"));
    SettledNumbers settled = new SettledNumbers();
    JournalFollower follower =
        new JournalFollower(
            system,
            new JournalEnd(rows, settled, tail),
            settled,
            config.getDuration("look-often"),
            config.getDuration("look-seldom"),
            NodeMetrics.get(system).registry());
    classic.registerOnTermination(follower::stop);
    JournalNews.get(system).listen(follower::tell);
    follower.start();
    reader = new JournalReader(system, tail, rows);
  }

  @Override
  public akka.persistence.query.javadsl.ReadJournal javadslReadJournal() {
    return reader;
  }

  /** There is nothing in it for Scala. */
  @Override
  public akka.persistence.query.scaladsl.ReadJournal scaladslReadJournal() {
    return reader;
  }
}
