package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state answers every command: the whole table. */
class TicketStateTableTest {

  /** How a ticket is brought into a state, by the state's class. */
  private static final Map<Class<?>, Way> WAYS =
      Map.of(
          TicketState.Unsold.class, ticket -> {},
          TicketState.Pending.class, TicketFixture::toPending,
          TicketState.Approved.class, TicketFixture::toApproved,
          TicketState.Settled.class, TicketFixture::toSettled,
          TicketState.Rejected.class, TicketFixture::toRejected,
          TicketState.Cancelling.class, TicketFixture::toCancelling,
          TicketState.Undecided.class, TicketFixture::toUndecided,
          TicketState.Decided.class, TicketFixture::toDecided,
          TicketState.Cancelled.class, TicketFixture::toCancelled);

  /** What each command brings about in each state: the answer's class, or silence. */
  private static final Map<Class<?>, Map<Class<?>, Class<?>>> ANSWERS = new LinkedHashMap<>();

  /** No answer, and the ticket stays as it is. */
  private static final class Silence {}

  /** The entity stops. */
  private static final class Stopped {}

  static {
    answers(TicketCommand.Get.class, GetReply.NoSuchTicket.class, GetReply.Found.class);
    answers(
        TicketCommand.Subscribe.class,
        TicketNotice.NoSuchTicket.class,
        TicketNotice.Subscribed.class);
    answers(TicketCommand.Stop.class, Stopped.class, Stopped.class);
    answers(
        TicketCommand.CancelInVain.class,
        CancelReply.NoSuchTicket.class,
        CancelReply.NoSuchTicket.class);
    ANSWERS.put(
        TicketCommand.Resume.class,
        Map.of(
            TicketState.Unsold.class, ResumeReply.NothingLeft.class,
            TicketState.Pending.class, Silence.class,
            TicketState.Approved.class, ResumeReply.NothingLeft.class,
            TicketState.Settled.class, ResumeReply.NothingLeft.class,
            TicketState.Rejected.class, ResumeReply.NothingLeft.class,
            TicketState.Cancelling.class, Silence.class,
            TicketState.Undecided.class, ResumeReply.NothingLeft.class,
            TicketState.Decided.class, Silence.class,
            TicketState.Cancelled.class, ResumeReply.NothingLeft.class));
    ANSWERS.put(
        TicketCommand.Decide.class,
        Map.of(
            TicketState.Unsold.class, DecideReply.NoSuchTicket.class,
            TicketState.Pending.class, DecideReply.NotUndecided.class,
            TicketState.Approved.class, DecideReply.NotUndecided.class,
            TicketState.Settled.class, DecideReply.NotUndecided.class,
            TicketState.Rejected.class, DecideReply.NotUndecided.class,
            TicketState.Cancelling.class, DecideReply.NotUndecided.class,
            TicketState.Undecided.class, DecideReply.Decided.class,
            TicketState.Decided.class, DecideReply.OtherDecision.class,
            TicketState.Cancelled.class, DecideReply.NotUndecided.class));
    ANSWERS.put(
        TicketCommand.Settle.class,
        Map.of(
            TicketState.Unsold.class, SettleReply.Differs.class,
            TicketState.Pending.class, SettleReply.NotYet.class,
            TicketState.Approved.class, SettleReply.Settled.class,
            TicketState.Settled.class, SettleReply.Settled.class,
            TicketState.Rejected.class, SettleReply.Ended.class,
            TicketState.Cancelling.class, SettleReply.NotYet.class,
            TicketState.Undecided.class, SettleReply.NotYet.class,
            TicketState.Decided.class, SettleReply.NotYet.class,
            TicketState.Cancelled.class, SettleReply.Ended.class));
    ANSWERS.put(
        TicketCommand.Buy.class,
        Map.of(
            TicketState.Unsold.class, BuyReply.Taken.class,
            TicketState.Pending.class, BuyReply.StillRunning.class,
            TicketState.Approved.class, BuyReply.Taken.class,
            TicketState.Settled.class, BuyReply.Taken.class,
            TicketState.Rejected.class, BuyReply.Taken.class,
            TicketState.Cancelling.class, BuyReply.Taken.class,
            TicketState.Undecided.class, BuyReply.Taken.class,
            TicketState.Decided.class, BuyReply.Taken.class,
            TicketState.Cancelled.class, BuyReply.Taken.class));
    ANSWERS.put(
        TicketCommand.Cancel.class,
        Map.of(
            TicketState.Unsold.class, CancelReply.NoSuchTicket.class,
            TicketState.Pending.class, CancelReply.Cancelled.class,
            TicketState.Approved.class, CancelReply.Cancelled.class,
            TicketState.Settled.class, CancelReply.TooLate.class,
            TicketState.Rejected.class, CancelReply.TooLate.class,
            TicketState.Cancelling.class, CancelReply.Cancelling.class,
            TicketState.Undecided.class, CancelReply.Undecided.class,
            TicketState.Decided.class, CancelReply.Cancelling.class,
            TicketState.Cancelled.class, CancelReply.Cancelled.class));
  }

  private static TestDatabases databases;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void theTableNamesEveryStateAndEveryCommand() {
    assertThat(WAYS.keySet()).isEqualTo(concrete(TicketState.class));
    assertThat(ANSWERS.keySet()).isEqualTo(concrete(TicketCommand.Request.class));
  }

  @TestFactory
  Stream<DynamicTest> everyStateAnswersEveryCommand() {
    return WAYS.entrySet().stream()
        .flatMap(
            way ->
                ANSWERS.entrySet().stream()
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                way.getKey().getSimpleName() + " x " + row.getKey().getSimpleName(),
                                () ->
                                    check(
                                        way.getValue(),
                                        row.getKey(),
                                        row.getValue().get(way.getKey())))));
  }

  private static void check(Way way, Class<?> command, Class<?> expected) throws Exception {
    TicketFixture ticket = TicketFixture.thatStopsWithin(Duration.ofMillis(200), cluster);
    way.bring(ticket);
    GetReply before = ticket.get();
    TestProbe<Object> probe = cluster.testKit().createTestProbe();

    ticket.tell(make(command, probe));

    if (expected == Stopped.class) {
      ticket.assertStopped();
      return;
    }
    if (expected == Silence.class) {
      probe.expectNoMessage(Duration.ofMillis(30));
      assertThat(ticket.get()).isEqualTo(before);
      return;
    }
    ticket.parts.answerEverything();
    assertThat(probe.receiveMessage()).isInstanceOf(expected);
  }

  private static TicketCommand make(Class<?> command, TestProbe<Object> probe) {
    List<TicketCommand> commands =
        List.of(
            new TicketCommand.Buy(
                TicketFixture.BUYER,
                "match-1",
                "KT",
                Money.won(10_000),
                "corr",
                TicketFixture.START.plus(TicketFixture.WAITS),
                probe.getRef().narrow()),
            new TicketCommand.Cancel(
                TicketFixture.BUYER,
                "corr",
                TicketFixture.START.plus(TicketFixture.WAITS),
                probe.getRef().narrow()),
            new TicketCommand.CancelInVain("admin-1", "corr", probe.getRef().narrow()),
            new TicketCommand.Decide(
                ReversalDecision.NOTHING_TO_GIVE_BACK,
                "admin-1",
                null,
                "corr",
                probe.getRef().narrow()),
            new TicketCommand.Settle(
                1,
                "match-1",
                "KT",
                Money.won(10_000),
                Award.lost(),
                TicketFixture.START,
                "corr",
                probe.getRef().narrow()),
            new TicketCommand.Get(probe.getRef().narrow()),
            new TicketCommand.Subscribe(0, probe.getRef().narrow()),
            new TicketCommand.Resume(TicketFixture.START, probe.getRef().narrow()),
            new TicketCommand.Stop());
    return commands.stream().filter(command::isInstance).findFirst().orElseThrow();
  }

  private static void answers(Class<?> command, Class<?> unsold, Class<?> sold) {
    ANSWERS.put(
        command,
        WAYS.keySet().stream()
            .collect(
                Collectors.toMap(
                    state -> state, state -> state == TicketState.Unsold.class ? unsold : sold)));
  }

  private static Set<Class<?>> concrete(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(
            permitted -> permitted.isSealed() ? concrete(permitted).stream() : Stream.of(permitted))
        .collect(Collectors.toSet());
  }

  /** A way into a state. */
  private interface Way {
    void bring(TicketFixture ticket) throws Exception;
  }
}
