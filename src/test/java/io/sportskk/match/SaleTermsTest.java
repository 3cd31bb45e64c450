package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.match.MatchCatalogueRepository.Listed;
import io.sportskk.pool.PoolRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SaleTermsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant CLOSES = NOW.plus(Duration.ofHours(3));
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - 5); // it may overflow at any time
  private final SaleTerms terms = new SaleTerms(LEASE, nanos::get);

  @Test
  void whoHasReadNothingSellsNothing() {
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(new SaleTerms.Locked());
    assertThat(terms.ageSeconds()).isNaN();
  }

  /** {@code C5} */
  @Test
  void theyAreValidForOneLeaseFromWhenTheyBeganToBeRead() {
    SaleTerms.Moment begun = at(NOW);
    nanos.addAndGet(LEASE.toNanos() - 1); // so long it took to read them

    terms.read(List.of(new Listed(match(NOW, null), 1)), begun);

    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onSale());
    nanos.addAndGet(1);
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(new SaleTerms.Locked());
    assertThat(terms.ageSeconds()).isEqualTo(3);
    terms.read(List.of(), at(NOW));
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onSale());
  }

  /** As of a machine that was stopped together with the clock that can't be set. */
  @Test
  void norAreTheyValidLongerByTheClockThatIsRight() {
    read(NOW, match(NOW, null));

    assertThat(terms.sale("derby", "KT", NOW.plus(LEASE).minusNanos(1))).isEqualTo(onSale());
    assertThat(terms.sale("derby", "KT", NOW.plus(LEASE))).isEqualTo(new SaleTerms.Locked());
  }

  @Test
  void aMatchIsSoldByTheTimeOfTheQuestion() {
    Instant opens = NOW.plusSeconds(60);
    assertThat(saleAt(NOW, opens, "derby", "KT"))
        .isEqualTo(new SaleTerms.Known(new MatchCommand.SalesNotOpen(opens)));
    assertThat(saleAt(opens, opens, "derby", "KT")).isEqualTo(onSale());
    assertThat(saleAt(opens, opens, "derby", "NC"))
        .isEqualTo(new SaleTerms.Known(new MatchCommand.NoSuchTeam()));
    assertThat(saleAt(opens, opens, "other", "KT")).isEqualTo(new SaleTerms.Unknown());
    assertThat(saleAt(CLOSES, opens, "derby", "KT")).isEqualTo(over());
  }

  @Test
  void aCloseStandsWhateverIsReadLater() {
    Match.Closed closed = new Match.Closed("admin-1", NOW, null);
    read(NOW, match(NOW, null), match(NOW, closed));
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(over());

    read(NOW, match(NOW, null)); // the catalogue is made anew

    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(over());
  }

  /** {@code C7} As its projection lists it, which begins anew from its first event. */
  @Test
  void aSuspensionStandsWhileTheCatalogueIsMadeAnew() {
    Course suspended =
        new Course(new Course.Suspended("admin-1", "rain", NOW), null, null, null, null, null);
    SaleTerms.Answer onHold = new SaleTerms.Known(new MatchCommand.SalesOnHold());
    terms.read(List.of(new Listed(match(NOW, null).with(suspended), 2)), at(NOW));

    terms.read(List.of(new Listed(match(NOW, null), 1)), at(NOW));

    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onHold);
    terms.read(List.of(new Listed(match(NOW, null), 3)), at(NOW));
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onSale());
  }

  /** {@code C7} */
  @Test
  void nothingIsSoldWhileSalesAreSuspended() {
    Course suspended =
        new Course(new Course.Suspended("admin-1", "rain", NOW), null, null, null, null, null);
    SaleTerms.Answer onHold = new SaleTerms.Known(new MatchCommand.SalesOnHold());
    read(NOW, match(NOW, null).with(suspended));
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onHold);
    assertThat(terms.sale("derby", "KT", CLOSES.minusNanos(1))).isEqualTo(new SaleTerms.Locked());

    read(NOW, match(NOW, null));
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onSale());

    read(CLOSES, match(NOW, null).with(suspended));
    assertThat(terms.sale("derby", "KT", CLOSES)).isEqualTo(over());
    assertThat(terms.stopping(CLOSES)).containsExactly("derby");
  }

  /** {@code C7} */
  @Test
  void nothingAtAllIsSoldWhileTheSalesOfAllMatchesAreSuspended() {
    Match.Closed closed = new Match.Closed("admin-1", NOW, null);
    read(NOW, match(NOW, null));
    terms.readAll(true);

    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(new SaleTerms.AllOnHold());
    assertThat(terms.sale("opened-just-now", "KT", NOW))
        .as("which would else be asked itself")
        .isEqualTo(new SaleTerms.AllOnHold());
    assertThat(terms.sale("derby", "NC", NOW))
        .isEqualTo(new SaleTerms.Known(new MatchCommand.NoSuchTeam()));

    terms.readAll(false);
    assertThat(terms.sale("derby", "KT", NOW)).isEqualTo(onSale());
    terms.readAll(true);
    read(NOW, match(NOW, closed));
    assertThat(terms.sale("derby", "KT", NOW)).as("for good").isEqualTo(over());
  }

  @Test
  void aMatchIsForgottenSomeTimeAfterItsClose() {
    Instant kept = CLOSES.plus(SaleTerms.KEPT);
    read(kept, match(NOW, null));
    assertThat(terms.sale("derby", "KT", kept)).isEqualTo(over());

    terms.read(List.of(), at(kept.plusMillis(1)));

    assertThat(terms.sale("derby", "KT", kept)).isEqualTo(new SaleTerms.Unknown());
  }

  @Test
  void matchesWhoseSalesAreOverAreToWriteThatDown() {
    read(NOW, match(NOW, null));
    assertThat(terms.stopping(CLOSES.minusNanos(1))).isEmpty();
    assertThat(terms.stopping(CLOSES)).containsExactly("derby");

    read(NOW, match(NOW, new Match.Closed("admin-1", NOW, null)));
    assertThat(terms.stopping(NOW)).containsExactly("derby");

    read(NOW, match(NOW, new Match.Closed("admin-1", NOW, NOW)));
    assertThat(terms.stopping(CLOSES)).isEmpty();
  }

  private SaleTerms.Answer saleAt(Instant now, Instant opensAt, String matchId, String team) {
    read(now, match(opensAt, null));
    return terms.sale(matchId, team, now);
  }

  private void read(Instant now, Match... changed) {
    terms.read(Stream.of(changed).map(match -> new Listed(match, 1)).toList(), at(now));
  }

  private SaleTerms.Moment at(Instant time) {
    return new SaleTerms.Moment(time, nanos.get());
  }

  private static SaleTerms.Answer onSale() {
    return new SaleTerms.Known(new MatchCommand.OnSale(CLOSES, PoolRules.EARLIER.version()));
  }

  private static SaleTerms.Answer over() {
    return new SaleTerms.Known(new MatchCommand.SalesOver());
  }

  private static Match match(Instant opensAt, Match.Closed closed) {
    return new Match(
        "derby",
        "KT - LG",
        List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
        opensAt,
        CLOSES,
        closed,
        Match.Pool.EARLIER,
        Course.NONE);
  }
}
