package io.sportskk.view;

import static io.sportskk.view.TicketEvents.approved;
import static io.sportskk.view.TicketEvents.cancellationRefused;
import static io.sportskk.view.TicketEvents.cancellationRequested;
import static io.sportskk.view.TicketEvents.cancelled;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.rejected;
import static io.sportskk.view.TicketEvents.requested;
import static io.sportskk.view.TicketEvents.reversalDecided;
import static io.sportskk.view.TicketEvents.reversalRefused;
import static io.sportskk.view.TicketEvents.settled;
import static io.sportskk.view.TicketEvents.tallied;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.Canceller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TicketChangeTest {

  private static final Purchase TICKET = purchase("t", Instant.parse("2025-05-01T10:00:00Z"));

  private static TestDatabases databases;
  private static HikariDataSource connections;
  private static ViewDatabase view;

  @Parameter DatabaseKind kind;

  @BeforeParameterizedClassInvocation
  static void createDatabases(DatabaseKind kind) {
    databases = TestDatabases.create(kind);
    connections = new HikariDataSource();
    connections.setDataSource(databases.view());
    view = new ViewDatabase(kind, connections);
  }

  @AfterParameterizedClassInvocation
  static void dropDatabases() {
    connections.close();
    databases.close();
  }

  static Stream<List<TicketEvent>> lives() {
    return Stream.of(
        List.of(requested(TICKET), rejected(TICKET)),
        List.of(
            requested(TICKET),
            approved(TICKET),
            cancellationRefused(TICKET, Canceller.OWNER, "buyer-1"),
            settled(TICKET, Award.lost()),
            cancellationRefused(TICKET, Canceller.ADMINISTRATOR, "admin-1")),
        List.of(
            requested(TICKET),
            approved(TICKET),
            tallied(TICKET),
            settled(TICKET, Award.won(23, Money.won(2_300), Money.won(100)))),
        List.of(
            requested(TICKET),
            approved(TICKET),
            settled(TICKET, Award.refund(Award.Kind.LATE, Money.won(1_000)))),
        List.of(requested(TICKET), cancellationRequested(TICKET), cancelled(TICKET)),
        List.of(
            requested(TICKET),
            approved(TICKET),
            tallied(TICKET),
            cancellationRequested(TICKET),
            cancelled(TICKET)),
        List.of(
            requested(TICKET),
            approved(TICKET),
            cancellationRequested(TICKET),
            reversalRefused(TICKET),
            reversalDecided(TICKET),
            cancelled(TICKET)),
        List.of(
            requested(TICKET),
            approved(TICKET),
            cancellationRequested(TICKET),
            tallied(TICKET),
            cancelled(TICKET)));
  }

  /** Wherever the borders of the groups are, the row passes through the same states. */
  @ParameterizedTest
  @MethodSource("lives")
  void aTicketsEventsLeadToTheSameRowHoweverTheyAreGrouped(List<TicketEvent> life) {
    for (int until = 1; until <= life.size(); until++) {
      List<TicketRow> oneByOne = rowAfter(life.subList(0, until), ~0);
      for (int borders = 0; borders < 1 << until; borders++) {
        assertThat(rowAfter(life.subList(0, until), borders))
            .as("the first %s events, borders %s", until, Integer.toBinaryString(borders))
            .isEqualTo(oneByOne);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lives")
  void eventsThatAreHandledAgainChangeNothing(List<TicketEvent> life) {
    List<TicketRow> row = rowAfter(life, 0);
    for (int i = 0; i < life.size(); i++) {
      view.save(List.of(TicketChange.of(life.get(i), i + 1)));
      assertThat(view.all()).isEqualTo(row);
    }
  }

  /** {@code V2} It has a row of its own, and nothing of the ticket's is changed but the number. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 15})
  void aRefusedCancellationIsNoChangeOfTheTicket(int borders) throws SQLException {
    view.execute("DELETE FROM refused_cancellation");
    List<TicketEvent> paid = List.of(requested(TICKET), approved(TICKET));
    List<TicketRow> before = rowAfter(paid, 0);
    List<TicketEvent> refused = new ArrayList<>(paid);
    refused.add(cancellationRefused(TICKET, Canceller.OTHER_BUYER, "buyer-2"));
    refused.add(cancellationRefused(TICKET, Canceller.ADMINISTRATOR, "admin-1"));

    assertThat(rowAfter(refused, borders)).isEqualTo(before);

    assertThat(view.numbers("SELECT sequence_nr FROM ticket")).containsExactly(4L);
    Instant at = TICKET.requestedAt().plusSeconds(3700);
    try (Connection connection = connections.getConnection()) {
      assertThat(
              new RefusedCancellationRepository(view.dialect())
                  .page(connection, "match-1", null, 10, 10))
          .containsExactly(
              new RefusedCancellation(
                  "t",
                  4,
                  "match-1",
                  "ADMINISTRATOR",
                  "admin-1",
                  "SALES_CLOSED",
                  "correlation-of-admin-1",
                  at),
              new RefusedCancellation(
                  "t",
                  3,
                  "match-1",
                  "OTHER_BUYER",
                  "buyer-2",
                  "SALES_CLOSED",
                  "correlation-of-buyer-2",
                  at));
    }
  }

  @Test
  void everyKindOfEventIsKnown() {
    List<Class<?>> known =
        lives().flatMap(List::stream).<Class<?>>map(TicketEvent::getClass).distinct().toList();
    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(TicketEvent.class.getPermittedSubclasses()));
  }

  /** Bit i of {@code borders} ends a group after event i. */
  private static List<TicketRow> rowAfter(List<TicketEvent> events, int borders) {
    view.execute("DELETE FROM ticket");
    List<TicketChange> group = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      group.add(TicketChange.of(events.get(i), i + 1));
      if ((borders & 1 << i) != 0 || i == events.size() - 1) {
        view.save(List.of(group.stream().reduce(TicketChange::then).orElseThrow()));
        group.clear();
      }
    }
    return view.all();
  }
}
