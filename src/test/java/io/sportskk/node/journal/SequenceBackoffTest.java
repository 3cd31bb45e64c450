package io.sportskk.node.journal;

import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Futures;
import akka.event.Logging;
import akka.persistence.jdbc.config.ReadJournalConfig;
import akka.persistence.jdbc.query.JournalSequenceActor;
import akka.persistence.jdbc.query.dao.ReadJournalDao;
import akka.stream.Materializer;
import akka.stream.scaladsl.Source;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long projections stand still after an outage of the journal, in a time of the test's own. */
class SequenceBackoffTest {

  /** So many that the plugin by itself would wait for a minute after the last. */
  private static final int FAILURES = 12;

  private final Config config =
      ManualTime.config()
          .withFallback(
              ConfigFactory.parseString(
                  """
                  akka.actor.provider = local
                  # What is said is heard here, also if it is not for the log.
                  akka { use-slf4j = off, loggers = [] }
                  """))
          .withFallback(ConfigFactory.defaultOverrides()) // has the test kit's patience
          .withFallback(ConfigFactory.defaultApplication())
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();
  private final ActorTestKit kit = ActorTestKit.create(config);
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void afterALongOutageTheJournalIsAskedAgainWithinTwoSeconds() {
    ExtendedActorSystem system = (ExtendedActorSystem) Adapter.toClassic(kit.system());
    TestProbe<Logging.Warning> warnings = kit.createTestProbe(Logging.Warning.class);
    system.eventStream().subscribe(Adapter.toClassic(warnings.ref()), Logging.Warning.class);
    ActorRef reader =
        system.systemActorOf(
            JournalSequenceActor.props(
                journalThatIsDown(),
                new ReadJournalConfig(config.getConfig("jdbc-read-journal"))
                    .journalSequenceRetrievalConfiguration(),
                Materializer.createMaterializer(kit.system())),
            "reader");
    for (int failures = 1; failures <= FAILURES; failures++) {
      awaitAsked(failures);
    }
    // It says so when its delay does not grow any more. What it is asked next it answers later.
    warnings.receiveSeveralMessages(failuresAtLongestDelay());
    TestProbe<Object> answer = kit.createTestProbe(Object.class);
    reader.tell(JournalSequenceActor.GetMaxOrderingId$.MODULE$, Adapter.toClassic(answer.ref()));
    answer.receiveMessage();

    time.timePasses(Duration.ofSeconds(2));
    await().until(() -> asked.get() > FAILURES);
  }

  private void awaitAsked(int times) {
    await()
        .until(
            () -> {
              if (asked.get() < times) {
                time.timePasses(Duration.ofMinutes(1));
              }
              return asked.get() >= times;
            });
  }

  private int failuresAtLongestDelay() {
    Config settings = config.getConfig("jdbc-read-journal.journal-sequence-retrieval");
    Duration longest = settings.getDuration("max-backoff-query-delay");
    Duration delay = settings.getDuration("query-delay");
    int count = 0;
    for (int failures = 1; failures <= FAILURES; failures++) {
      delay = delay.multipliedBy(2);
      count += delay.compareTo(longest) >= 0 ? 1 : 0;
    }
    return count;
  }

  private ReadJournalDao journalThatIsDown() {
    SQLException down = new SQLException("down");
    return (ReadJournalDao)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ReadJournalDao.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("journalSequence")) {
                asked.incrementAndGet();
                return Source.failed(down);
              }
              return Futures.failed(down);
            });
  }
}
