package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
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
import org.junit.jupiter.api.function.Executable;

/** What a match answers, in every state to every command. */
class MatchStateTableTest {

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

  private static final List<Class<?>> COMMANDS =
      List.of(
          MatchCommand.Open.class,
          MatchCommand.CheckSale.class,
          MatchCommand.Suspend.class,
          MatchCommand.Resume.class,
          MatchCommand.Close.class,
          MatchCommand.EnterResult.class,
          MatchCommand.Confirm.class,
          MatchCommand.Withdraw.class,
          MatchCommand.Correct.class,
          MatchCommand.MakeVoid.class,
          MatchCommand.Settle.class,
          MatchCommand.GetMatch.class,
          MatchCommand.GetRefusals.class,
          MatchCommand.Wake.class,
          MatchCommand.Stop.class);

  /** For each state the answers to {@link #COMMANDS}; a refusal by its reason. */
  private static final Map<Class<?>, List<String>> TABLE =
      Map.of(
          MatchState.Unknown.class,
              row(
                  "Opened NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch"
                      + " NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch NoSuchMatch - -"),
          MatchState.Announced.class,
              row(
                  "Opened OnSale StepDone StepDone SalesClosed SALES_NOT_STOPPED"
                      + " NOTHING_TO_CONFIRM NOTHING_TO_WITHDRAW NOTHING_TO_CORRECT StepDone NOT_OFFICIAL Found Refusals - -"),
          MatchState.Suspended.class,
              row(
                  "Opened SalesOnHold StepDone StepDone SalesClosed SALES_NOT_STOPPED"
                      + " NOTHING_TO_CONFIRM NOTHING_TO_WITHDRAW NOTHING_TO_CORRECT StepDone NOT_OFFICIAL Found Refusals - -"),
          MatchState.Closing.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed SALES_NOT_STOPPED"
                      + " NOTHING_TO_CONFIRM NOTHING_TO_WITHDRAW NOTHING_TO_CORRECT StepDone NOT_OFFICIAL Found Refusals - -"),
          MatchState.Over.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed StepDone"
                      + " NOTHING_TO_CONFIRM NOTHING_TO_WITHDRAW NOTHING_TO_CORRECT StepDone NOT_OFFICIAL Found Refusals - -"),
          MatchState.Provisional.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed OTHER_RESULT StepDone"
                      + " StepDone NOTHING_TO_CORRECT OUTCOME_KNOWN NOT_OFFICIAL Found Refusals - -"),
          MatchState.Official.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed OTHER_RESULT StepDone"
                      + " RESULT_OFFICIAL StepDone OUTCOME_KNOWN StepDone Found Refusals - -"),
          MatchState.Settled.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed OTHER_RESULT StepDone"
                      + " RESULT_OFFICIAL StepDone OUTCOME_KNOWN StepDone Found Refusals - -"),
          MatchState.Voided.class,
              row(
                  "Opened SalesOver SALES_CLOSED SALES_CLOSED SalesClosed MATCH_VOID"
                      + " NOTHING_TO_CONFIRM MATCH_VOID MATCH_VOID OTHER_CAUSE StepDone Found Refusals - -"));

  private static List<String> row(String answers) {
    return List.of(answers.split(" "));
  }

  @Test
  void theTableNamesEveryStateAndEveryCommand() {
    assertThat(TABLE.keySet()).isEqualTo(concrete(MatchState.class));
    assertThat(COMMANDS).hasSameElementsAs(concrete(MatchCommand.Request.class));
    assertThat(TABLE.values()).allMatch(row -> row.size() == COMMANDS.size());
  }

  @TestFactory
  Stream<DynamicTest> everyStateAnswersEveryCommand() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    TABLE.forEach(
        (state, row) -> {
          for (int i = 0; i < row.size(); i++) {
            Class<?> command = COMMANDS.get(i);
            String answer = row.get(i);
            checks.put(
                state.getSimpleName() + " x " + command.getSimpleName(),
                () -> check(state, command, answer));
          }
        });
    return checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue()));
  }

  private static void check(Class<?> state, Class<?> command, String answer) {
    MatchFixture match = new MatchFixture(databases, cluster);
    match.bringTo(state);
    if (command == MatchCommand.Stop.class) {
      match.restart(); // stops, or fails
      return;
    }
    if (command == MatchCommand.Wake.class) {
      Match before = state == MatchState.Unknown.class ? null : match.get();
      match.entity.tell(new MatchCommand.Wake());
      if (before != null) {
        assertThat(match.get()).isEqualTo(before); // it answers, so it lives
      }
      return;
    }
    TestProbe<Object> probe = cluster.testKit().createTestProbe();
    match.entity.tell(command(command, probe));
    match.catalogueIsAway.set(false); // so that it may go on from closing
    Object reply = probe.receiveMessage();
    assertThat(
            reply instanceof MatchCommand.StepRefused refused
                ? refused.reason().name()
                : reply.getClass().getSimpleName())
        .isEqualTo(answer);
  }

  private static MatchCommand command(Class<?> type, TestProbe<Object> probe) {
    List<MatchCommand> commands =
        List.of(
            new MatchCommand.Open(
                "KT - LG",
                MatchFixture.TEAMS,
                null,
                MatchFixture.CLOSES,
                null,
                null,
                "admin-1",
                "corr",
                probe.getRef().narrow()),
            new MatchCommand.Close("admin-1", "corr", probe.getRef().narrow()),
            new MatchCommand.Suspend("admin-1", null, "corr", probe.getRef().narrow()),
            new MatchCommand.Resume("admin-1", "corr", probe.getRef().narrow()),
            new MatchCommand.EnterResult(
                List.of("LG"), "tv", null, "admin-1", "corr", probe.getRef().narrow()),
            new MatchCommand.Confirm(
                List.of("KT"), null, null, "admin-9", "corr", probe.getRef().narrow()),
            new MatchCommand.Correct(
                List.of("LG"), "tv", "a slip", "admin-9", "corr", probe.getRef().narrow()),
            new MatchCommand.Withdraw("a slip", "admin-9", "corr", probe.getRef().narrow()),
            new MatchCommand.MakeVoid(
                VoidCause.EVENT_POSTPONED, null, "admin-1", "corr", probe.getRef().narrow()),
            new MatchCommand.Settle(1, "corr", probe.getRef().narrow()),
            new MatchCommand.CheckSale("KT", probe.getRef().narrow()),
            new MatchCommand.GetMatch(probe.getRef().narrow()),
            new MatchCommand.GetRefusals(probe.getRef().narrow()));
    return commands.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private static Set<Class<?>> concrete(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(
            permitted -> permitted.isSealed() ? concrete(permitted).stream() : Stream.of(permitted))
        .collect(Collectors.toSet());
  }
}
