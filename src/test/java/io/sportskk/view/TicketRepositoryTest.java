package io.sportskk.view;

import static io.sportskk.testing.Patience.LIMIT;
import static io.sportskk.view.TicketEvents.approved;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TicketRepositoryTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");
  private static final int INSTANCES = 4;
  private static final int GROUPS = 40;
  private static final int GROUP = 50;

  private static TestDatabases databases;
  private static ViewDatabase view;

  @Parameter DatabaseKind kind;

  @BeforeParameterizedClassInvocation
  static void create(DatabaseKind kind) {
    databases = TestDatabases.create(kind);
    view = ViewDatabase.of(databases);
  }

  @AfterParameterizedClassInvocation
  static void drop() {
    databases.close();
  }

  /** Each slice has tickets of its own, but they lie side by side in every index. */
  @Test
  void instancesOfTheProjectionWriteSideBySideWithoutDeadlocks() throws Exception {
    view.execute("TRUNCATE TABLE ticket");
    List<List<String>> slices = new ArrayList<>();
    for (int slice = 0; slice < INSTANCES; slice++) {
      slices.add(new ArrayList<>());
    }
    Random random = new Random(1);
    together(
        instance ->
            () -> {
              List<String> own = slices.get(instance);
              for (int group = 0; group < GROUPS; group++) {
                Map<String, TicketChange> changes = new HashMap<>();
                for (int i = 0; i < GROUP / 2; i++) {
                  String ticketId = UUID.randomUUID().toString();
                  changes.put(ticketId, TicketChange.of(requested(ticket(ticketId)), 1));
                  if (!own.isEmpty()) {
                    String older = own.get(random.nextInt(own.size()));
                    changes.put(older, TicketChange.of(approved(ticket(older)), 2));
                  }
                  own.add(ticketId);
                }
                transaction(changes.values());
              }
              return null;
            });
    assertThat(view.numbers("SELECT COUNT(*) FROM ticket"))
        .containsExactly((long) INSTANCES * GROUPS * GROUP / 2);
  }

  /** As two instances may do that take the same slice to be theirs. */
  @Test
  void whoeverWritesTheSameTicketsInAnotherOrderIsWaitedForWithoutDeadlocks() throws Exception {
    view.execute("TRUNCATE TABLE ticket");
    List<String> ticketIds = new ArrayList<>();
    for (int i = 0; i < GROUP; i++) {
      ticketIds.add("t" + i);
    }
    together(
        instance ->
            () -> {
              List<String> shuffled = new ArrayList<>(ticketIds);
              Collections.shuffle(shuffled, new Random(instance));
              for (int group = 0; group < GROUPS; group++) {
                int number = group;
                transaction(
                    shuffled.stream()
                        .map(id -> TicketChange.of(approved(ticket(id)), number))
                        .toList());
              }
              return null;
            });
    assertThat(view.numbers("SELECT COUNT(*), MIN(sequence_nr) FROM ticket"))
        .containsExactly((long) GROUP, (long) GROUPS - 1);
  }

  /** What Akka Projection does: it tries to update an offset, and inserts it if there is none. */
  @Test
  void slicesThatStoreTheirFirstOffsetsAtTheSameTimeDoNotStopEachOther() throws Exception {
    view.execute("DELETE FROM akka_projection_offset_store");
    CyclicBarrier noneIsThere = new CyclicBarrier(INSTANCES);
    together(
        instance ->
            () -> {
              try (Connection connection = view.connections().getConnection();
                  Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                String key = "'ticket-" + instance + "'";
                statement.execute(
                    "UPDATE akka_projection_offset_store SET current_offset = '1'"
                        + " WHERE projection_name = 'view' AND projection_key = "
                        + key);
                noneIsThere.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                statement.execute(
                    "INSERT INTO akka_projection_offset_store VALUES ('view', "
                        + key
                        + ", '1', 'LNG', FALSE, 0)");
                connection.commit();
              }
              return null;
            });
    assertThat(view.numbers("SELECT COUNT(*) FROM akka_projection_offset_store"))
        .containsExactly((long) INSTANCES);
  }

  /** An event whose texts do not fit would stop the projection for ever. */
  @Test
  void whateverTheApiLetsThroughFits() {
    view.execute("TRUNCATE TABLE ticket");
    Purchase longest =
        new Purchase(
            "t".repeat(36),
            "b".repeat(128),
            "m".repeat(64),
            "\ud835\udd38".repeat(32),
            Money.won(1),
            NOON,
            "c".repeat(128));
    view.save(
        List.of(
            TicketChange.of(requested(longest), 1)
                .then(
                    TicketChange.of(
                        new CancellationRefused(
                            longest,
                            TooLateToCancel.CANCEL_WINDOW_OVER,
                            Canceller.ADMINISTRATOR,
                            "b".repeat(128),
                            "c".repeat(128),
                            NOON),
                        2))));
    TicketRow row = view.all().get(0);
    assertThat(row.buyerId()).isEqualTo(longest.buyerId());
    assertThat(row.matchId()).isEqualTo(longest.matchId());
    assertThat(row.team()).isEqualTo(longest.team());
    assertThat(row.correlationId()).isEqualTo(longest.correlationId());
  }

  /** Cut off without a word, an id would be that of another ticket. */
  @Test
  void whatDoesNotFitIsAnErrorWhateverTheServersOwnMode() {
    assertThatThrownBy(
            () ->
                view.execute(
                    "CREATE TABLE IF NOT EXISTS narrow (text VARCHAR(3))",
                    "INSERT INTO narrow VALUES ('abcd')"))
        .hasMessageContaining("too long");
  }

  private static Purchase ticket(String ticketId) {
    return purchase(ticketId, "buyer-1", "match-1", "KT", NOON);
  }

  private static void transaction(Collection<TicketChange> changes) throws SQLException {
    try (Connection connection = view.connections().getConnection()) {
      connection.setAutoCommit(false);
      new TicketRepository(view.dialect()).save(connection, changes);
      connection.commit();
    }
  }

  private static void together(IntFunction<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int instance = 0; instance < INSTANCES; instance++) {
        all.add(tasks.apply(instance));
      }
      for (Future<Void> done : threads.invokeAll(all, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
