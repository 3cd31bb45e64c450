package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.match.MatchCommand.InterestUnknown;
import io.sportskk.match.MatchCommand.InvalidStep;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.testing.FailingJournal;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a match ends: by a result that a second person confirms, or void. */
class MatchOutcomeTest {

  private static final Instant NOW = MatchFixture.NOW;

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final MatchFixture match = new MatchFixture(databases, cluster);

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

  // A result

  /** {@code R1} {@code R2} {@code R5} And the match starts again between any two events. */
  @Test
  void aResultIsEnteredByOneAndConfirmedByAnotherAndThenSettled() throws SQLException {
    match.open(NOW.minusSeconds(9), MatchFixture.CLOSES);
    match.close("admin-1");
    match.restart();

    StepDone entered =
        (StepDone) match.enterFrom("the league", NOW.minusSeconds(1), "admin-1", "LG");
    assertThat(entered.replayed()).isFalse();
    assertThat(entered.match().course().result())
        .isEqualTo(
            new Course.Result(
                List.of("LG"), "the league", NOW.minusSeconds(1), "admin-1", NOW, null, null));
    assertThat(refusal(match.settle())).isEqualTo(StepRefusal.NOT_OFFICIAL);
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.PROVISIONAL);

    match.clock.advance(Duration.ofMinutes(1));
    StepDone confirmed = (StepDone) match.confirmStarted(NOW.minusSeconds(1), "admin-2", "LG");
    assertThat(confirmed.match().course().result())
        .isEqualTo(
            new Course.Result(
                List.of("LG"),
                "the league",
                NOW.minusSeconds(1),
                "admin-1",
                NOW,
                "admin-2",
                NOW.plusSeconds(60)));
    Awaitility.await().until(() -> match.listed().equals(confirmed.match()));
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);

    StepDone settled = (StepDone) match.settle();
    assertThat(settled.match().course().settledAt()).isEqualTo(NOW.plusSeconds(60));
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.SETTLED);
    assertThat(match.settle()).isEqualTo(new StepDone(settled.match(), true));
    Awaitility.await().until(() -> match.listed().equals(settled.match()));
  }

  @Test
  void severalTeamsMayHaveWonJointly() {
    match.bringTo(MatchState.Over.class);

    StepDone entered = (StepDone) match.enter("admin-1", "LG", "KT");

    assertThat(entered.match().course().result().winners()).containsExactly("KT", "LG");
    assertThat(match.enter("admin-1", "KT", "LG")).isEqualTo(new StepDone(entered.match(), true));
  }

  @Test
  void theSameResultIsEnteredOnceAndAnotherOneRefused() {
    match.bringTo(MatchState.Over.class);
    StepDone first = (StepDone) match.enter("admin-1", "KT");
    match.restart();

    assertThat(match.enter("admin-2", "KT")).isEqualTo(new StepDone(first.match(), true));
    assertThat(refusal(match.enter("admin-1", "LG"))).isEqualTo(StepRefusal.OTHER_RESULT);
    assertThat(refusal(match.enter("admin-1", "KT", "LG"))).isEqualTo(StepRefusal.OTHER_RESULT);
    assertThat(refusal(match.enterFrom("hearsay", null, "admin-1", "KT")))
        .isEqualTo(StepRefusal.OTHER_RESULT);
    assertThat(refusal(match.enterFrom("the league", NOW, "admin-1", "KT")))
        .isEqualTo(StepRefusal.OTHER_RESULT);
    match.confirm("admin-2", "KT");
    assertThat(((StepDone) match.enter("admin-1", "KT")).replayed()).isTrue();
    assertThat(refusal(match.enter("admin-1", "LG"))).isEqualTo(StepRefusal.OTHER_RESULT);
  }

  @Test
  void aResultThatCannotBeIsRefusedAndEachProblemIsNamed() {
    match.bringTo(MatchState.Over.class);

    assertThat(problems(match.enterFrom(" ", NOW.plusSeconds(1), "admin-1", "KT", "NC", "KT")))
        .extracting(Problem::field)
        .containsExactly("/winners/1", "/winners/2", "/source", "/startedAt");
    assertThat(problems(match.enter("admin-1")))
        .containsExactly(new Problem("/winners", "must name one team or more"));
    match.clock.advance(Duration.ofHours(1));
    for (Instant started : List.of(NOW.plusMillis(1), NOW.minusMillis(1))) {
      assertThat(problems(match.enterFrom("the league", started, "admin-1", "KT")))
          .as("tickets were sold at %s only", NOW)
          .extracting(Problem::field)
          .containsExactly("/startedAt");
    }
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(match.enterFrom("the league", NOW, "admin-1", "KT")).isInstanceOf(StepDone.class);
  }

  @Test
  void thereIsNoResultWhileANodeMaySell() {
    match.open(null, MatchFixture.CLOSES);
    assertThat(refusal(match.enter("admin-1", "KT"))).isEqualTo(StepRefusal.SALES_NOT_STOPPED);
    match.suspend("admin-1");
    assertThat(refusal(match.enter("admin-1", "KT"))).isEqualTo(StepRefusal.SALES_NOT_STOPPED);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.CloseReply> closer = cluster.testKit().createTestProbe();
    match.entity.tell(new MatchCommand.Close("admin-1", "corr", closer.getRef()));
    assertThat(refusal(match.enter("admin-1", "KT"))).isEqualTo(StepRefusal.SALES_NOT_STOPPED);
    match.catalogueIsAway.set(false);
    closer.receiveMessage();

    assertThat(match.enter("admin-1", "KT")).isInstanceOf(StepDone.class);
  }

  // Two persons

  /** {@code R3} */
  @Test
  void whoHasEnteredAResultMayNotConfirmIt() {
    match.bringTo(MatchState.Provisional.class);
    match.restart();

    assertThat(refusal(match.confirm("admin-1", "KT"))).isEqualTo(StepRefusal.SECOND_PERSON_NEEDED);
    assertThat(match.status()).isEqualTo(MatchStatus.PROVISIONAL);

    StepDone confirmed = (StepDone) match.confirm("admin-2", "KT");
    assertThat(match.confirm("admin-3", "KT")).isEqualTo(new StepDone(confirmed.match(), true));
  }

  @Test
  void onePersonIsEnoughIfSoConfigured() {
    match.twoPersons = false;
    match.restart();
    match.bringTo(MatchState.Provisional.class);

    assertThat(match.confirm("admin-1", "KT")).isInstanceOf(StepDone.class);
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);
  }

  /** {@code R3} */
  @Test
  void whoHasATicketDecidesNothing() {
    match.holders.add("gambler");
    match.open(null, MatchFixture.CLOSES);

    assertThat(refusal(match.makeVoid("gambler", VoidCause.EVENT_CANCELLED, null)))
        .isEqualTo(StepRefusal.HOLDS_TICKET);
    assertThat(match.status()).as("nor are sales closed").isEqualTo(MatchStatus.OPEN);
    match.close("gambler");
    assertThat(refusal(match.makeVoid("gambler", VoidCause.EVENT_CANCELLED, null)))
        .isEqualTo(StepRefusal.HOLDS_TICKET);
    assertThat(refusal(match.enter("gambler", "KT"))).isEqualTo(StepRefusal.HOLDS_TICKET);
    match.enter("admin-1", "KT");
    assertThat(refusal(match.confirm("gambler", "KT"))).isEqualTo(StepRefusal.HOLDS_TICKET);
    assertThat(match.status()).isEqualTo(MatchStatus.PROVISIONAL);
  }

  @Test
  void nothingIsDecidedWhilePaymentDoesNotSayWhoHasATicket() {
    match.bringTo(MatchState.Over.class);
    match.paymentIsAway.set(true);

    assertThat(match.enter("admin-1", "KT")).isEqualTo(new InterestUnknown());
    assertThat(match.makeVoid("admin-1", VoidCause.OTHER, "why")).isEqualTo(new InterestUnknown());
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);

    match.paymentIsAway.set(false);
    assertThat(match.enter("admin-1", "KT")).isInstanceOf(StepDone.class);
  }

  // Void

  /** {@code V4} {@code V5} */
  @Test
  void aMatchIsVoidForACauseOfTheRules() throws SQLException {
    match.bringTo(MatchState.Over.class);
    match.restart();

    StepDone voided = (StepDone) match.makeVoid("admin-1", VoidCause.EVENT_ABANDONED, "fog");

    assertThat(voided.match().course().voiding())
        .isEqualTo(new Course.Voiding(VoidCause.EVENT_ABANDONED, "fog", "admin-1", NOW, null, NOW));
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
    assertThat(match.makeVoid("admin-2", VoidCause.EVENT_ABANDONED, "fog"))
        .isEqualTo(new StepDone(voided.match(), true));
    assertThat(refusal(match.makeVoid("admin-1", VoidCause.EVENT_CANCELLED, "fog")))
        .isEqualTo(StepRefusal.OTHER_CAUSE);
    assertThat(refusal(match.enter("admin-1", "KT"))).isEqualTo(StepRefusal.MATCH_VOID);
    assertThat(refusal(match.confirmVoid("admin-2", VoidCause.EVENT_ABANDONED)))
        .isEqualTo(StepRefusal.NOTHING_TO_CONFIRM);

    StepDone settled = (StepDone) match.settle();
    match.restart();
    assertThat(match.status()).as("also once all stakes are back").isEqualTo(MatchStatus.VOID);
    assertThat(match.settle()).isEqualTo(new StepDone(settled.match(), true));
    Awaitility.await().until(() -> match.listed().equals(settled.match()));
  }

  @Test
  void aMatchThatIsOnSaleIsClosedAndThenVoidByOneRequest() {
    match.open(null, MatchFixture.CLOSES);

    StepDone voided = (StepDone) match.makeVoid("admin-1", VoidCause.EVENT_CANCELLED, null);

    assertThat(voided.match().closed()).isEqualTo(new Match.Closed("admin-1", NOW, NOW));
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
    MatchFixture suspended = new MatchFixture(databases, cluster);
    suspended.bringTo(MatchState.Suspended.class);
    assertThat(suspended.makeVoid("admin-1", VoidCause.EVENT_POSTPONED, null))
        .isInstanceOf(StepDone.class);
    assertThat(suspended.status()).isEqualTo(MatchStatus.VOID);
  }

  /** Who asks again while the match is being closed, is answered once; so is he who closes it. */
  @Test
  void aMatchThatIsBeingClosedIsVoidWhenNoNodeSellsAnyMore() {
    match.bringTo(MatchState.Closing.class);
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    TestProbe<MatchCommand.CloseReply> closer = cluster.testKit().createTestProbe();
    MatchCommand.MakeVoid request =
        new MatchCommand.MakeVoid(
            VoidCause.EVENT_CANCELLED, null, "admin-1", "corr", admin.getRef());
    match.entity.tell(request);
    match.entity.tell(request);
    match.entity.tell(new MatchCommand.Close("admin-1", "corr", closer.getRef()));
    match.get();
    admin.expectNoMessage(Duration.ZERO);

    match.catalogueIsAway.set(false);

    assertThat(admin.receiveMessage()).isInstanceOf(StepDone.class);
    closer.receiveMessage();
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
    admin.expectNoMessage(Duration.ZERO);
  }

  /** The intent is in no event yet: whoever asks again has it done. */
  @Test
  void aMatchThatStartsAgainWhileItIsClosedToBeVoidIsVoidWhenThatIsAskedAgain() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(
        new MatchCommand.MakeVoid(
            VoidCause.EVENT_CANCELLED, null, "admin-1", "corr", admin.getRef()));
    Awaitility.await().until(() -> match.get().closed() != null);
    match.restart();
    match.catalogueIsAway.set(false);

    assertThat(match.makeVoid("admin-1", VoidCause.EVENT_CANCELLED, null))
        .isInstanceOf(StepDone.class);
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
  }

  /** {@code V4} */
  @Test
  void anotherCauseNeedsANoteAndASecondPerson() throws SQLException {
    match.bringTo(MatchState.Over.class);
    assertThat(problems(match.makeVoid("admin-1", VoidCause.OTHER, null)))
        .extracting(Problem::field)
        .containsExactly("/note");

    StepDone wanted = (StepDone) match.makeVoid("admin-1", VoidCause.OTHER, "a strange pool");
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(match.makeVoid("admin-2", VoidCause.OTHER, "a strange pool"))
        .as("that is no consent")
        .isEqualTo(new StepDone(wanted.match(), true));
    match.restart();
    assertThat(refusal(match.settle())).isEqualTo(StepRefusal.NOT_OFFICIAL);
    assertThat(refusal(match.confirmVoid("admin-1", VoidCause.OTHER)))
        .isEqualTo(StepRefusal.SECOND_PERSON_NEEDED);
    match.clock.advance(Duration.ofMinutes(1));

    StepDone voided = (StepDone) match.confirmVoid("admin-2", VoidCause.OTHER);

    assertThat(voided.match().course().voiding())
        .isEqualTo(
            new Course.Voiding(
                VoidCause.OTHER, "a strange pool", "admin-1", NOW, "admin-2", NOW.plusSeconds(60)));
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
    assertThat(match.confirmVoid("admin-3", VoidCause.OTHER))
        .isEqualTo(new StepDone(voided.match(), true));
    Awaitility.await().until(() -> match.listed().equals(voided.match()));
  }

  @Test
  void aResultSettlesWhetherAMatchIsToBeVoid() {
    match.bringTo(MatchState.Over.class);
    match.makeVoid("admin-1", VoidCause.OTHER, "why");

    StepDone entered = (StepDone) match.enter("admin-1", "KT");

    assertThat(entered.match().course().voiding()).isNull();
    match.confirm("admin-2", "KT");
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);
  }

  /** {@code V2} */
  @Test
  void onceTheOutcomeIsKnownAMatchIsNeverVoid() {
    match.bringTo(MatchState.Provisional.class);
    for (VoidCause cause : VoidCause.values()) {
      assertThat(refusal(match.makeVoid("admin-9", cause, "why")))
          .isEqualTo(StepRefusal.OUTCOME_KNOWN);
    }
    match.confirm("admin-2", "KT");
    assertThat(refusal(match.makeVoid("admin-9", VoidCause.POOL_INTEGRITY, null)))
        .isEqualTo(StepRefusal.OUTCOME_KNOWN);
    match.settle();
    assertThat(refusal(match.makeVoid("admin-9", VoidCause.POOL_INTEGRITY, null)))
        .isEqualTo(StepRefusal.OUTCOME_KNOWN);
  }

  /** {@code V2} Each of them, whoever he is, once. */
  @Test
  void whoWantsWhatCantBeDoneIsKept() throws SQLException {
    match.bringTo(MatchState.Provisional.class);
    Match before = match.get();
    match.holders.add("admin-3");
    for (int i = 0; i < 2; i++) {
      match.makeVoid("admin-9", VoidCause.OTHER, "why");
      match.makeVoid("admin-9", VoidCause.POOL_INTEGRITY, null);
      match.makeVoid("admin-1", VoidCause.EVENT_ABANDONED, null);
      match.confirm("admin-1", "KT");
      match.confirm("admin-3", "KT");
      match.suspend("admin-9");
      match.resume("admin-9");
      match.settle(); // no person
      match.withdraw("admin-9", " "); // which is wrong, and not refused
      match.restart();
    }

    assertThat(match.refused())
        .containsExactly(
            refused(MatchStep.VOID, StepRefusal.OUTCOME_KNOWN, "admin-9"),
            refused(MatchStep.VOID, StepRefusal.OUTCOME_KNOWN, "admin-1"),
            refused(MatchStep.CONFIRM, StepRefusal.SECOND_PERSON_NEEDED, "admin-1"),
            refused(MatchStep.CONFIRM, StepRefusal.HOLDS_TICKET, "admin-3"),
            refused(MatchStep.SUSPEND, StepRefusal.SALES_CLOSED, "admin-9"),
            refused(MatchStep.RESUME, StepRefusal.SALES_CLOSED, "admin-9"));
    assertThat(match.get()).as("nothing has changed").isEqualTo(before);
    match.confirm("admin-2", "KT");
    match.settle();
    match.makeVoid("admin-2", VoidCause.OTHER, "why");
    match.withdraw("admin-2", "a slip");
    assertThat(match.refused())
        .hasSize(8)
        .endsWith(
            refused(MatchStep.VOID, StepRefusal.OUTCOME_KNOWN, "admin-2"),
            refused(MatchStep.WITHDRAW, StepRefusal.RESULT_OFFICIAL, "admin-2"));
    Match settled = match.get();
    assertThat(settled.status(NOW)).isEqualTo(MatchStatus.SETTLED);
    Awaitility.await().until(() -> match.listed().equals(settled));
  }

  private MatchEvent.StepRefused refused(MatchStep step, StepRefusal reason, String by) {
    return new MatchEvent.StepRefused(match.matchId, step, reason, by, "corr", NOW);
  }

  /** {@code V2} */
  @Test
  void soManyRefusalsOfAMatchAreKept() {
    match.bringTo(MatchState.Over.class);
    for (int i = 0; i < MatchPast.MOST + 2; i++) {
      assertThat(refusal(match.resume("admin-" + i))).isEqualTo(StepRefusal.SALES_CLOSED);
    }
    assertThat(match.refused()).hasSize(MatchPast.MOST);
    assertThat(match.enter("admin-1", "KT")).isInstanceOf(StepDone.class);
  }

  /** {@code V2} Nodes of the release before, which are still there, could not read it. */
  @Test
  void whereRefusalsAreNotKeptTheyAreInTheLog() {
    match.keepRefusals = false;
    match.restart();
    match.bringTo(MatchState.Over.class);

    LoggingTestKit.info(
            "RESUME refused to admin-9: SALES_CLOSED (not kept: sportskk.ticket.keep-refusals is off)")
        .expect(
            cluster.system(),
            () -> {
              assertThat(refusal(match.resume("admin-9"))).isEqualTo(StepRefusal.SALES_CLOSED);
              return Done.getInstance();
            });
    match.restart();
    assertThat(match.refused()).isEmpty();

    match.keepRefusals = true;
    match.restart();
    match.resume("admin-9");
    assertThat(match.refused()).hasSize(1);
  }

  /** {@code V2} An answer would say that it is kept. */
  @Test
  void nobodyIsAnsweredBeforeItIsKept() throws SQLException {
    match.bringTo(MatchState.Over.class);
    TestProbe<MatchCommand.StepReply> administrator = cluster.testKit().createTestProbe();
    MatchCommand.Resume resume = new MatchCommand.Resume("admin-9", "corr", administrator.getRef());
    FailingJournal.during(
        databases, cluster, LoggingTestKit.error("saw failure"), () -> match.entity.tell(resume));

    assertThat(match.refused()).isEmpty();
    assertNothingTold(administrator);
    match.entity.tell(resume);

    assertThat(refusal(administrator.receiveMessage())).isEqualTo(StepRefusal.SALES_CLOSED);
    assertThat(match.refused()).hasSize(1);
    assertNothingTold(administrator);
  }

  /** By the match, which has answered somebody else meanwhile. */
  private static void assertNothingTold(TestProbe<MatchCommand.StepReply> administrator) {
    MatchCommand.StepReply mark = new MatchCommand.InvalidStep(List.of());
    administrator.getRef().tell(mark);
    administrator.expectMessage(mark);
  }

  /** {@code V2} By the number of an event it is found out when no node sells any more. */
  @Test
  void whatIsRefusedWhileSalesStopDoesNotKeepThemFromStopping() {
    MatchFixture slow =
        new MatchFixture(databases, cluster, UUID.randomUUID().toString(), Duration.ofMillis(500));
    slow.open(null, MatchFixture.CLOSES);
    TestProbe<MatchCommand.StepReply> suspending = cluster.testKit().createTestProbe();
    slow.entity.tell(new MatchCommand.Suspend("admin-1", "rain", "corr", suspending.getRef()));
    assertThat(refusal(slow.enter("admin-1", "KT"))).isEqualTo(StepRefusal.SALES_NOT_STOPPED);
    suspending.expectMessageClass(StepDone.class);

    TestProbe<MatchCommand.CloseReply> closing = cluster.testKit().createTestProbe();
    slow.entity.tell(new MatchCommand.Close("admin-1", "corr", closing.getRef()));
    assertThat(refusal(slow.resume("admin-2"))).isEqualTo(StepRefusal.SALES_CLOSED);
    closing.expectMessageClass(MatchCommand.SalesClosed.class);
    slow.restart();
    assertThat(slow.get().closed().stoppedAt()).isEqualTo(NOW);
    assertThat(slow.refused()).hasSize(2);
  }

  @Test
  void aStepIsTakenAlsoIfTheCatalogueIsAway() {
    match.bringTo(MatchState.Over.class);
    match.catalogueIsAway.set(true);

    assertThat(match.enter("admin-1", "KT")).isInstanceOf(StepDone.class);
    assertThat(match.confirm("admin-2", "KT")).isInstanceOf(StepDone.class);
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);
  }

  // What was entered wrongly

  /** {@code R4} Before anything is paid. */
  @Test
  void aWrongResultIsWithdrawnAndAnotherOneEntered() throws SQLException {
    match.bringTo(MatchState.Provisional.class);
    assertThat(problems(match.withdraw("admin-2", " ")))
        .extracting(Problem::field)
        .containsExactly("/reason");
    match.restart();

    StepDone withdrawn = (StepDone) match.withdraw("admin-2", "a slip");

    assertThat(withdrawn.replayed()).isFalse();
    assertThat(withdrawn.match().course())
        .isEqualTo(
            new Course(
                null, null, new Course.Withdrawn("admin-2", "a slip", NOW), null, null, null));
    Awaitility.await().until(() -> match.listed().equals(withdrawn.match()));
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(match.withdraw("admin-3", "a slip"))
        .isEqualTo(new StepDone(withdrawn.match(), true));
    assertThat(refusal(match.confirm("admin-3", "KT"))).isEqualTo(StepRefusal.NOTHING_TO_CONFIRM);

    StepDone entered = (StepDone) match.enter("admin-1", "LG");
    assertThat(entered.match().course().withdrawn())
        .as("for all to see")
        .isEqualTo(withdrawn.match().course().withdrawn());
    match.confirm("admin-2", "LG");
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);
    assertThat(refusal(match.withdraw("admin-2", "a slip"))).isEqualTo(StepRefusal.RESULT_OFFICIAL);
  }

  /** {@code R4} After it was official, also after all was paid. */
  @Test
  void anOfficialResultIsCorrectedByTwoPersonsAndSettledAnew() throws SQLException {
    match.bringTo(MatchState.Settled.class);
    match.clock.advance(Duration.ofMinutes(1));
    match.restart();

    StepDone proposed = (StepDone) match.correct("admin-1", "LG");
    assertThat(proposed.replayed()).isFalse();
    assertThat(proposed.match().course().corrections())
        .isEqualTo(
            new Course.Corrections(
                0,
                null,
                new Course.Proposed(
                    List.of("LG"), "the league", "mixed up", "admin-1", NOW.plusSeconds(60))));
    assertThat(match.status()).isEqualTo(MatchStatus.SETTLED);
    Awaitility.await().until(() -> match.listed().equals(proposed.match()));
    match.restart();
    assertThat(match.correct("admin-1", "LG")).isEqualTo(new StepDone(proposed.match(), true));
    assertThat(refusal(match.correct("admin-1", "KT", "LG")))
        .isEqualTo(StepRefusal.OTHER_CORRECTION);
    assertThat(match.confirm("admin-3", "KT"))
        .as("of the result that stands, once more")
        .isEqualTo(new StepDone(proposed.match(), true));
    assertThat(refusal(match.confirm("admin-2", "KT", "LG"))).isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(refusal(match.confirm("admin-1", "LG"))).isEqualTo(StepRefusal.SECOND_PERSON_NEEDED);

    StepDone corrected = (StepDone) match.confirm("admin-2", "LG");
    assertThat(corrected.match().course().result())
        .isEqualTo(
            new Course.Result(
                List.of("LG"),
                "the league",
                null,
                "admin-1",
                NOW.plusSeconds(60),
                "admin-2",
                NOW.plusSeconds(60)));
    assertThat(corrected.match().course().corrections())
        .isEqualTo(new Course.Corrections(1, "mixed up", null));
    assertThat(corrected.match().course().settledAt()).isNull();
    match.restart();
    assertThat(match.status()).isEqualTo(MatchStatus.OFFICIAL);
    assertThat(match.correct("admin-1", "LG")).isEqualTo(new StepDone(corrected.match(), true));
    assertThat(match.confirm("admin-3", "LG")).isEqualTo(new StepDone(corrected.match(), true));

    assertThat(refusal(match.settleRound(1))).isEqualTo(StepRefusal.CORRECTED);
    StepDone settled = (StepDone) match.settleRound(2);
    assertThat(settled.match().course().settledAt()).isNotNull();
    Awaitility.await().until(() -> match.listed().equals(settled.match()));
  }

  /** {@code R4} */
  @Test
  void aCorrectionIsTakenBackAndTheResultStands() {
    match.bringTo(MatchState.Official.class);
    match.clock.advance(Duration.ofMinutes(1));
    match.correct("admin-1", "LG");

    StepDone withdrawn = (StepDone) match.withdraw("admin-1", "it was right");
    assertThat(withdrawn.match().course().corrections()).isEqualTo(Course.Corrections.NONE);
    assertThat(withdrawn.match().course().withdrawn().reason()).isEqualTo("it was right");
    match.restart();
    assertThat(match.withdraw("admin-1", "it was right"))
        .isEqualTo(new StepDone(withdrawn.match(), true));
    assertThat(refusal(match.confirm("admin-2", "LG"))).isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(match.get().course().result().winners()).containsExactly("KT");
    assertThat(match.settleRound(1)).isInstanceOf(StepDone.class);
  }

  /** {@code R4} */
  @Test
  void aCorrectionThatCannotBeIsRefused() {
    match.bringTo(MatchState.Provisional.class);
    assertThat(refusal(match.correct("admin-1", "LG"))).isEqualTo(StepRefusal.NOTHING_TO_CORRECT);
    match.confirm("admin-2", "KT");
    assertThat(refusal(match.correct("admin-1", "KT"))).isEqualTo(StepRefusal.SAME_WINNERS);
    assertThat(problems(match.correctFrom(" ", " ", "admin-1", "NC")))
        .extracting(Problem::field)
        .containsExactly("/winners/0", "/source", "/reason");
  }

  /** {@code R3} {@code R4} */
  @Test
  void whoHasATicketCorrectsNothing() {
    match.bringTo(MatchState.Official.class);
    match.holders.add("admin-1");
    assertThat(refusal(match.correct("admin-1", "LG"))).isEqualTo(StepRefusal.HOLDS_TICKET);
    match.holders.clear();
    match.correct("admin-1", "LG");
    match.holders.add("admin-1");
    assertThat(refusal(match.confirm("admin-2", "LG"))).isEqualTo(StepRefusal.ENTERED_BY_HOLDER);
    assertThat(match.get().course().result().winners()).containsExactly("KT");
  }

  /** {@code V2} */
  @Test
  void onceAResultWasEnteredAMatchIsVoidByTwoPersonsOnly() {
    match.bringTo(MatchState.Provisional.class);
    match.withdraw("admin-1", "a slip");
    match.restart();

    match.makeVoid("admin-1", VoidCause.EVENT_CANCELLED, null);

    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    assertThat(refusal(match.confirmVoid("admin-1", VoidCause.EVENT_CANCELLED)))
        .isEqualTo(StepRefusal.SECOND_PERSON_NEEDED);
    match.confirmVoid("admin-2", VoidCause.EVENT_CANCELLED);
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
  }

  @Test
  void aLateRepetitionDoesNotEnterAgainWhatWasWithdrawn() {
    match.bringTo(MatchState.Over.class);
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    MatchCommand enter =
        new MatchCommand.EnterResult(List.of("LG"), "tv", null, "admin-1", "corr", admin.getRef());
    match.entity.tell(enter);
    MatchCommand.StepReply entered = admin.receiveMessage();
    match.withdraw("admin-2", "a slip");

    match.entity.tell(enter);

    assertThat(admin.receiveMessage()).isEqualTo(entered);
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
  }

  /** {@code R3} What he has seen may have been replaced. */
  @Test
  void whoConfirmsSomethingElseThanIsEnteredConfirmsNothing() {
    match.bringTo(MatchState.Over.class);
    match.makeVoid("admin-1", VoidCause.OTHER, "why");
    assertThat(refusal(match.confirmVoid("admin-2", VoidCause.POOL_INTEGRITY)))
        .isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(refusal(match.confirm("admin-2", "KT"))).isEqualTo(StepRefusal.OTHER_OUTCOME);
    match.enterFrom("the league", NOW, "admin-1", "KT");

    assertThat(refusal(match.confirmVoid("admin-2", VoidCause.OTHER)))
        .isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(refusal(match.confirmStarted(NOW, "admin-2", "LG")))
        .isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(refusal(match.confirm("admin-2", "KT")))
        .as("tickets sold after the start are paid then")
        .isEqualTo(StepRefusal.OTHER_OUTCOME);
    assertThat(match.status()).isEqualTo(MatchStatus.PROVISIONAL);

    assertThat(match.confirmStarted(NOW, "admin-2", "KT")).isInstanceOf(StepDone.class);
    assertThat(refusal(match.confirmStarted(NOW, "admin-2", "LG")))
        .isEqualTo(StepRefusal.OTHER_OUTCOME);
  }

  /** {@code C6} Nodes may sell until then. */
  @Test
  void aMatchMayHaveStartedBetweenTheCloseAndTheStopOfItsSales() {
    match.bringTo(MatchState.Closing.class);
    match.clock.advance(Duration.ofSeconds(5));
    match.catalogueIsAway.set(false);
    match.close("admin-1");
    match.clock.advance(Duration.ofSeconds(5));

    assertThat(problems(match.enterFrom("tv", NOW.plusSeconds(6), "admin-1", "KT")))
        .extracting(Problem::field)
        .containsExactly("/startedAt");
    assertThat(match.enterFrom("tv", NOW.plusSeconds(3), "admin-1", "KT"))
        .isInstanceOf(StepDone.class);
  }

  // Who has a ticket

  /** {@code R3} */
  @Test
  void whoHasBoughtWhileSalesWereStoppingDoesNotMakeTheMatchVoid() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    match.entity.tell(
        new MatchCommand.MakeVoid(
            VoidCause.EVENT_CANCELLED, null, "gambler", "corr", admin.getRef()));
    Awaitility.await().until(() -> match.triesInVain.get() > 0);
    match.holders.add("gambler");

    match.catalogueIsAway.set(false);

    assertThat(refusal(admin.receiveMessage())).isEqualTo(StepRefusal.HOLDS_TICKET);
    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
  }

  /** {@code R3} */
  @Test
  void whatAHolderHasEnteredIsNotConfirmed() {
    match.bringTo(MatchState.Provisional.class);
    match.holders.add("admin-1");

    assertThat(refusal(match.confirm("admin-2", "KT"))).isEqualTo(StepRefusal.ENTERED_BY_HOLDER);
    assertThat(match.status()).isEqualTo(MatchStatus.PROVISIONAL);

    match.withdraw("admin-2", "entered by a holder");
    match.enter("admin-3", "KT");
    assertThat(match.confirm("admin-2", "KT")).isInstanceOf(StepDone.class);
  }

  /** The first one waits for the stop of sales; whoever asks again must hear what comes of it. */
  @Test
  void aDecisionThatIsUnderWayIsNotAskedForAgain() {
    match.open(null, MatchFixture.CLOSES);
    match.catalogueIsAway.set(true);
    TestProbe<MatchCommand.StepReply> admin = cluster.testKit().createTestProbe();
    MatchCommand makeVoid =
        new MatchCommand.MakeVoid(
            VoidCause.EVENT_CANCELLED, null, "admin-1", "corr", admin.getRef());
    match.entity.tell(makeVoid);
    Awaitility.await().until(() -> match.triesInVain.get() > 0);
    match.paymentIsAway.set(true);
    match.entity.tell(makeVoid);
    match.get();
    assertThat(match.askedFor).containsExactly("admin-1");
    match.paymentIsAway.set(false);

    match.catalogueIsAway.set(false);

    assertThat(admin.receiveMessage()).isInstanceOf(StepDone.class);
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
    assertThat(match.askedFor).as("and once more, after the stop").hasSize(2);
  }

  // Who makes it void

  /** {@code V4} */
  @Test
  void whetherAPoolIsSoundTakesTwoPersonsToJudge() {
    match.bringTo(MatchState.Over.class);

    match.makeVoid("admin-1", VoidCause.POOL_INTEGRITY, null);

    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    match.confirmVoid("admin-2", VoidCause.POOL_INTEGRITY);
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
  }

  /** {@code V2} Somebody may know how it ends. */
  @Test
  void afterItsTimeAMatchIsVoidByTwoPersonsOnly() {
    match.bringTo(MatchState.Over.class);
    match.clock.setTo(MatchFixture.CLOSES);

    match.makeVoid("admin-1", VoidCause.EVENT_ABANDONED, null);

    assertThat(match.status()).isEqualTo(MatchStatus.CLOSED);
    match.confirmVoid("admin-2", VoidCause.EVENT_ABANDONED);
    assertThat(match.status()).isEqualTo(MatchStatus.VOID);
  }

  private static StepRefusal refusal(MatchCommand.StepReply reply) {
    return ((StepRefused) reply).reason();
  }

  private static List<Problem> problems(MatchCommand.StepReply reply) {
    return ((InvalidStep) reply).problems();
  }
}
