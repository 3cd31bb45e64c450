package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a wallet holds depends on what was staked lately, not on what was ever staked. */
class WalletMemoryTest {

  private static final int MATCHES = 2_000;
  private static final int TICKETS_OF_A_MATCH = 50;

  /** A match every two hours, each on sale for one hour. */
  private static final Duration BETWEEN_MATCHES = Duration.ofHours(2);

  private static final Duration ON_SALE = Duration.ofHours(1);

  /** So many matches are remembered at once: those of a day. */
  private static final int REMEMBERED = 12;

  /** Those of thirty days. */
  private static final int PAYOUTS_REMEMBERED = 12 * 30;

  private static final WalletRules RULES =
      new WalletRules(
          Money.won(1_000_000_000),
          Money.won(100_000),
          5_000,
          Duration.ofHours(24),
          Duration.ofDays(30),
          1_000,
          WalletSamples.PLAY,
          WalletSamples.UNSUPERVISED);

  @Test
  void aWalletWithAHundredThousandPastTicketsHoldsTheIdsOfTheLastOnly() {
    WalletState wallet = WalletState.unopened(BUYER);
    for (int match = 0; match < MATCHES; match++) {
      Instant opens = NOW.plus(BETWEEN_MATCHES.multipliedBy(match));
      for (int ticket = 0; ticket < TICKETS_OF_A_MATCH; ticket++) {
        WalletCommand.Charge charge = charge(match, ticket, opens);
        Decision<ChargeReply> decision =
            wallet.charge(charge, RULES, opens.plus(Duration.ofMinutes(ticket)));
        assertThat(decision.reply()).isInstanceOf(ChargeReply.Charged.class);
        for (WalletEvent event : decision.events()) {
          wallet = wallet.after(event, RULES);
        }
      }
      Decision<PayOutReply> won = wallet.payOut(payOut(match, opens), RULES, opens.plus(ON_SALE));
      assertThat(won.reply()).isEqualTo(new PayOutReply.PaidOut());
      for (WalletEvent event : won.events()) {
        wallet = wallet.after(event, RULES);
      }
      assertThat(wallet.matches()).hasSizeLessThanOrEqualTo(REMEMBERED + 1);
      assertThat(wallet.payouts()).hasSizeLessThanOrEqualTo(PAYOUTS_REMEMBERED + 1);
      assertThat(idsIn(wallet)).isLessThanOrEqualTo((REMEMBERED + 1) * TICKETS_OF_A_MATCH + 1);
    }

    assertThat(wallet.matches()).hasSizeGreaterThanOrEqualTo(REMEMBERED);
    assertThat(wallet.charges()).isEqualTo(MATCHES * TICKETS_OF_A_MATCH);
    assertThat(wallet.payouts()).hasSizeGreaterThanOrEqualTo(PAYOUTS_REMEMBERED);
    assertThat(wallet.balance())
        .isEqualTo(Money.won(1_000_000_000 - MATCHES * (TICKETS_OF_A_MATCH * 100 - 150)));
  }

  private static WalletCommand.Charge charge(int match, int ticket, Instant opens) {
    return new WalletCommand.Charge(
        "ticket-" + match + "-" + ticket,
        "match-" + match,
        Money.won(100),
        opens.plus(ON_SALE),
        opens.plus(ON_SALE),
        "correlation",
        null);
  }

  /** One ticket of each match wins. */
  private static WalletCommand.PayOut payOut(int match, Instant opens) {
    return new WalletCommand.PayOut(
        "ticket-" + match + "-7",
        "match-" + match,
        1,
        Money.won(150),
        Money.ZERO,
        null,
        opens.plus(ON_SALE),
        "correlation",
        null);
  }

  private static int idsIn(WalletState wallet) {
    return wallet.deposits().size()
        + wallet.matches().values().stream().mapToInt(MatchCharges::tickets).sum();
  }
}
