package io.sportskk.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.PageCursor;
import io.sportskk.testing.MariaDbServer;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Pages of the real databases, held against a list in memory that is filtered and sorted. */
class TicketPagingTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");
  private static final TicketFilter ALL = new TicketFilter(null, null, null, null, null, null);
  private static final Comparator<TicketRow> NEWEST_FIRST =
      Comparator.comparing(TicketRow::requestedAt).thenComparing(TicketRow::ticketId).reversed();

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<ViewDatabase> VIEWS = new ArrayList<>();

  /** What distinguishes one ticket from another, from few values, so that many are alike. */
  record Sort(TicketStatus status, String match, String team, String buyer, int micros) {}

  @BeforeContainer
  static void createDatabases() {
    create(DatabaseKind.POSTGRESQL);
    if (MariaDbServer.isSupported()) {
      create(DatabaseKind.MARIADB);
    }
  }

  private static void create(DatabaseKind kind) {
    TestDatabases databases = TestDatabases.create(kind);
    HikariDataSource connections = new HikariDataSource();
    connections.setDataSource(databases.view());
    VIEWS.add(new ViewDatabase(kind, connections));
    OPEN.add(connections);
    OPEN.add(databases);
  }

  @AfterContainer
  static void dropDatabases() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
  }

  @Property(tries = 300)
  void pagesHoldEveryTicketThatFitsOnceAndInOrder(
      @ForAll("views") ViewDatabase view,
      @ForAll("sorts") @Size(max = 40) List<Sort> sorts,
      @ForAll("sorts") @Size(max = 5) List<Sort> bought,
      @ForAll("filters") TicketFilter filter,
      @ForAll @IntRange(min = 1, max = 7) int limit)
      throws SQLException {
    view.execute("DELETE FROM ticket");
    insert(view, "old", sorts, NOON);
    List<TicketRow> expected = fitting(view, filter);
    List<TicketRow> paged = new ArrayList<>();
    try (Connection connection = view.connections().getConnection()) {
      String cursor = null;
      int pages = 0;
      do {
        ViewQuery.Page page = TicketPages.page(view.kind(), connection, filter, cursor, limit);
        assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
        paged.addAll(page.items());
        cursor = page.nextCursor();
        // Tickets that are bought meanwhile are newer: they come before the first page.
        insert(view, "new-" + pages, bought, NOON.plusSeconds(60));
        pages++;
      } while (cursor != null);
    }
    assertThat(paged).isEqualTo(expected);
  }

  @Property
  void aTicketIsFoundByTheTimeThatIsShownOfIt(@ForAll("views") ViewDatabase view) {
    view.execute("DELETE FROM ticket");
    // The databases keep microseconds: what comes after is cut off, never rounded up.
    Instant at = NOON.plusNanos(123_456_789);
    save(view, "t", new Sort(TicketStatus.APPROVED, "m", "KT", "b", 0), at);
    TicketRow row = view.all().get(0);
    assertThat(row.requestedAt()).isEqualTo(NOON.plusNanos(123_456_000));
    for (Instant shown : List.of(at, row.requestedAt())) {
      assertThat(between(view, shown, null)).hasSize(1);
      assertThat(between(view, null, shown)).isEmpty();
      assertThat(between(view, null, shown.plusNanos(1_000))).hasSize(1);
      assertThat(between(view, shown.plusNanos(1_000), null)).isEmpty();
    }
  }

  @Property
  void timesThatTheDatabaseDoesNotHaveAreNoObstacle(@ForAll("views") ViewDatabase view) {
    view.execute("DELETE FROM ticket");
    save(view, "t", new Sort(TicketStatus.APPROVED, "m", "KT", "b", 0), NOON);
    assertThat(between(view, Instant.MIN, Instant.MAX)).hasSize(1);
    assertThat(between(view, Instant.MAX, Instant.MIN)).isEmpty();
  }

  @Property
  void idsWithTheSeparatorOfTheKeysAreNotMixedUp(@ForAll("views") ViewDatabase view) {
    view.execute("DELETE FROM ticket");
    save(view, "t1", new Sort(TicketStatus.APPROVED, "a/b", "c", "x", 0), NOON);
    save(view, "t2", new Sort(TicketStatus.APPROVED, "a", "b/c", "x", 0), NOON);
    TicketFilter filter = new TicketFilter("Approved", "a", "b/c", null, null, null);
    assertThat(view.find(filter)).extracting(TicketRow::ticketId).containsExactly("t2");
  }

  @Property
  void idsAreComparedByteByByte(@ForAll("views") ViewDatabase view) {
    view.execute("DELETE FROM ticket");
    List<String> ascending = List.of("A", "B", "a", "a ", "b", "\u00e4", "\ud55c", "\ud835\udd38");
    for (String id : ascending) {
      save(view, id, new Sort(TicketStatus.APPROVED, "m", "KT", id, 0), NOON);
    }
    List<TicketRow> newestFirst = view.all();
    assertThat(newestFirst).extracting(TicketRow::ticketId).isEqualTo(reversed(ascending));
    TicketRow middle = newestFirst.get(3);
    assertThat(
            view.find(
                ALL, new PageCursor(middle.requestedAt(), middle.ticketId()), ascending.size()))
        .isEqualTo(newestFirst.subList(4, newestFirst.size()));
    for (String id : ascending) {
      assertThat(view.find(new TicketFilter(null, null, null, id, null, null)))
          .extracting(TicketRow::ticketId)
          .containsExactly(id);
    }
  }

  private static List<String> reversed(List<String> list) {
    List<String> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  @Property
  void textThatTheDatabaseCannotStoreIsReplaced(@ForAll("views") ViewDatabase view) {
    view.execute("DELETE FROM ticket");
    save(view, "t", new Sort(TicketStatus.APPROVED, "m", "KT", "a\0b", 0), NOON);
    TicketFilter filter = new TicketFilter(null, null, null, "a\0b", null, null);
    assertThat(view.find(filter)).hasSize(1);
  }

  @Provide
  Arbitrary<ViewDatabase> views() {
    return Arbitraries.of(VIEWS);
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

  private static List<TicketRow> fitting(ViewDatabase view, TicketFilter filter) {
    Predicate<TicketRow> fits =
        row ->
            matches(filter.status(), row.status())
                && matches(filter.matchId(), row.matchId())
                && matches(filter.team(), row.team())
                && matches(filter.buyerId(), row.buyerId())
                && (filter.from() == null || !row.requestedAt().isBefore(filter.from()))
                && (filter.to() == null || row.requestedAt().isBefore(filter.to()));
    return view.all().stream().filter(fits).sorted(NEWEST_FIRST).toList();
  }

  private static boolean matches(String wanted, String value) {
    return wanted == null || Objects.equals(wanted, value);
  }

  private static List<TicketRow> between(ViewDatabase view, Instant from, Instant to) {
    return view.find(new TicketFilter(null, null, null, null, from, to));
  }

  private static void insert(ViewDatabase view, String prefix, List<Sort> sorts, Instant base) {
    List<TicketChange> changes = new ArrayList<>();
    for (int i = 0; i < sorts.size(); i++) {
      Instant at = base.plusNanos(sorts.get(i).micros() * 1_000L);
      changes.add(change(prefix + "-" + i, sorts.get(i), at));
    }
    view.save(changes);
  }

  private static void save(ViewDatabase view, String ticketId, Sort sort, Instant at) {
    view.save(List.of(change(ticketId, sort, at)));
  }

  private static TicketChange change(String ticketId, Sort sort, Instant at) {
    Purchase purchase =
        new Purchase(
            ticketId, sort.buyer(), sort.match(), sort.team(), Money.won(1000), at, "correlation");
    return new TicketChange(purchase, sort.status(), false, null, null, at, 1);
  }
}
