package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any sequence of charges, reversals, payouts and deposits, repeated, late and in any order, while
 * time goes on and matches are forgotten, is held against a model that forgets nothing.
 */
class WalletModelTest {

  private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration REMEMBERED = Duration.ofHours(24);

  /** Something that happens to the wallet. */
  private sealed interface Step permits Ask, Pay, Wait {}

  /**
   * @param round of a payout
   */
  private record Ask(Sold ticket, What what, int round) implements Step {}

  private enum What {
    CHARGE,
    REVERSE,
    REFUND,
    PAY_OUT
  }

  private record Pay(String depositId, long won) implements Step {}

  /** The clock moves, a little back too: a wallet may come to a node whose clock is behind. */
  private record Wait(Duration duration) implements Step {}

  /** What never changes of a ticket. */
  private record Sold(
      String ticketId, String matchId, long won, Instant payBefore, Instant salesCloseAt) {}

  @Property(tries = 2_000)
  void noSequenceBreaksTheWallet(
      @ForAll("rules") WalletRules rules, @ForAll("steps") List<Step> steps) {
    Model model = new Model(rules);
    for (Step step : steps) {
      model.take(step);
    }
    model.replayed();
  }

  @Provide
  Arbitrary<WalletRules> rules() {
    return Combinators.combine(
            Arbitraries.of(0L, 500L, 5_000L),
            Arbitraries.of(400L, 1_000L, 10_000L),
            Arbitraries.of(2, 5, 100))
        .as(
            (opening, limit, tickets) ->
                new WalletRules(
                    Money.won(opening),
                    Money.won(limit),
                    tickets,
                    REMEMBERED,
                    REMEMBERED,
                    3,
                    WalletSamples.PLAY,
                    WalletSamples.UNSUPERVISED));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> ask =
        Combinators.combine(
                Arbitraries.integers().between(0, 11),
                Arbitraries.frequency(
                    Tuple.of(4, What.CHARGE),
                    Tuple.of(2, What.REVERSE),
                    Tuple.of(1, What.REFUND),
                    Tuple.of(1, What.PAY_OUT)),
                Arbitraries.integers().between(1, 2))
            .as((number, what, round) -> new Ask(ticket(number), what, round));
    Arbitrary<Step> pay =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.of(100L, 100L, 300L, Long.MAX_VALUE, WalletRules.MOST.won()))
            .as((id, won) -> new Pay("deposit-" + id, won));
    Arbitrary<Step> wait =
        Arbitraries.of(1L, 10L, 60L, 20 * 60L, 30 * 60L, -5L, -3 * 60L)
            .map(minutes -> new Wait(Duration.ofMinutes(minutes)));
    return Arbitraries.frequencyOf(Tuple.of(8, ask), Tuple.of(1, pay), Tuple.of(2, wait))
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  /** Twelve tickets of three matches, which close one after the other, some announced later. */
  private static Sold ticket(int number) {
    int match = number % 3;
    Instant close =
        BEGIN.plus(Duration.ofHours(2 + 10L * match)).plus(Duration.ofHours(number / 6 * 20L));
    Instant payBefore = number % 4 == 3 ? close.plusSeconds(3_600) : close.minusSeconds(1_200);
    return new Sold("t" + number, "match-" + match, 100L * (1 + number % 5), payBefore, close);
  }

  /** Every event there ever was, and what follows from them and from the replies. */
  private static final class Model {
    private final WalletRules rules;
    private final List<WalletEvent> events = new ArrayList<>();
    private final Map<String, Long> charged = new HashMap<>();
    private final Map<String, Long> reversed = new HashMap<>();
    private final Map<String, Long> refunded = new HashMap<>();

    /** By ticket id and round. */
    private final Map<String, Long> paidOut = new HashMap<>();

    /** By ticket id, when it was last paid out, or that was decided. */
    private final Map<String, Instant> winners = new HashMap<>();

    /** A stake is decided to be given back once, and that is carried out again and again. */
    private final Map<String, Instant> decided = new HashMap<>();

    private final Map<String, Long> staked = new HashMap<>();
    private final Map<String, Set<String>> ticketsOf = new HashMap<>();

    /** Tickets of which the wallet has said that they are not charged and never will be. */
    private final Set<String> ended = new HashSet<>();

    private WalletState wallet = WalletState.unopened("buyer");
    private Instant clock = BEGIN;
    private Instant latest = BEGIN;
    private long balance;

    Model(WalletRules rules) {
      this.rules = rules;
    }

    void take(Step step) {
      if (step instanceof Wait wait) {
        clock = clock.plus(wait.duration());
      } else if (step instanceof Pay pay) {
        deposit(pay);
      } else if (step instanceof Ask ask) {
        switch (ask.what()) {
          case CHARGE -> charge(ask.ticket());
          case REVERSE -> reverse(ask.ticket());
          case REFUND -> refund(ask.ticket());
          case PAY_OUT -> payOut(ask.ticket(), ask.round());
        }
      }
      shown();
    }

    private void charge(Sold ticket) {
      String id = ticket.ticketId();
      boolean known = charged.containsKey(id) || ended.contains(id) || winners.containsKey(id);
      boolean payable = !known && payable(ticket);
      Decision<ChargeReply> decision =
          wallet.charge(
              new WalletCommand.Charge(
                  id,
                  ticket.matchId(),
                  Money.won(ticket.won()),
                  ticket.payBefore(),
                  ticket.salesCloseAt(),
                  "c",
                  null),
              rules,
              clock);
      store(decision.events());
      seen(ticket);
      if (decision.reply() instanceof ChargeReply.Refused refused) {
        assertThat(payable).as("refused without a reason: %s", refused).isFalse();
        if (isKept(id)) {
          assertThat(refused.reason()).isEqualTo(Reason.TOO_LATE);
          assertThat(forgotten(ticket)).as("a charge that was made is denied").isTrue();
        } else {
          ended.add(id);
        }
      } else {
        assertThat(isKept(id)).as("answered as charged").isTrue();
      }
    }

    private void reverse(Sold ticket) {
      String id = ticket.ticketId();
      Decision<ReverseReply> decision =
          wallet.reverse(
              new WalletCommand.Reverse(
                  id, ticket.matchId(), null, ticket.salesCloseAt(), "c", null),
              rules,
              clock);
      store(decision.events());
      if (decision.reply() instanceof ReverseReply.Forgotten) {
        assertThat(forgotten(ticket)).isTrue();
        assertThat(decision.events()).isEmpty();
      } else if (decision.reply() instanceof ReverseReply.PaidOut) {
        assertThat(winners).containsKey(id);
        assertThat(decision.events()).isEmpty();
      } else {
        seen(ticket);
        assertThat(isKept(id)).as("answered as reversed").isFalse();
        ended.add(id);
      }
    }

    private void refund(Sold ticket) {
      String id = ticket.ticketId();
      Instant decidedAt = decided.computeIfAbsent(id, first -> clock);
      Decision<RefundReply> decision =
          wallet.refund(
              new WalletCommand.Refund(
                  id,
                  ticket.matchId(),
                  Money.won(ticket.won()),
                  null,
                  ticket.salesCloseAt(),
                  decidedAt,
                  "c",
                  null),
              rules,
              clock);
      boolean known = reversed.containsKey(id) && !forgotten(ticket);
      store(decision.events());
      if (decision.reply() instanceof RefundReply.Refused refused) {
        assertThat(decision.events()).isEmpty();
        if (refused.reason() == RefundReply.Reason.DECIDED_TOO_LONG_AGO) {
          assertThat(now()).isAfter(decidedAt.plus(REMEMBERED));
        }
      } else {
        seen(ticket);
        assertThat(isKept(id)).as("answered as given back").isFalse();
        if (winners.containsKey(id) && !decision.events().isEmpty()) {
          assertThat(now())
              .as("stake of a winner given back")
              .isAfter(winners.get(id).plus(REMEMBERED));
        }
        assertThat(known && decision.events().stream().anyMatch(Refunded.class::isInstance))
            .as("paid for what was known to be given back")
            .isFalse();
        ended.add(id);
      }
    }

    /** Asked by whoever knows that the ticket was charged, but maybe not that it is given back. */
    private void payOut(Sold ticket, int round) {
      String id = ticket.ticketId();
      String key = id + "#" + round;
      boolean kept = isKept(id);
      if (!kept && (!charged.containsKey(id) || forgotten(ticket))) {
        return;
      }
      Instant decidedAt = decided.computeIfAbsent(key, first -> clock);
      Decision<PayOutReply> decision =
          wallet.payOut(
              new WalletCommand.PayOut(
                  id,
                  ticket.matchId(),
                  round,
                  Money.won(ticket.won() * 2),
                  Money.won(10),
                  null,
                  decidedAt,
                  "c",
                  null),
              rules,
              clock);
      store(decision.events());
      if (decision.reply() instanceof PayOutReply.Refused refused) {
        assertThat(decision.events()).isEmpty();
        switch (refused.reason()) {
          case DECIDED_TOO_LONG_AGO -> assertThat(now()).isAfter(decidedAt.plus(REMEMBERED));
          case NOT_CHARGED -> assertThat(kept).as("a winner is refused").isFalse();
          case WALLET_FULL -> assertThat(held()).isGreaterThan(WalletRules.MOST.won() - 10_000);
          case LATER_ROUND ->
              assertThat(paidOut.keySet())
                  .as("a later round was paid")
                  .anyMatch(
                      paid ->
                          paid.startsWith(id + "#")
                              && Integer.parseInt(paid.substring(id.length() + 1)) > round);
          case OTHER_AMOUNT -> fail("the amount is the same each time");
        }
      } else {
        assertThat(paidOut).as("answered as paid out").containsKey(key);
      }
    }

    private void deposit(Pay pay) {
      Decision<DepositReply> decision =
          wallet.deposit(
              new WalletCommand.Deposit(pay.depositId(), Money.won(pay.won()), "c", null),
              rules,
              clock);
      store(decision.events());
      if (decision.reply() instanceof DepositReply.Deposited deposited) {
        assertThat(deposited.balance()).isEqualTo(Money.won(held()));
        assertThat(decision.events().isEmpty()).isEqualTo(deposited.replayed());
      } else {
        assertThat(decision.events()).isEmpty();
      }
    }

    private void store(List<WalletEvent> stored) {
      for (WalletEvent event : stored) {
        assertThat(event.at()).as("time runs forwards").isAfterOrEqualTo(lastAt());
        events.add(event);
        wallet = wallet.after(event, rules);
        latest = event.at();
        if (event instanceof Deposited e) {
          balance += e.amount().won();
        } else if (event instanceof Charged e) {
          assertThat(refunded).as("charged after a refund").doesNotContainKey(e.ticketId());
          assertThat(ended)
              .as("refused or reversed, and charged afterwards")
              .doesNotContain(e.ticketId());
          assertThat(charged.put(e.ticketId(), e.amount().won())).as("charged twice").isNull();
          assertThat(e.at()).as("charged after the close").isBefore(e.salesCloseAt());
          balance -= e.amount().won();
          long sum = staked.merge(e.matchId(), e.amount().won(), Long::sum);
          assertThat(sum).as("limit of the match").isLessThanOrEqualTo(rules.matchLimit().won());
        } else if (event instanceof ChargeReversed e) {
          assertThat(reversed.put(e.ticketId(), e.amount().won())).as("reversed twice").isNull();
          assertThat(winners).as("reversed after a payout").doesNotContainKey(e.ticketId());
          assertThat(refunded).as("reversed after a refund").doesNotContainKey(e.ticketId());
          assertThat(charged.get(e.ticketId()))
              .as("reversed as charged")
              .isEqualTo(e.amount().won());
          balance += e.amount().won();
          staked.merge(e.matchId(), -e.amount().won(), Long::sum);
        }
        if (event instanceof Refunded e) {
          assertThat(refunded.put(e.ticketId(), e.amount().won())).as("refunded twice").isNull();
          balance += e.amount().won();
        }
        if (event instanceof PaidOut e) {
          paidOut(e);
        }
        assertThat(balance).as("balance").isNotNegative();
        assertThat(wallet.balance()).as("conservation").isEqualTo(Money.won(balance));
        assertThat(balance).isLessThanOrEqualTo(WalletRules.MOST.won());
      }
      assertThat(events.stream().filter(WalletModelTest::isOpening).count())
          .isEqualTo(events.isEmpty() || rules.openingBalance().equals(Money.ZERO) ? 0 : 1);
    }

    private void paidOut(PaidOut e) {
      String id = e.ticketId();
      long net = e.payout().won() - e.tax().won();
      assertThat(paidOut.put(id + "#" + e.round(), net)).as("paid out twice").isNull();
      assertThat(isKept(id)).as("paid out as charged").isTrue();
      if (!winners.containsKey(id)) {
        staked.merge(e.matchId(), -charged.get(id), Long::sum);
      }
      Instant since = e.decidedAt().isAfter(e.at()) ? e.decidedAt() : e.at();
      winners.merge(id, since, (one, other) -> one.isAfter(other) ? one : other);
      balance += net;
    }

    private void shown() {
      Wallet shown = wallet.shown(rules, clock);
      assertThat(shown.balance()).isEqualTo(Money.won(held()));
      List<String> ids = shown.openCharges().stream().map(Wallet.OpenCharge::ticketId).toList();
      assertThat(ids).allMatch(this::isOpen).doesNotHaveDuplicates();
      for (int number = 0; number < 12; number++) {
        Sold ticket = ticket(number);
        if (isOpen(ticket.ticketId()) && !forgotten(ticket)) {
          assertThat(ids).contains(ticket.ticketId());
        }
      }
    }

    /** A wallet that is woken up is the same, and its balance does not hang on the settings. */
    void replayed() {
      WalletState woken = WalletState.unopened("buyer");
      WalletState forgetful = woken;
      WalletRules others =
          new WalletRules(
              Money.ZERO,
              Money.ZERO,
              1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              1,
              WalletSamples.PLAY,
              WalletSamples.UNSUPERVISED);
      for (WalletEvent event : events) {
        woken = woken.after(event, rules);
        forgetful = forgetful.after(event, others);
      }
      assertThat(woken).isEqualTo(wallet);
      assertThat(forgetful.balance()).isEqualTo(wallet.balance());
    }

    private boolean payable(Sold ticket) {
      Set<String> tickets = ticketsOf.getOrDefault(ticket.matchId(), Set.of());
      return now().isBefore(ticket.payBefore())
          && now().isBefore(ticket.salesCloseAt())
          && tickets.size() < rules.matchTickets()
          && staked.getOrDefault(ticket.matchId(), 0L) + ticket.won() <= rules.matchLimit().won()
          && held() >= ticket.won();
    }

    private void seen(Sold ticket) {
      ticketsOf.computeIfAbsent(ticket.matchId(), any -> new HashSet<>()).add(ticket.ticketId());
    }

    private boolean isOpen(String ticketId) {
      return isKept(ticketId) && !winners.containsKey(ticketId);
    }

    private boolean isKept(String ticketId) {
      return charged.containsKey(ticketId)
          && !reversed.containsKey(ticketId)
          && !refunded.containsKey(ticketId);
    }

    private boolean forgotten(Sold ticket) {
      return now().isAfter(ticket.salesCloseAt().plus(REMEMBERED));
    }

    private long held() {
      return events.isEmpty() ? rules.openingBalance().won() : balance;
    }

    private Instant now() {
      return clock.isBefore(lastAt()) ? lastAt() : clock;
    }

    private Instant lastAt() {
      return events.isEmpty() ? Instant.EPOCH : latest;
    }
  }

  private static boolean isOpening(WalletEvent event) {
    return event instanceof Deposited deposited
        && deposited.depositId().equals(WalletEvent.OPENING_BALANCE);
  }
}
