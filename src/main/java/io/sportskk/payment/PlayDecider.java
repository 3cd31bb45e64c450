package io.sportskk.payment;

import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a wallet decides at one moment of its buyer's limits.
 *
 * <p><b>Tighter at once, looser after a while.</b> A limit that is lowered is in force with the
 * answer. One that is to be raised or removed has to be asked for twice: the second time, when the
 * waiting time is over, confirms it. (Washington DC 30 DCMR 2114.1 and the British RTS 12B have it
 * like that.) Who asks for something else meanwhile begins to wait anew, and who asks for what is
 * in force withdraws.
 *
 * @param wallet opened, and as it is now
 */
record PlayDecider(WalletState wallet, WalletRules rules, Instant now) {

  Decision<PlayLimits> set(WalletCommand.SetLimits s) {
    List<WalletEvent> events = new ArrayList<>();
    for (LimitKind kind : LimitKind.values()) {
      set(kind, s.limits().get(kind), s.correlationId(), events);
    }
    return decided(events);
  }

  private void set(LimitKind kind, Long wanted, String correlationId, List<WalletEvent> events) {
    PlayLimit limit = wallet.play().limit(kind);
    PlayLimit.Raise raise = limit.raise();
    if (!PlayLimit.isTighter(limit.own(), wanted)) {
      if (raise != null || !Objects.equals(limit.own(), wanted)) {
        events.add(new LimitSet(wallet.buyerId(), kind, wanted, correlationId, now));
      }
      return;
    }
    if (raise == null
        || !Objects.equals(raise.to(), wanted)
        || !now.isBefore(raise.confirmBefore())) {
      Instant confirmFrom = now.plus(rules.play().raiseAfter());
      events.add(
          new LimitRaiseRequested(
              wallet.buyerId(),
              kind,
              wanted,
              confirmFrom,
              confirmFrom.plus(rules.play().confirmWithin()),
              correlationId,
              now));
    } else if (!now.isBefore(raise.confirmFrom())) {
      events.add(new LimitSet(wallet.buyerId(), kind, wanted, correlationId, now));
    }
  }

  Decision<PlayLimits> setHouse(WalletCommand.SetHouseLimits s) {
    List<WalletEvent> events = new ArrayList<>();
    for (LimitKind kind : LimitKind.values()) {
      Long wanted = s.limits().get(kind);
      if (!Objects.equals(wallet.play().limit(kind).house(), wanted)) {
        events.add(
            new HouseLimitSet(wallet.buyerId(), kind, wanted, s.by(), s.correlationId(), now));
      }
    }
    return decided(events);
  }

  Decision<ExcludeReply> exclude(WalletCommand.Exclude e) {
    Play play = wallet.play();
    if (play.isExcluded(now) && e.until().isBefore(play.excludedUntil())) {
      return Decision.unchanged(new ExcludeReply.ForLonger(play.excludedUntil()));
    }
    if (!e.until().isAfter(now)) {
      return Decision.unchanged(new ExcludeReply.NotInTheFuture(now));
    }
    Decision<PlayLimits> decided =
        decided(
            e.until().equals(play.excludedUntil())
                ? List.of()
                : List.of(
                    new Excluded(wallet.buyerId(), e.until(), e.by(), e.correlationId(), now)));
    return new Decision<>(decided.events(), new ExcludeReply.Excluded(decided.reply()));
  }

  private Decision<PlayLimits> decided(List<WalletEvent> events) {
    WalletState after = wallet;
    for (WalletEvent event : events) {
      after = after.after(event, rules);
    }
    return new Decision<>(List.copyOf(events), PlayLimits.of(after, rules.supervision(), now));
  }
}
