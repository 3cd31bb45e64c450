package io.sportskk.benchmark;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.payment.ChargeReply;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * Stores what the sale of many tickets leaves behind, as the nodes would have stored it (without
 * the tags of events and without snapshots).
 *
 * <p>10,000 buyers, 500 matches one after the other, 20 at a time. Half of the tickets have an id
 * that grows with time, the others (bought with an Idempotency-Key) a random one. 93 % are
 * approved, 4 % cancelled and 3 % rejected.
 */
public final class ManyTickets implements AutoCloseable {

  private static final int BUYERS = 10_000;
  private static final int MATCHES = 500;
  private static final int MATCHES_AT_A_TIME = 20;
  private static final int TICKETS_A_COPY = 5_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final Instant CLOSE = Instant.parse("2026-12-31T00:00:00Z");
  private static final HexFormat HEX = HexFormat.of();

  private final Random random = new Random(1);
  private final int[] walletEvents = new int[BUYERS];
  private final Connection journal;

  /** Null, as the next one, if only events are stored. */
  private final Connection tally;

  private final Connection view;
  private final ActorSystem<Void> system;
  private final Serialization serialization;

  private final StringBuilder events = new StringBuilder();
  private final StringBuilder entries = new StringBuilder();
  private final StringBuilder rows = new StringBuilder();

  ManyTickets(TestDatabases databases) throws SQLException {
    this(
        databases.journal().getConnection(),
        databases.tally().getConnection(),
        databases.view().getConnection());
  }

  private ManyTickets(Connection journal, Connection tally, Connection view) {
    this.journal = journal;
    this.tally = tally;
    this.view = view;
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "many-tickets",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("serialization.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    serialization = SerializationExtension.get(system);
  }

  /**
   * Stores events only: what follows from them is for the nodes to find out.
   *
   * @param journal is closed by it
   */
  public static void inJournal(Connection journal, int tickets) throws SQLException, IOException {
    try (ManyTickets all = new ManyTickets(journal, null, null)) {
      all.sellAll(tickets);
    }
  }

  void sell(int tickets) throws SQLException, IOException {
    sellAll(tickets);
    execute(
        journal,
        "INSERT INTO match_catalogue SELECT 'match-' || n, 'name', '{KT,LG}', '{KT Wiz,LG Twins}',"
            + " '%s', '%s' FROM generate_series(0, %d) n"
                .formatted(START, CLOSE, MATCHES + MATCHES_AT_A_TIME - 1));
    execute(
        tally,
        """
        INSERT INTO tally
        SELECT match_id, team, sum(CASE status WHEN 'COUNTED' THEN stake ELSE 0 END),
          count(*) FILTER (WHERE status = 'COUNTED'), count(*) FILTER (WHERE status <> 'COUNTED'),
          count(*), now()
        FROM tally_entry GROUP BY match_id, team""");
    long end = end();
    offset(journal, "match-catalogue", Slices.ALL.key(), end);
    offset(journal, "unfinished-tickets", Slices.ALL.key(), end);
    offset(tally, "tally", Slices.ALL.key(), end);
    offset(view, "view", Slices.ALL.key(), end);
  }

  private void sellAll(int tickets) throws SQLException, IOException {
    for (int match = 0; match < MATCHES + MATCHES_AT_A_TIME; match++) {
      open("match-" + match);
    }
    for (int n = 0; n < tickets; n++) {
      sellOne(n, tickets);
      if ((n + 1) % TICKETS_A_COPY == 0 || n + 1 == tickets) {
        store();
      }
    }
  }

  private void open(String matchId) {
    List<Match.Team> teams =
        List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins"));
    event(
        "Match|" + matchId,
        1,
        new MatchOpened(
            matchId, "name", teams, START, CLOSE, "admin-1", null, null, "corr", START));
  }

  private void sellOne(int n, int tickets) {
    int buyer = random.nextInt(BUYERS);
    Instant at = START.plusMillis(20L * n);
    Purchase purchase =
        new Purchase(
            (n % 2 == 0 ? new UUID((at.toEpochMilli() << 16) | 0x7000, random.nextLong()) : any())
                .toString(),
            "buyer-" + buyer,
            "match-" + ((long) n * MATCHES / tickets + random.nextInt(MATCHES_AT_A_TIME)),
            random.nextInt(10) < 7 ? "KT" : "LG",
            Money.won(100L * (1 + random.nextInt(50))),
            at,
            any().toString());
    String ticket = "Ticket|" + purchase.ticketId();
    event(ticket, 1, new TicketRequested(purchase, at.plusSeconds(600), CLOSE, null));
    if (walletEvents[buyer] == 0) {
      wallet(
          buyer,
          new Deposited(
              purchase.buyerId(),
              WalletEvent.OPENING_BALANCE,
              Money.won(1_000_000),
              purchase.correlationId(),
              at));
    }
    int share = random.nextInt(100);
    if (share < 3) {
      reject(ticket, buyer, purchase, at.plusMillis(10));
    } else {
      approve(ticket, buyer, purchase, at.plusMillis(10), share < 7);
    }
  }

  private void reject(String ticket, int buyer, Purchase purchase, Instant at) {
    wallet(
        buyer,
        new ChargeBarred(
            purchase.buyerId(),
            purchase.ticketId(),
            purchase.matchId(),
            ChargeReply.Reason.INSUFFICIENT_FUNDS,
            CLOSE,
            purchase.correlationId(),
            at));
    event(ticket, 2, new TicketRejected(purchase, "INSUFFICIENT_FUNDS", at));
    row(purchase, "Rejected", false, "INSUFFICIENT_FUNDS", at, 2);
  }

  private void approve(
      String ticket, int buyer, Purchase purchase, Instant at, boolean thenCancelled) {
    wallet(
        buyer,
        new Charged(
            purchase.buyerId(),
            purchase.ticketId(),
            purchase.matchId(),
            purchase.stake(),
            CLOSE,
            null,
            purchase.correlationId(),
            at));
    event(ticket, 2, new TicketApproved(purchase, at.plusSeconds(600), true, at));
    if (!thenCancelled) {
      entry(purchase, "COUNTED");
      row(purchase, "Approved", true, null, at, 2);
      return;
    }
    CancellationReason reason = CancellationReason.BUYER_REQUEST;
    String correlationId = any().toString();
    event(ticket, 3, new CancellationRequested(purchase, reason, correlationId, at));
    wallet(
        buyer,
        new ChargeReversed(
            purchase.buyerId(),
            purchase.ticketId(),
            purchase.matchId(),
            purchase.stake(),
            ReturnCause.valueOf(reason.name()),
            correlationId,
            at));
    event(ticket, 4, new TicketCancelled(purchase, reason, true, correlationId, at));
    entry(purchase, "TAKEN_OUT");
    row(purchase, "Cancelled", false, reason.name(), at, 4);
  }

  private UUID any() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private void wallet(int buyer, WalletEvent event) {
    event("Wallet|buyer-" + buyer, ++walletEvents[buyer], event);
  }

  private void event(String persistenceId, long sequenceNr, Object event) {
    Serializer serializer = serialization.findSerializerFor(event);
    line(
        events,
        persistenceId,
        sequenceNr,
        "writer",
        serializer.identifier(),
        Serializers.manifestFor(serializer, event),
        "\\\\x" + HEX.formatHex(serializer.toBinary(event)));
  }

  private void entry(Purchase p, String status) {
    line(entries, p.ticketId(), p.matchId(), p.team(), p.stake().won(), status);
  }

  private void row(
      Purchase p, String status, boolean tallied, String reason, Instant at, long sequenceNr) {
    line(
        rows,
        p.ticketId(),
        p.buyerId(),
        p.matchId(),
        p.team(),
        p.stake().won(),
        status,
        tallied,
        reason == null ? "\\N" : reason,
        p.correlationId(),
        p.requestedAt(),
        at,
        sequenceNr);
  }

  /** A line as PostgreSQL's COPY reads it. */
  private static void line(StringBuilder lines, Object... values) {
    for (int i = 0; i < values.length; i++) {
      lines.append(values[i]).append(i + 1 < values.length ? '\t' : '\n');
    }
  }

  private void store() throws SQLException, IOException {
    copy(
        journal,
        "event_journal (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,"
            + " event_payload)",
        events);
    if (tally == null) {
      entries.setLength(0);
      rows.setLength(0);
    } else {
      copy(tally, "tally_entry", entries);
      copy(view, "ticket", rows);
    }
  }

  private static void copy(Connection connection, String table, StringBuilder lines)
      throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY " + table + " FROM STDIN", new StringReader(lines.toString()));
    lines.setLength(0);
  }

  /** The number of the journal's last event. */
  private long end() throws SQLException {
    try (Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT coalesce(max(ordering), 0) FROM event_journal")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void offset(Connection connection, String projection, String tag, long end)
      throws SQLException {
    execute(
        connection,
        "INSERT INTO akka_projection_offset_store VALUES ('%s', '%s', '%d', 'SEQ', FALSE, 0)"
            .formatted(projection, tag, end));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    system.terminate();
    journal.close();
    if (tally != null) {
      tally.close();
      view.close();
    }
  }
}
