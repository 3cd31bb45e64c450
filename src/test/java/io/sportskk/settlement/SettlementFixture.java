package io.sportskk.settlement;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.typed.PersistenceId;
import akka.stream.javadsl.Sink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.JournalScan;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import io.sportskk.tally.SealedTally;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** The settlement of one match on real databases, with the other contexts in the test's hands. */
final class SettlementFixture {

  static final Instant OPEN = Instant.parse("2026-11-22T09:00:00Z");
  static final Instant CLOSE = OPEN.plus(Duration.ofHours(3));
  static final Instant OUTCOME = CLOSE.plus(Duration.ofHours(2));

  final String matchId = "match-" + UUID.randomUUID();
  final ScriptedNeighbours neighbours = new ScriptedNeighbours();
  private final TestCluster cluster;
  private final TestDatabases databases;
  private final Services services;
  private final SettlementMetrics metrics = new SettlementMetrics(new SimpleMeterRegistry());
  private ActorRef<SettlementCommand> entity;

  SettlementFixture(TestCluster cluster, TestDatabases databases) {
    this(cluster, databases, 3);
  }

  /**
   * @param page how many tickets are settled between two events
   */
  SettlementFixture(TestCluster cluster, TestDatabases databases, int page) {
    this.cluster = cluster;
    this.databases = databases;
    this.services =
        new Services(
            cluster.system(),
            new SettlementSettings(
                page,
                4,
                Duration.ZERO,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMinutes(1)),
            calls(databases.journal()),
            calls(databases.tally()),
            new SealedTally(Duration.ofSeconds(10)),
            neighbours,
            Clock.fixed(OUTCOME.plusSeconds(1), ZoneOffset.UTC));
    forgetTickets();
    neighbours.onSeal =
        match -> execute("INSERT INTO tally_seal VALUES (?, now()) ON CONFLICT DO NOTHING", match);
  }

  /** Those of an earlier test may have the same ids. */
  private void forgetTickets() {
    execute("TRUNCATE tally_entry, tally, tally_seal");
    execute(databases.journal(), "TRUNCATE unfinished_ticket, event_journal CASCADE");
  }

  /** Stores an event of a ticket, and how far list and tally have handled the journal. */
  void storeEvent(String ticketId) {
    execute(
        databases.journal(),
        """
        INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,
          event_ser_id, event_ser_manifest, event_payload)
        VALUES (?, 1, 'w', 0, 0, '', '')""",
        "Ticket|" + ticketId);
  }

  /** The projection has handled all that is in the journal now. */
  void handled(DataSource offsets, String projection) {
    long end = end();
    execute(
        offsets,
        """
        INSERT INTO akka_projection_offset_store VALUES (?, '0-1023', ?, 'SEQ', FALSE, 0)
        ON CONFLICT (projection_name, projection_key)
        DO UPDATE SET current_offset = EXCLUDED.current_offset""",
        projection,
        Long.toString(end));
  }

  private long end() {
    try (Connection connection = databases.journal().getConnection()) {
      return new JournalScan("Ticket", Duration.ofSeconds(10)).end(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private JdbcCalls calls(DataSource database) {
    return new JdbcCalls(Bulkhead.TALLY.of(cluster.system()), database, Duration.ofSeconds(20));
  }

  /** Tickets may still be sold. */
  void open() {
    neighbours.match = new MatchPool(rules(Unbacked.REFUND), null, null, null, false);
  }

  /** No node sells it any more. */
  void stopped() {
    stopped(rules(Unbacked.REFUND), null);
  }

  void stopped(PoolRules rules, String carryFrom) {
    neighbours.match = new MatchPool(rules, carryFrom, CLOSE, null, false);
  }

  /** It has ended so, officially. */
  void won(String... winners) {
    verdict(Set.of(winners), null);
  }

  /**
   * @param startedAt when the match really began, null if sales had stopped by then
   */
  void verdict(Set<String> winners, Instant startedAt) {
    verdict(1, winners, startedAt);
  }

  /** Its official result was wrong: these have won. */
  void corrected(int round, String... winners) {
    verdict(round, Set.of(winners), null);
  }

  private void verdict(int round, Set<String> winners, Instant startedAt) {
    MatchPool match = neighbours.match;
    neighbours.match =
        new MatchPool(
            match.rules(),
            match.carryFrom(),
            CLOSE,
            new MatchPool.Verdict(round, winners, startedAt, OUTCOME, "corr-outcome"),
            false);
  }

  static PoolRules rules(Unbacked unbacked) {
    return new PoolRules(2800, unbacked, Tax.NONE);
  }

  void start() {
    entity =
        cluster
            .testKit()
            .spawn(
                SettlementEntity.create(
                    matchId,
                    cluster.testKit().<ClusterSharding.ShardCommand>createTestProbe().ref(),
                    services,
                    metrics));
  }

  /** Ends the entity at once, and starts it anew from its events. */
  void restart() {
    stop();
    start();
  }

  /** One that waits for something would go on looking whether that is there. */
  void stop() {
    if (entity != null) {
      cluster.testKit().stop(entity);
    }
  }

  void wake() {
    entity.tell(new SettlementCommand.Wake());
  }

  SettlementCommand.CarryReply takeCarry(String forMatch) {
    TestProbe<SettlementCommand.CarryReply> reply = cluster.testKit().createTestProbe();
    entity.tell(new SettlementCommand.TakeCarry(forMatch, "corr-carry", reply.ref()));
    return reply.receiveMessage();
  }

  Settlement shown() {
    TestProbe<Settlement> reply = cluster.testKit().createTestProbe();
    entity.tell(new GetSettlement(reply.ref()));
    return reply.receiveMessage();
  }

  Settlement await(Predicate<Settlement> condition) {
    return Awaitility.await().until(this::shown, condition);
  }

  /** How many tickets were settled by each event, in the order of the events. */
  List<Long> settledByPage() {
    return PersistenceQuery.get(cluster.system())
        .getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, SliceEvents.READ_JOURNAL)
        .currentEventsByPersistenceId(
            PersistenceId.of(Settlements.KEY.name(), matchId).id(), 1, Long.MAX_VALUE)
        .map(EventEnvelope::event)
        .collectType(SettlementEvent.TicketsSettled.class)
        .map(settled -> settled.added().tickets())
        .runWith(Sink.seq(), cluster.system())
        .toCompletableFuture()
        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  Settlement awaitPhase(Settlement.Phase phase) {
    return await(settlement -> settlement.phase() == phase);
  }

  /** Counts a ticket, as the tally does. */
  void count(String ticketId, String team, long stake, Instant acceptedAt) {
    neighbours.tickets.put(ticketId, new ScriptedNeighbours.Ticket(team, Money.won(stake)));
    neighbours.ledger = neighbours.ledger.plus(Money.won(stake));
    execute(
        """
        WITH entry AS (
          INSERT INTO tally_entry (ticket_id, match_id, team, stake, status, buyer_id, accepted_at)
          VALUES (?, ?, ?, ?, 'COUNTED', 'buyer', ?::timestamptz)
          RETURNING match_id, team, stake)
        INSERT INTO tally AS t (match_id, team, stake, tickets, cancelled, version, updated_at)
        SELECT match_id, team, stake, 1, 0, 1, now() FROM entry
        ON CONFLICT (match_id, team) DO UPDATE SET
          stake = t.stake + EXCLUDED.stake, tickets = t.tickets + 1, version = t.version + 1""",
        ticketId,
        matchId,
        team,
        stake,
        acceptedAt.toString());
  }

  void count(String ticketId, String team, long stake) {
    count(ticketId, team, stake, OPEN);
  }

  /** On one of the databases; in the tally's. */
  void execute(String sql, Object... values) {
    execute(databases.tally(), sql, values);
  }

  static void execute(DataSource database, String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
