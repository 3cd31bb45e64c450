package io.sportskk.audit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.ledger.LedgerSettings;
import io.sportskk.ledger.Ledgers;
import io.sportskk.node.database.Migrations;
import io.sportskk.payment.ChargeReply;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * What a real node has left behind that sold a few tickets and was stopped. It can be corrupted in
 * one way, and be put back as it was.
 */
final class SoldTickets implements AutoCloseable {

  private static final Map<Migrations.Part, List<String>> TABLES =
      Map.of(
          Migrations.Part.JOURNAL,
              List.of(
                  "event_journal",
                  "snapshot",
                  "match_catalogue",
                  "unfinished_ticket",
                  "akka_projection_offset_store"),
          Migrations.Part.TALLY, List.of("tally_entry", "tally", "akka_projection_offset_store"),
          Migrations.Part.VIEW,
              List.of("ticket", "refused_cancellation", "akka_projection_offset_store"),
          Migrations.Part.LEDGER,
              List.of(
                  "ledger_entry",
                  "ledger_account",
                  "ledger_quarter",
                  "ledger_head",
                  "akka_projection_offset_store"));

  /** A ticket that there is not. */
  static final String OTHER = "ticket-of-nobody";

  /** With which Ben's first ticket was charged: the second event of his wallet. */
  static final String BENS_APPROVAL = "approval-1";

  /** That was not used: the fifth event of Ewa's wallet. */
  static final String EWAS_APPROVAL = "approval-2";

  static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  static final Instant CLOSE = Instant.parse("2026-05-01T11:00:00Z");

  private static final CBORMapper CBOR = new CBORMapper();

  private final TestDatabases databases = TestDatabases.create();

  /** There are hundreds of ways to corrupt it: they do not connect anew for each statement. */
  private final Map<Migrations.Part, HikariDataSource> pools =
      Arrays.stream(Migrations.Part.values())
          .collect(Collectors.toMap(part -> part, part -> pool(databases.dataSource(part))));

  private final EventCodec codec = new EventCodec();
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "sold-tickets",
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.parseResources("serialization.conf"))
              .withFallback(ConfigFactory.defaultReference())
              .resolve());
  private final Serialization serialization = SerializationExtension.get(system);

  /** Anna's, approved: 5,000 on KT. */
  final String annas;

  /**
   * Ben's first, approved: 100,000 on LG, all that one buyer may stake, and so much that a
   * supervisor had to approve it.
   */
  final String bens;

  /** Ben's second, rejected. */
  final String bensRejected;

  /** Cleo's, cancelled after it was approved: 2,000 on LG. */
  final String cleos;

  /** Dora's, given back by an operator's decision after it was approved: 3,000 on LG. */
  final String doras;

  /** Ewa's, approved: 1,000 on LG. Her wallet has a snapshot, of its fifth and last event. */
  final String ewas;

  final AuditReport report;

  SoldTickets() {
    try (AuditedNode node = AuditedNode.start(databases)) {
      annas = node.buy("anna", "KT", 5_000, 201);
      node.approve("ben", BENS_APPROVAL, 100_000);
      bens = node.buy("ben", "LG", 100_000, 201);
      bensRejected = node.buy("ben", "LG", 100, 402);
      node.deposit("cleo", "deposit-1", 700);
      cleos = node.buy("cleo", "LG", 2_000, 201);
      node.cancel("cleo", cleos);
      doras = node.giveBackByDecision("dora", 3_000);
      ewas = node.buy("ewa", "LG", 1_000, 201);
      for (String depositId : List.of("a", "b")) {
        node.deposit("ewa", depositId, 100);
      }
      node.approve("ewa", EWAS_APPROVAL, 100_000);
      Awaitility.await()
          .until(() -> number(Migrations.Part.JOURNAL, "SELECT count(*) FROM snapshot") == 1);
      report = node.settled();
    }
    // As somebody may do who owns the database.
    run(Migrations.Part.LEDGER, "DROP TRIGGER ledger_entry_is_append_only ON ledger_entry");
    TABLES.forEach(
        (part, tables) ->
            tables.forEach(
                table -> run(part, "CREATE TABLE kept_" + table + " AS TABLE " + table)));
  }

  AuditReport audit() throws SQLException {
    return audit(AuditedNode.overdueAfter());
  }

  /**
   * @param overdueAfter what is under way for longer is a finding
   */
  AuditReport audit(Duration overdueAfter) throws SQLException {
    return AuditedNode.auditOf(pools::get, false, overdueAfter).run(codec);
  }

  AuditReport auditSettled() throws SQLException {
    return AuditedNode.auditOf(pools::get, true, AuditedNode.overdueAfter()).run(codec);
  }

  void putBack() {
    TABLES.forEach(
        (part, tables) ->
            run(
                part,
                "TRUNCATE "
                    + String.join(", ", tables)
                    + " CASCADE;"
                    + tables.stream()
                        .map(table -> "INSERT INTO " + table + " SELECT * FROM kept_" + table)
                        .collect(Collectors.joining(";"))));
  }

  private static HikariDataSource pool(DataSource database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  /** Changes exactly one row. */
  void journal(String sql, Object... parameters) {
    one(Migrations.Part.JOURNAL, sql, parameters);
  }

  void tally(String sql, Object... parameters) {
    one(Migrations.Part.TALLY, sql, parameters);
  }

  void view(String sql, Object... parameters) {
    one(Migrations.Part.VIEW, sql, parameters);
  }

  void ledger(String sql, Object... parameters) {
    one(Migrations.Part.LEDGER, sql, parameters);
  }

  /** Lets the ledger book what it has not come to, as a node does. */
  void book() {
    long last = number(Migrations.Part.JOURNAL, "SELECT max(ordering) FROM event_journal");
    try (TestCluster node = TestCluster.start(databases)) {
      Ledgers.start(
          node.system(),
          LedgerSettings.from(node.system().settings().config()),
          new Slices("Wallet", 1),
          databases.ledger(),
          new SimpleMeterRegistry(),
          Clock.systemUTC());
      Awaitility.await()
          .until(
              () ->
                  number(
                          Migrations.Part.LEDGER,
                          "SELECT max(current_offset::bigint) FROM akka_projection_offset_store")
                      == last);
    }
  }

  /** Takes the last event of an entity away. */
  void dropLast(String persistenceId) {
    journal(
        "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number ="
            + " (SELECT max(sequence_number) FROM event_journal WHERE persistence_id = ?)",
        persistenceId,
        persistenceId);
  }

  /** Adds one more event to an entity. */
  void add(String persistenceId, Object event) {
    Serializer serializer = serialization.findSerializerFor(event);
    journal(
        """
        INSERT INTO event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
        SELECT ?, COALESCE(max(sequence_number), 0) + 1, 'corrupter', ?, ?, ? FROM event_journal
        WHERE persistence_id = ?""",
        persistenceId,
        serializer.identifier(),
        Serializers.manifestFor(serializer, event),
        serializer.toBinary(event),
        persistenceId);
  }

  private long number(Migrations.Part part, String sql) {
    try (Connection connection = pools.get(part).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Puts something else in the place of the snapshot. */
  void snapshot(Object other) {
    Serializer serializer = serialization.findSerializerFor(other);
    journal(
        "UPDATE snapshot SET snapshot_payload = ?, snapshot_ser_id = ?, snapshot_ser_manifest = ?",
        serializer.toBinary(other),
        serializer.identifier(),
        Serializers.manifestFor(serializer, other));
  }

  /** Lets the snapshot say something else. */
  void changeSnapshot(Consumer<ObjectNode> change) {
    try (Connection connection = pools.get(Migrations.Part.JOURNAL).getConnection();
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT snapshot_payload FROM snapshot")) {
      row.next();
      ObjectNode stored = (ObjectNode) CBOR.readTree(row.getBytes(1));
      change.accept(stored);
      journal("UPDATE snapshot SET snapshot_payload = ?", CBOR.writeValueAsBytes(stored));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An event as it is stored. */
  <E> E event(String persistenceId, long sequenceNr, Class<E> type) {
    try (Connection connection = pools.get(Migrations.Part.JOURNAL).getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT event_payload, event_ser_id, event_ser_manifest FROM event_journal"
                    + " WHERE persistence_id = ? AND sequence_number = ?")) {
      select.setString(1, persistenceId);
      select.setLong(2, sequenceNr);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalArgumentException("no event " + sequenceNr + " of " + persistenceId);
        }
        return type.cast(
            serialization.deserialize(row.getBytes(1), row.getInt(2), row.getString(3)).get());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number in the whole journal of an event. */
  long orderingOf(String persistenceId, long sequenceNr) {
    try (Connection connection = pools.get(Migrations.Part.JOURNAL).getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT ordering FROM event_journal WHERE persistence_id = ?"
                    + " AND sequence_number = ?")) {
      select.setString(1, persistenceId);
      select.setLong(2, sequenceNr);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stores another event in the place of one. */
  <E> void replace(
      String persistenceId, long sequenceNr, Class<E> type, UnaryOperator<E> replacement) {
    Object event = replacement.apply(event(persistenceId, sequenceNr, type));
    Serializer serializer = serialization.findSerializerFor(event);
    journal(
        "UPDATE event_journal SET event_payload = ?, event_ser_manifest = ?"
            + " WHERE persistence_id = ? AND sequence_number = ?",
        serializer.toBinary(event),
        Serializers.manifestFor(serializer, event),
        persistenceId,
        sequenceNr);
  }

  /** Of Anna's ticket. */
  Purchase purchase() {
    return event("Ticket|" + annas, 1, TicketRequested.class).purchase();
  }

  static Purchase other(String buyerId) {
    return new Purchase(OTHER, buyerId, "match-1", "KT", Money.won(100), AT, "correlation-1");
  }

  static Charged charged(String buyerId, String ticketId, long amount) {
    return charged(buyerId, ticketId, amount, null, AT);
  }

  static Charged charged(
      String buyerId, String ticketId, long amount, String approvalId, Instant at) {
    return new Charged(
        buyerId, ticketId, "match-1", Money.won(amount), CLOSE, approvalId, "correlation-1", at);
  }

  /** By an earlier release. */
  static ChargeReversed reversed(String buyerId, String ticketId, long amount) {
    return reversed(buyerId, ticketId, amount, null);
  }

  static ChargeReversed reversed(String buyerId, String ticketId, long amount, ReturnCause cause) {
    return new ChargeReversed(
        buyerId, ticketId, "match-1", Money.won(amount), cause, "correlation-1", AT);
  }

  static Refunded refunded(String buyerId, String ticketId, long amount) {
    return new Refunded(
        buyerId, ticketId, "match-1", Money.won(amount), null, CLOSE, AT, "correlation-1", AT);
  }

  static PaidOut paidOut(String buyerId, String ticketId, int round) {
    return new PaidOut(
        buyerId,
        ticketId,
        "match-1",
        round,
        Money.won(1_500),
        Money.won(100),
        null,
        AT,
        "correlation-1",
        AT);
  }

  static ChargeBarred barred(String buyerId, String ticketId) {
    return new ChargeBarred(
        buyerId,
        ticketId,
        "match-1",
        ChargeReply.Reason.ALREADY_REVERSED,
        CLOSE,
        "correlation-1",
        AT);
  }

  private void one(Migrations.Part part, String sql, Object... parameters) {
    int changed = run(part, sql, parameters);
    if (changed != 1) {
      throw new IllegalStateException(changed + " rows, not one: " + sql);
    }
  }

  int run(Migrations.Part part, String sql, Object... parameters) {
    try (Connection connection = pools.get(part).getConnection()) {
      if (parameters.length == 0) {
        try (Statement statement = connection.createStatement()) {
          return statement.executeUpdate(sql);
        }
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return statement.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    system.terminate();
    codec.close();
    pools.values().forEach(HikariDataSource::close);
    databases.close();
  }
}
