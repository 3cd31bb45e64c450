package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SaleTermsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant CLOSES = NOW.plus(Duration.ofHours(3));
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final ManualClock clock = new ManualClock(NOW);
  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - 5); // it may overflow at any time
  private final SaleTerms terms = new SaleTerms(LEASE, clock, nanos::get);

  @Test
  void whoHasReadNothingSellsNothing() {
    assertThat(terms.areValid()).isFalse();
    assertThat(terms.ageSeconds()).isNaN();
  }

  @Test
  void theyAreValidForOneLeaseFromWhenTheyBeganToBeRead() {
    long begun = nanos.get();
    nanos.addAndGet(LEASE.toNanos() - 1); // so long it took to read them

    terms.read(List.of(), begun);

    assertThat(terms.areValid()).isTrue();
    nanos.addAndGet(1);
    assertThat(terms.areValid()).isFalse();
    assertThat(terms.ageSeconds()).isEqualTo(3);
    terms.read(List.of(), nanos.get());
    assertThat(terms.areValid()).isTrue();
  }

  @Test
  void aMatchIsSoldByTheTimeOfTheQuestion() {
    terms.read(List.of(match(NOW.plusSeconds(60), null)), nanos.get());

    assertThat(terms.sale("derby", "KT"))
        .contains(new MatchCommand.SalesNotOpen(NOW.plusSeconds(60)));
    clock.setTo(NOW.plusSeconds(60));
    assertThat(terms.sale("derby", "KT")).contains(new MatchCommand.OnSale(CLOSES));
    assertThat(terms.sale("derby", "NC")).contains(new MatchCommand.NoSuchTeam());
    assertThat(terms.sale("other", "KT")).isEmpty();
    clock.setTo(CLOSES);
    assertThat(terms.sale("derby", "KT")).contains(new MatchCommand.SalesOver());
  }

  @Test
  void aCloseStandsWhateverIsReadLater() {
    Match.Closed closed = new Match.Closed("admin-1", NOW, null);
    terms.read(List.of(match(NOW, null), match(NOW, closed)), nanos.get());
    assertThat(terms.sale("derby", "KT")).contains(new MatchCommand.SalesOver());

    terms.read(List.of(match(NOW, null)), nanos.get()); // the catalogue is made anew

    assertThat(terms.sale("derby", "KT")).contains(new MatchCommand.SalesOver());
  }

  @Test
  void aMatchIsForgottenSomeTimeAfterItsClose() {
    terms.read(List.of(match(NOW, null)), nanos.get());

    clock.setTo(CLOSES.plus(SaleTerms.KEPT));
    terms.read(List.of(), nanos.get());
    assertThat(terms.sale("derby", "KT")).contains(new MatchCommand.SalesOver());

    clock.advance(Duration.ofMillis(1));
    terms.read(List.of(), nanos.get());
    assertThat(terms.sale("derby", "KT")).isEmpty();
  }

  private static Match match(Instant opensAt, Match.Closed closed) {
    return new Match(
        "derby",
        "KT - LG",
        List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
        opensAt,
        CLOSES,
        closed);
  }
}
