package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.StakeApproved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * {@code L5}: whatever is approved, staked and given back, each charge from the threshold on has
 * used an approval of its own that was enough and had not lapsed, and none is refused for which
 * there is one. The model looks through all events there ever were.
 */
class WalletApprovalModelTest {

  private static final Instant BEGIN = Instant.parse("2026-07-29T06:00:00Z");
  private static final Instant CLOSE = BEGIN.plus(Duration.ofDays(400));
  private static final Money FROM = Money.won(500);
  private static final Duration VALID = Duration.ofHours(24);
  private static final Duration REMEMBERED = Duration.ofDays(3);

  private static final WalletRules RULES =
      new WalletRules(
          Money.won(1_000_000_000),
          Money.won(1_000_000_000),
          5_000,
          Duration.ofDays(7),
          REMEMBERED,
          100,
          WalletSamples.PLAY,
          new SupervisionRules(FROM, VALID, 4, 6));

  private sealed interface Step permits Approve, Stake, GiveBack, Wait {}

  /**
   * @param number of the id; the same one may be taken again
   */
  private record Approve(int number, long upTo) implements Step {}

  private record Stake(long won) implements Step {}

  /**
   * @param ticket the number of an earlier stake, counted from the last one
   */
  private record GiveBack(int ticket) implements Step {}

  private record Wait(Duration duration) implements Step {}

  @Property(tries = 1_000)
  void eachLargeChargeHasAnApprovalOfItsOwn(@ForAll("steps") List<Step> steps) {
    Model model = new Model();
    steps.forEach(model::take);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> approve =
        Arbitraries.integers()
            .between(0, 11)
            // The amount is that of the id, but for some: that is another approval.
            .flatMap(
                number ->
                    Arbitraries.frequency(
                            Tuple.of(9, 500L + 100L * (number % 3)), Tuple.of(1, 501L))
                        .map(upTo -> new Approve(number, upTo)));
    Arbitrary<Step> stake = Arbitraries.of(499L, 500L, 550L, 600L, 700L, 701L).map(Stake::new);
    Arbitrary<Step> giveBack = Arbitraries.integers().between(0, 3).map(GiveBack::new);
    Arbitrary<Step> wait =
        Arbitraries.of(1L, 12L, 24L, 50L, -1L).map(hours -> new Wait(Duration.ofHours(hours)));
    return Arbitraries.frequencyOf(
            Tuple.of(5, approve), Tuple.of(5, stake), Tuple.of(1, giveBack), Tuple.of(2, wait))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private static final class Model {
    private final List<WalletEvent> events = new ArrayList<>();
    private final List<String> tickets = new ArrayList<>();
    private WalletState wallet = WalletState.unopened("buyer");
    private Instant clock = BEGIN;

    void take(Step step) {
      if (step instanceof Wait wait) {
        clock = clock.plus(wait.duration());
      } else if (step instanceof Approve approve) {
        approve(approve);
      } else if (step instanceof Stake stake) {
        charge(Money.won(stake.won()));
      } else if (step instanceof GiveBack giveBack && giveBack.ticket() < tickets.size()) {
        String ticketId = tickets.get(tickets.size() - 1 - giveBack.ticket());
        done(
            wallet.reverse(
                new WalletCommand.Reverse(ticketId, "m", null, CLOSE, "c", null), RULES, clock));
      }
    }

    private void approve(Approve approve) {
      String id = "a" + approve.number();
      Money upTo = Money.won(approve.upTo());
      List<StakeApproved> remembered =
          given().stream().filter(it -> !now().isAfter(it.at().plus(REMEMBERED))).toList();
      StakeApproved before =
          remembered.stream().filter(it -> it.approvalId().equals(id)).findFirst().orElse(null);
      Class<?> expected;
      if (before != null) {
        expected =
            before.upTo().equals(upTo)
                ? ApproveReply.Approved.class
                : ApproveReply.OtherContent.class;
      } else if (open().size() >= 4) {
        expected = ApproveReply.TooManyOpen.class;
      } else if (remembered.size() >= 6) {
        expected = ApproveReply.TooManyRemembered.class;
      } else {
        expected = ApproveReply.Approved.class;
      }
      int eventsBefore = given().size();
      ApproveReply reply =
          done(
              wallet.approve(
                  new WalletCommand.ApproveStake(id, upTo, "known", "admin", "c", null),
                  RULES,
                  clock));
      assertThat(reply).isInstanceOf(expected);
      boolean isNew = before == null && expected == ApproveReply.Approved.class;
      assertThat(given()).hasSize(eventsBefore + (isNew ? 1 : 0));
    }

    private void charge(Money stake) {
      String ticketId = "t" + tickets.size();
      tickets.add(ticketId);
      StakeApproved smallest = null;
      for (StakeApproved each : open()) {
        boolean enough = !each.upTo().isLessThan(stake);
        if (enough && (smallest == null || each.upTo().isLessThan(smallest.upTo()))) {
          smallest = each;
        }
      }
      boolean concerned = !stake.isLessThan(FROM);
      boolean refused = concerned && smallest == null;
      ChargeReply reply =
          done(
              wallet.charge(
                  new WalletCommand.Charge(ticketId, "m", stake, CLOSE, CLOSE, "c", null),
                  RULES,
                  clock));
      if (refused) {
        assertThat(reply)
            .isEqualTo(new ChargeReply.Refused(Reason.SUPERVISOR_NEEDED, wallet.balance()));
      } else {
        assertThat(reply).isEqualTo(new ChargeReply.Charged(wallet.balance()));
        assertThat(((Charged) events.get(events.size() - 1)).approvalId())
            .isEqualTo(concerned ? smallest.approvalId() : null);
      }
    }

    /** All that were ever given, each as often as it was. */
    private List<StakeApproved> given() {
      return events.stream()
          .filter(StakeApproved.class::isInstance)
          .map(StakeApproved.class::cast)
          .toList();
    }

    /** Those that have not lapsed, and of which no charge since has taken the id. */
    private List<StakeApproved> open() {
      List<StakeApproved> open = new ArrayList<>();
      for (WalletEvent event : events) {
        if (event instanceof StakeApproved approved) {
          open.add(approved);
        } else if (event instanceof Charged charged) {
          open.removeIf(it -> it.approvalId().equals(charged.approvalId()));
        }
      }
      open.removeIf(it -> !now().isBefore(it.validUntil()));
      return open;
    }

    private Instant now() {
      Instant last = events.isEmpty() ? clock : events.get(events.size() - 1).at();
      return clock.isBefore(last) ? last : clock;
    }

    private <R> R done(Decision<R> decision) {
      for (WalletEvent event : decision.events()) {
        events.add(event);
        wallet = wallet.after(event, RULES);
      }
      return decision.reply();
    }
  }
}
