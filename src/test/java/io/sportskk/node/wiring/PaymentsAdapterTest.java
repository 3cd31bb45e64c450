package io.sportskk.node.wiring;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.payment.PaidSum;
import io.sportskk.payment.PayOutReply;
import io.sportskk.payment.PayUpReply;
import io.sportskk.payment.PaymentClient;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.payment.RefundReply;
import io.sportskk.payment.ReverseReply;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.ManualClock;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Payments.Cause;
import io.sportskk.ticket.Purchase;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code V3} A wallet is told by the ticket's word why it gives a stake back. */
class PaymentsAdapterTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00Z");
  private static final Money STAKE = Money.won(5_000);
  private static final Purchase PURCHASE =
      new Purchase("ticket-1", "buyer-1", "match-1", "KT", STAKE, AT, "corr-buy");
  private static final PaidSoFar DUE = new PaidSoFar(STAKE, Money.ZERO);

  private static ActorTestKit testKit;
  private static TestProbe<WalletCommand> wallet;
  private static Payments payments;

  @BeforeAll
  static void start() {
    Config patient =
        ConfigFactory.parseString("akka.circuit-breaker.payment.call-timeout = 60 s")
            .withFallback(ConfigFactory.parseResources("sportskk.conf"))
            .resolve();
    testKit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(patient.withOnlyPath("akka.circuit-breaker"))
                .withFallback(ConfigFactory.parseResources("serialization.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    wallet = testKit.createTestProbe();
    payments =
        new PaymentsAdapter(
            new PaymentClient(
                testKit.system(),
                PaymentSettings.from(patient),
                new SimpleMeterRegistry(),
                new ManualClock(AT),
                () -> 0,
                buyerId -> wallet.getRef()));
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  /** By its own name, which is stored. */
  private static ReturnCause sameAs(Cause cause) {
    return ReturnCause.valueOf(cause.name());
  }

  @Test
  void aWalletKnowsNoOtherCauses() {
    assertThat(Stream.of(ReturnCause.values()).map(ReturnCause::name))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Cause.values()).map(Cause::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void aReversalIsForTheCauseOfItsTicket(Cause cause) {
    CompletionStage<?> reversed = payments.reverse(PURCHASE, cause, AT, "corr");

    WalletCommand.Reverse asked = wallet.expectMessageClass(WalletCommand.Reverse.class);
    assertThat(asked.cause()).isEqualTo(sameAs(cause));
    asked.replyTo().tell(new ReverseReply.Reversed(STAKE));
    assertThat(reversed.toCompletableFuture())
        .succeedsWithin(LIMIT)
        .isEqualTo(new Payments.Reversed(STAKE));
  }

  @ParameterizedTest
  @EnumSource
  void aRefundIsForTheCauseOfItsTicket(Cause cause) {
    CompletionStage<?> refunded = payments.refund(PURCHASE, cause, AT, AT, "corr");

    WalletCommand.Refund asked = wallet.expectMessageClass(WalletCommand.Refund.class);
    assertThat(asked.cause()).isEqualTo(sameAs(cause));
    asked.replyTo().tell(new RefundReply.GivenBack());
    assertThat(refunded.toCompletableFuture())
        .succeedsWithin(LIMIT)
        .isEqualTo(new Payments.Refunded());
  }

  @ParameterizedTest
  @EnumSource
  void aPayoutIsForTheCauseOfItsTicket(Cause cause) {
    assertThat(payOut(cause)).isEqualTo(sameAs(cause));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOwingIsPaidForTheCauseOfItsTicket(Cause cause) {
    assertThat(payUp(cause)).isEqualTo(sameAs(cause));
  }

  @Test
  void whatIsWonIsPaidForNone() {
    assertThat(payOut(null)).isNull();
    assertThat(payUp(null)).isNull();
  }

  private static ReturnCause payOut(Cause cause) {
    CompletionStage<?> paid = payments.payOut(PURCHASE, 1, STAKE, Money.ZERO, cause, AT, "corr");

    WalletCommand.PayOut asked = wallet.expectMessageClass(WalletCommand.PayOut.class);
    asked.replyTo().tell(new PayOutReply.PaidOut());
    assertThat(paid.toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo(new Payments.PaidOut());
    return asked.cause();
  }

  private static ReturnCause payUp(Cause cause) {
    CompletionStage<?> paid =
        payments.payUp(PURCHASE, 2, DUE, PaidSoFar.NOTHING, cause, AT, "corr");

    WalletCommand.PayUp asked = wallet.expectMessageClass(WalletCommand.PayUp.class);
    asked.replyTo().tell(new PayUpReply.PaidUp(new PaidSum(STAKE, Money.ZERO)));
    assertThat(paid.toCompletableFuture())
        .succeedsWithin(LIMIT)
        .isEqualTo(new Payments.PaidUp(DUE));
    return asked.cause();
  }
}
