package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * {@code L1}: whatever is staked, given back and won, and whatever limits are set meanwhile, no
 * charge breaks one that is in force, and none is refused that does not. The model adds up all
 * events there ever were, by their dates.
 */
class WalletPlayModelTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
  private static final Instant BEGIN = Instant.parse("2026-07-29T06:00:00Z"); // a Wednesday
  private static final Instant CLOSE = BEGIN.plus(Duration.ofDays(60));

  private static final WalletRules RULES =
      new WalletRules(
          Money.won(1_000_000_000),
          Money.won(1_000_000_000),
          5_000,
          Duration.ofDays(7),
          Duration.ofDays(30),
          100,
          new PlayRules(ZONE, Duration.ofHours(24), Duration.ofDays(7), Duration.ofMinutes(15)),
          WalletSamples.UNSUPERVISED);

  private sealed interface Step permits Stake, GiveBack, Win, PayIn, Set, Wait {}

  private record Stake(long won) implements Step {}

  /**
   * @param ticket the number of an earlier stake, counted from the last one
   */
  private record GiveBack(int ticket) implements Step {}

  private record Win(int ticket, long won) implements Step {}

  private record PayIn(long won) implements Step {}

  /**
   * @param limit null for none
   */
  private record Set(LimitKind kind, Long limit, boolean byHouse) implements Step {}

  private record Wait(Duration duration) implements Step {}

  @Property(tries = 1_000)
  void noChargeBreaksALimitInForce(@ForAll("steps") List<Step> steps) {
    Model model = new Model();
    steps.forEach(model::take);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> stake = Arbitraries.of(100L, 300L, 700L).map(Stake::new);
    Arbitrary<Step> giveBack = Arbitraries.integers().between(0, 4).map(GiveBack::new);
    Arbitrary<Step> win =
        Combinators.combine(Arbitraries.integers().between(0, 4), Arbitraries.of(100L, 900L))
            .as(Win::new);
    Arbitrary<Step> set =
        Combinators.combine(
                Arbitraries.of(LimitKind.class),
                Arbitraries.of(0L, 500L, 1_000L, 2_000L).injectNull(0.2),
                Arbitraries.of(true, false))
            .as(
                (kind, limit, byHouse) -> {
                  boolean ofTime = kind == LimitKind.DAILY_TIME && limit != null;
                  return new Set(kind, ofTime ? Long.valueOf(limit / 50) : limit, byHouse);
                });
    Arbitrary<Step> payIn = Arbitraries.of(100L, 600L).map(PayIn::new);
    Arbitrary<Step> wait =
        Arbitraries.of(1L, 8L, 13L, 24L, 60L, -1L).map(hours -> new Wait(Duration.ofHours(hours)));
    Arbitrary<Step> pause =
        Arbitraries.of(1L, 9L, 15L, 16L).map(minutes -> new Wait(Duration.ofMinutes(minutes)));
    return Arbitraries.frequencyOf(
            Tuple.of(6, stake),
            Tuple.of(2, giveBack),
            Tuple.of(2, win),
            Tuple.of(2, payIn),
            Tuple.of(3, set),
            Tuple.of(2, pause),
            Tuple.of(3, wait))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private static final class Model {
    private final List<WalletEvent> events = new ArrayList<>();
    private final List<String> tickets = new ArrayList<>();
    private final Map<LimitKind, Long> wanted = new EnumMap<>(LimitKind.class);
    private final Map<LimitKind, Long> house = new EnumMap<>(LimitKind.class);
    private WalletState wallet = WalletState.unopened("buyer");
    private Instant clock = BEGIN;

    void take(Step step) {
      if (step instanceof Wait wait) {
        clock = clock.plus(wait.duration());
      } else if (step instanceof Stake stake) {
        charge(stake.won());
      } else if (step instanceof PayIn deposit) {
        payIn(deposit.won());
      } else if (step instanceof GiveBack giveBack && giveBack.ticket() < tickets.size()) {
        done(
            wallet.reverse(
                new WalletCommand.Reverse(ticket(giveBack.ticket()), "m", null, CLOSE, "c", null),
                RULES,
                clock));
      } else if (step instanceof Win win && win.ticket() < tickets.size()) {
        done(
            wallet.payOut(
                new WalletCommand.PayOut(
                    ticket(win.ticket()),
                    "m",
                    events.size(),
                    Money.won(win.won()),
                    Money.ZERO,
                    null,
                    clock,
                    "c",
                    null),
                RULES,
                clock));
      } else if (step instanceof Set set) {
        set(set);
      }
    }

    private void set(Set set) {
      Map<LimitKind, Long> limits = set.byHouse() ? house : wanted;
      limits.remove(set.kind());
      if (set.limit() != null) {
        limits.put(set.kind(), set.limit());
      }
      Map<LimitKind, Long> all = Map.copyOf(limits);
      done(
          set.byHouse()
              ? play(new WalletCommand.SetHouseLimits(all, "a", "c", null), PlayDecider::setHouse)
              : play(new WalletCommand.SetLimits(all, "c", null), PlayDecider::set));
    }

    private <C extends Correlated> Decision<PlayLimits> play(
        C command, BiFunction<PlayDecider, C, Decision<PlayLimits>> decision) {
      return wallet.play(command, RULES, clock, decider -> decision.apply(decider, command));
    }

    private void charge(long won) {
      String ticketId = "t" + tickets.size();
      tickets.add(ticketId);
      Reason expected = null;
      for (LimitKind kind : LimitKind.values()) {
        Long limit = inForce(kind);
        long more = kind == LimitKind.DAILY_TIME ? 1 : won;
        if (expected == null && !isOfDeposits(kind) && limit != null && used(kind) + more > limit) {
          expected = kind.refusal();
        }
      }
      ChargeReply reply =
          done(
              wallet.charge(
                  new WalletCommand.Charge(ticketId, "m", Money.won(won), CLOSE, CLOSE, "c", null),
                  RULES,
                  clock));
      assertThat(reply)
          .isEqualTo(
              expected == null
                  ? new ChargeReply.Charged(wallet.balance())
                  : new ChargeReply.Refused(expected, wallet.balance()));
    }

    private void payIn(long won) {
      String id = "d" + events.size() + clock;
      LimitKind broken = null;
      for (LimitKind kind : LimitKind.values()) {
        Long limit = inForce(kind);
        if (broken == null && isOfDeposits(kind) && limit != null && used(kind) + won > limit) {
          broken = kind;
        }
      }
      DepositReply reply =
          done(
              wallet.deposit(
                  new WalletCommand.Deposit(id, Money.won(won), "c", null), RULES, clock));
      assertThat(reply instanceof DepositReply.LimitExceeded exceeded ? exceeded.kind() : null)
          .isEqualTo(broken);
    }

    private static boolean isOfDeposits(LimitKind kind) {
      return kind.name().endsWith("DEPOSIT");
    }

    private Long inForce(LimitKind kind) {
      Long own = null;
      Long ofHouse = null;
      for (WalletEvent event : events) {
        if (event instanceof LimitSet set && set.kind() == kind) {
          own = set.limit();
        } else if (event instanceof HouseLimitSet set && set.kind() == kind) {
          ofHouse = set.limit();
        }
      }
      if (own == null || ofHouse == null) {
        return own == null ? ofHouse : own;
      }
      return Math.min(own, ofHouse);
    }

    private long used(LimitKind kind) {
      if (kind == LimitKind.DAILY_TIME) {
        return minutesPlayed();
      }
      boolean ofLosses = kind.name().endsWith("LOSS");
      LocalDate now = period(now(), kind);
      long used = 0;
      Map<String, LocalDate> charged = new HashMap<>();
      for (WalletEvent event : events) {
        LocalDate period = period(event.at(), kind);
        if (isOfDeposits(kind)) {
          if (event instanceof Deposited e && !e.depositId().equals("opening-balance")) {
            used += period.equals(now) ? e.amount().won() : 0;
          }
        } else if (event instanceof Charged e) {
          charged.put(e.ticketId(), period);
          used += period.equals(now) ? e.amount().won() : 0;
        } else if (event instanceof ChargeReversed e) {
          used -= charged.get(e.ticketId()).equals(now) ? e.amount().won() : 0;
        } else if (event instanceof PaidOut e && ofLosses) {
          used -= period.equals(now) ? e.payout().won() : 0;
        }
      }
      return used;
    }

    /** All steps take whole minutes: they are counted. */
    private long minutesPlayed() {
      java.util.Set<Instant> minutes = new HashSet<>();
      for (WalletEvent event : events) {
        for (int i = 0; event instanceof Charged && i < 15; i++) {
          minutes.add(event.at().plus(Duration.ofMinutes(i)));
        }
      }
      LocalDate today = now().atZone(ZONE).toLocalDate();
      return minutes.stream()
          .filter(minute -> minute.atZone(ZONE).toLocalDate().equals(today))
          .filter(minute -> minute.isBefore(now()))
          .count();
    }

    /** Named by its first day. */
    private static LocalDate period(Instant at, LimitKind kind) {
      LocalDate day = at.atZone(ZONE).toLocalDate();
      if (kind.name().startsWith("DAILY")) {
        return day;
      }
      return kind.name().startsWith("WEEKLY")
          ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
          : day.withDayOfMonth(1);
    }

    private Instant now() {
      Instant last = events.isEmpty() ? clock : events.get(events.size() - 1).at();
      return clock.isBefore(last) ? last : clock;
    }

    private String ticket(int fromTheLast) {
      return tickets.get(tickets.size() - 1 - fromTheLast);
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
