package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.testing.OffsetClock;
import io.sportskk.testing.TestDatabases;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** {@code C1} The databases beside the journal's are asked for their time. */
class DatabaseClocksTest {

  /** Of no other database whose clock is compared in this process. */
  private static final String NAME = "database-of-this-test";

  private static final Duration MAX_SKEW = Duration.ofSeconds(60);

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(DatabaseClocks.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final OffsetClock clock = new OffsetClock();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(log);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongClockIsToldOnceUntilItIsRightAgain(DatabaseKind kind) {
    try (TestDatabases databases = TestDatabases.create(kind);
        DatabaseClocks clocks = watch(kind, databases.view())) {
      assertThat(skew()).isNaN();
      clocks.compare();
      assertThat(skew()).isCloseTo(0, within(30.0));
      clock.setAhead(Duration.ofHours(-1));
      clocks.compare();
      clocks.compare();
      assertThat(skew()).isCloseTo(3600, within(30.0));
      clock.setAhead(Duration.ofHours(1));
      clocks.compare();
      assertThat(skew()).isCloseTo(-3600, within(30.0));
      clock.setAhead(Duration.ZERO);
      clocks.compare();
      assertThat(told()).hasSize(2);
      assertThat(told().get(0)).contains("The clock of the " + NAME, "ahead of this node's");
      assertThat(told().get(1)).contains("right again");
    }
  }

  /** What it said before may not be so any more. */
  @Test
  void ofADatabaseThatDoesNotAnswerNothingIsKnown() {
    try (TestDatabases databases = TestDatabases.create();
        DatabaseClocks clocks = watch(DatabaseKind.POSTGRESQL, databases.ledger())) {
      clocks.compare();
      assertThat(skew()).isNotNaN();
      databases.stop(Migrations.Part.LEDGER);
      clocks.compare();
      assertThat(skew()).isNaN();
      databases.start(Migrations.Part.LEDGER);
      clocks.compare();
      assertThat(skew()).isNotNaN();
    }
  }

  /** Whatever happens to one comparison: here the pool is not there at first. */
  @Test
  void onceStartedTheyAreComparedAgainAndAgain() {
    AtomicInteger asked = new AtomicInteger();
    try (TestDatabases databases = TestDatabases.create();
        DatabaseClocks clocks =
            new DatabaseClocks(clock, MAX_SKEW, Duration.ofMillis(1))
                .add(
                    NAME,
                    DatabaseKind.POSTGRESQL,
                    source(
                        () -> {
                          if (asked.incrementAndGet() < 3) {
                            throw new IllegalStateException("closed");
                          }
                          return databases.ledger().getConnection();
                        }),
                    metrics)) {
      clocks.start();

      Awaitility.await().until(() -> !Double.isNaN(skew()));
      int before = asked.get();
      assertThat(before).isGreaterThanOrEqualTo(3);
      clock.setAhead(Duration.ofHours(-1));
      Awaitility.await().until(() -> skew() > 3000);
      assertThat(asked.get()).isGreaterThan(before);
    }
  }

  /** Connections of one kind only. */
  private static DataSource source(Callable<Connection> connections) {
    return (DataSource)
        Proxy.newProxyInstance(
            DatabaseClocksTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connections.call());
  }

  private DatabaseClocks watch(DatabaseKind kind, DataSource database) {
    return new DatabaseClocks(clock, MAX_SKEW).add(NAME, kind, database, metrics);
  }

  private double skew() {
    return metrics.get("sportskk.database.clock.skew").tag("database", NAME).gauge().value();
  }

  private List<String> told() {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(NAME))
        .toList();
  }
}
