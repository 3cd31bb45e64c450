package io.sportskk.ledger;

import static io.sportskk.ledger.WalletEvents.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each event moves from where to where. */
class BookingsTest {

  private static final Account WALLET = Account.wallet("buyer-1");
  private static final Account POOL = Account.pool("match-1");

  @Test
  void aDepositComesFromOutside() {
    assertMoves(
        WalletEvents.deposited("buyer-1", 500),
        new Movement(EntryKind.DEPOSIT, Account.DEPOSITS, WALLET, Money.won(500), null, null));
  }

  @Test
  void aStakeGoesIntoThePoolOfItsMatch() {
    assertMoves(
        WalletEvents.charged("buyer-1", "ticket-1", "match-1", 500),
        new Movement(EntryKind.CHARGE, WALLET, POOL, Money.won(500), "match-1", "ticket-1"));
  }

  /** {@code V3} */
  @Test
  void aReversalTakesItOutAgain() {
    assertMoves(
        WalletEvents.reversed("buyer-1", "ticket-1", "match-1", 500),
        new Movement(
            EntryKind.REVERSAL,
            POOL,
            WALLET,
            Money.won(500),
            "match-1",
            "ticket-1",
            ReturnCause.BUYER_REQUEST));
  }

  /** {@code V3} */
  @Test
  void soDoesARefund() {
    assertMoves(
        WalletEvents.refunded("buyer-1", "ticket-1", "match-1", 500),
        new Movement(
            EntryKind.REFUND,
            POOL,
            WALLET,
            Money.won(500),
            "match-1",
            "ticket-1",
            ReturnCause.VOID));
  }

  /** {@code V3} */
  @Test
  void whatIsPaidBackOfAStakeSaysWhy() {
    assertMoves(
        WalletEvents.paidOut("buyer-1", "ticket-1", "match-1", 700, 20, ReturnCause.NOBODY_WON),
        new Movement(
            EntryKind.PAYOUT,
            POOL,
            WALLET,
            Money.won(680),
            "match-1",
            "ticket-1",
            ReturnCause.NOBODY_WON),
        new Movement(EntryKind.TAX, POOL, Account.TAX, Money.won(20), "match-1", "ticket-1"));
  }

  /** {@code V3} */
  @Test
  void anEventOfAnEarlierReleaseSaysNotWhy() {
    assertMoves(
        new ChargeReversed("buyer-1", "ticket-1", "match-1", Money.won(500), null, "c", AT),
        new Movement(EntryKind.REVERSAL, POOL, WALLET, Money.won(500), "match-1", "ticket-1"));
  }

  /** The pool pays both. */
  @Test
  void aPayoutGoesToTheWinnerLessTheTaxOnIt() {
    assertMoves(
        WalletEvents.paidOut("buyer-1", "ticket-1", "match-1", 2_010_000, 420_200),
        new Movement(EntryKind.PAYOUT, POOL, WALLET, Money.won(1_589_800), "match-1", "ticket-1"),
        new Movement(EntryKind.TAX, POOL, Account.TAX, Money.won(420_200), "match-1", "ticket-1"));
    assertMoves(
        WalletEvents.paidOut("buyer-1", "ticket-1", "match-1", 300, 0),
        new Movement(EntryKind.PAYOUT, POOL, WALLET, Money.won(300), "match-1", "ticket-1"));
    assertMoves(
        WalletEvents.paidOut("buyer-1", "ticket-1", "match-1", 300, 300),
        new Movement(EntryKind.TAX, POOL, Account.TAX, Money.won(300), "match-1", "ticket-1"));
  }

  @Test
  void whatMovesNothingIsNotBooked() {
    assertMoves(WalletEvents.barred("buyer-1", "ticket-1", "match-1"));
    assertMoves(WalletEvents.deposited("buyer-1", 0));
  }

  @Test
  void aBookingTellsOfItsEvent() {
    Booking booking = Bookings.of(WalletEvents.deposited("buyer-1", 500));
    assertThat(booking.correlationId()).isEqualTo("correlation-deposit");
    assertThat(booking.at()).isEqualTo(AT);
  }

  @Test
  void aMovementBetweenTheWrongAccountsIsNone() {
    assertThatThrownBy(
            () -> new Movement(EntryKind.CHARGE, POOL, WALLET, Money.won(1), "match-1", "ticket-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no CHARGE goes from pool:match-1 to wallet:buyer-1");
    assertThatThrownBy(
            () -> new Movement(EntryKind.DEPOSIT, Account.DEPOSITS, WALLET, Money.ZERO, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing moves");
    assertThatThrownBy(
            () ->
                new Movement(
                    EntryKind.TAX, POOL, Account.TAX, Money.won(1), "m", "t", ReturnCause.VOID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no TAX gives a stake back: VOID");
  }

  @Test
  void anAccountIsKnownByItsName() {
    for (Account account :
        List.of(WALLET, POOL, Account.DEPOSITS, Account.TAX, Account.wallet("a:b"))) {
      assertThat(Account.named(account.name())).contains(account);
    }
    for (String name : List.of("", "wallet", "wallet:", "takeout:", "tax:x", "Wallet:x", "house")) {
      assertThat(Account.named(name)).as(name).isEmpty();
    }
  }

  private static void assertMoves(WalletEvent event, Movement... movements) {
    assertThat(Bookings.of(event).movements()).containsExactly(movements);
  }
}
