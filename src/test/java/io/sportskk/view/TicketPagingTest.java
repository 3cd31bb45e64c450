package io.sportskk.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Pages of the real database, held against a list in memory that is filtered and sorted. */
class TicketPagingTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");
  private static final Comparator<TicketRow> NEWEST_FIRST =
      Comparator.comparing(TicketRow::requestedAt).thenComparing(TicketRow::ticketId).reversed();

  private static TestDatabases databases;
  private static HikariDataSource view;

  /** What distinguishes one ticket from another, from few values, so that many are alike. */
  record Sort(TicketStatus status, String match, String team, String buyer, int micros) {}

  @BeforeContainer
  static void createDatabases() {
    databases = TestDatabases.create();
    view = new HikariDataSource();
    view.setDataSource(databases.view());
  }

  @AfterContainer
  static void dropDatabases() {
    view.close();
    databases.close();
  }

  @Property(tries = 150)
  void pagesHoldEveryTicketThatFitsOnceAndInOrder(
      @ForAll("sorts") @Size(max = 40) List<Sort> sorts,
      @ForAll("sorts") @Size(max = 5) List<Sort> bought,
      @ForAll("filters") TicketFilter filter,
      @ForAll @IntRange(min = 1, max = 7) int limit)
      throws SQLException {
    ViewDatabase.execute(view, "DELETE FROM ticket");
    insert("old", sorts, NOON);
    List<TicketRow> expected = fitting(filter);
    List<TicketRow> paged = new ArrayList<>();
    try (Connection connection = view.getConnection()) {
      String cursor = null;
      int pages = 0;
      do {
        ViewQuery.Page page = TicketPages.page(connection, filter, cursor, limit);
        assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
        paged.addAll(page.items());
        cursor = page.nextCursor();
        // Tickets that are bought meanwhile are newer: they come before the first page.
        insert("new-" + pages, bought, NOON.plusSeconds(60));
        pages++;
      } while (cursor != null);
    }
    assertThat(paged).isEqualTo(expected);
  }

  @Example
  void aTicketIsFoundByTheTimeThatIsShownOfIt() {
    ViewDatabase.execute(view, "DELETE FROM ticket");
    // PostgreSQL keeps microseconds: what comes after is cut off, never rounded up.
    Instant at = NOON.plusNanos(123_456_789);
    save("t", new Sort(TicketStatus.APPROVED, "m", "KT", "b", 0), at);
    TicketRow row = ViewDatabase.all(view).get(0);
    assertThat(row.requestedAt()).isEqualTo(NOON.plusNanos(123_456_000));
    for (Instant shown : List.of(at, row.requestedAt())) {
      assertThat(between(shown, null)).hasSize(1);
      assertThat(between(null, shown)).isEmpty();
      assertThat(between(null, shown.plusNanos(1_000))).hasSize(1);
      assertThat(between(shown.plusNanos(1_000), null)).isEmpty();
    }
  }

  @Example
  void timesThatTheDatabaseDoesNotHaveAreNoObstacle() {
    ViewDatabase.execute(view, "DELETE FROM ticket");
    save("t", new Sort(TicketStatus.APPROVED, "m", "KT", "b", 0), NOON);
    assertThat(between(Instant.MIN, Instant.MAX)).hasSize(1);
    assertThat(between(Instant.MAX, Instant.MIN)).isEmpty();
  }

  @Example
  void idsWithTheSeparatorOfTheKeysAreNotMixedUp() {
    ViewDatabase.execute(view, "DELETE FROM ticket");
    save("t1", new Sort(TicketStatus.APPROVED, "a/b", "c", "x", 0), NOON);
    save("t2", new Sort(TicketStatus.APPROVED, "a", "b/c", "x", 0), NOON);
    TicketFilter filter = new TicketFilter("Approved", "a", "b/c", null, null, null);
    assertThat(ViewDatabase.find(view, filter))
        .extracting(TicketRow::ticketId)
        .containsExactly("t2");
  }

  @Example
  void textThatTheDatabaseCannotStoreIsReplaced() {
    ViewDatabase.execute(view, "DELETE FROM ticket");
    save("t", new Sort(TicketStatus.APPROVED, "m", "KT", "a\0b", 0), NOON);
    TicketFilter filter = new TicketFilter(null, null, null, "a\0b", null, null);
    assertThat(ViewDatabase.find(view, filter)).hasSize(1);
  }

  @Provide
  Arbitrary<List<Sort>> sorts() {
    return Combinators.combine(
            Arbitraries.of(TicketStatus.class),
            Arbitraries.of("m1", "m2"),
            Arbitraries.of("KT", "LG"),
            Arbitraries.of("b1", "b2", "b3"),
            Arbitraries.integers().between(0, 4))
        .as(Sort::new)
        .list();
  }

  @Provide
  Arbitrary<TicketFilter> filters() {
    Arbitrary<Instant> times =
        Arbitraries.integers().between(-1, 6).map(micros -> NOON.plusNanos(micros * 1_000L));
    return Combinators.combine(
            Arbitraries.of(TicketStatus.class).map(TicketStatus::label).injectNull(0.5),
            Arbitraries.of("m1", "m2", "none").injectNull(0.5),
            Arbitraries.of("KT", "LG", "none").injectNull(0.5),
            Arbitraries.of("b1", "b2", "none").injectNull(0.5),
            times.injectNull(0.6),
            // Tickets that are bought during the test are not to be found.
            times)
        .as(TicketFilter::new);
  }

  private static List<TicketRow> fitting(TicketFilter filter) {
    Predicate<TicketRow> fits =
        row ->
            matches(filter.status(), row.status())
                && matches(filter.matchId(), row.matchId())
                && matches(filter.team(), row.team())
                && matches(filter.buyerId(), row.buyerId())
                && (filter.from() == null || !row.requestedAt().isBefore(filter.from()))
                && (filter.to() == null || row.requestedAt().isBefore(filter.to()));
    return ViewDatabase.all(view).stream().filter(fits).sorted(NEWEST_FIRST).toList();
  }

  private static boolean matches(String wanted, String value) {
    return wanted == null || Objects.equals(wanted, value);
  }

  private static List<TicketRow> between(Instant from, Instant to) {
    return ViewDatabase.find(view, new TicketFilter(null, null, null, null, from, to));
  }

  private static void insert(String prefix, List<Sort> sorts, Instant base) {
    List<TicketChange> changes = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      Instant at = base.plusNanos(sorts.get(i).micros() * 1_000L);
      changes.add(change(prefix + "-" + i, sorts.get(i), at));
    }
    ViewDatabase.save(view, changes);
  }

  private static void save(String ticketId, Sort sort, Instant at) {
    ViewDatabase.save(view, List.of(change(ticketId, sort, at)));
  }

  private static TicketChange change(String ticketId, Sort sort, Instant at) {
    Purchase purchase =
        new Purchase(
            ticketId, sort.buyer(), sort.match(), sort.team(), Money.won(1000), at, "correlation");
    return new TicketChange(purchase, sort.status(), false, null, at, 1);
  }
}
