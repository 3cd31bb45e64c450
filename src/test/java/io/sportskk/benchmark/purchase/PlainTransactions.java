package io.sportskk.benchmark.purchase;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The yardstick: a purchase as one transaction of four prepared statements on the same server, as
 * somebody would write it who wants no more than the ticket, the wallet with its entry, and an
 * event for others. No HTTP, no token, no rules, no totals, no view. As anybody's would, its buyers
 * share a pool of connections, and wait for one if there are more of them.
 */
final class PlainTransactions implements Buyers, AutoCloseable {

  /** With more the server does no more transactions. */
  static final int CONNECTIONS = 64;

  private static final int WALLETS = 10_000;
  private static final byte[] EVENT =
      "{\"type\":\"TicketApproved\",\"matchId\":\"demo-20260101-00-KT-LG\",\"team\":\"KT\",\"stake\":100}"
          .getBytes(StandardCharsets.UTF_8);

  private final String url;

  /** In turn: else who has just had a connection gets the next one, and others wait for seconds. */
  private final Semaphore free = new Semaphore(CONNECTIONS, true);

  private final Queue<Transactions> idle = new ConcurrentLinkedQueue<>();

  private PlainTransactions(String url) {
    this.url = url;
  }

  /** In a database of its own, which is made anew. */
  static PlainTransactions on(String server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server + "/postgres?user=sportskk");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS yardstick");
      statement.execute("CREATE DATABASE yardstick");
    }
    String url = server + "/yardstick?user=sportskk&prepareThreshold=1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE wallet (buyer_id TEXT PRIMARY KEY, balance BIGINT NOT NULL);
          CREATE TABLE ticket (ticket_id UUID PRIMARY KEY, buyer_id TEXT NOT NULL,
            match_id TEXT NOT NULL, team TEXT NOT NULL, stake BIGINT NOT NULL, status TEXT NOT NULL,
            at TIMESTAMPTZ NOT NULL DEFAULT now());
          CREATE TABLE wallet_entry (ticket_id UUID PRIMARY KEY, buyer_id TEXT NOT NULL,
            amount BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now());
          CREATE TABLE event (id BIGSERIAL PRIMARY KEY, ticket_id UUID NOT NULL,
            payload BYTEA NOT NULL);
          """);
      statement.execute(
          "INSERT INTO wallet SELECT 'buyer-' || n, 1000000000000 FROM generate_series(0, "
              + (WALLETS - 1)
              + ") n");
    }
    return new PlainTransactions(url);
  }

  @Override
  public Buyer connect(int number) {
    return new Pooled();
  }

  /** Ends all connections. */
  @Override
  public void close() throws SQLException {
    for (Transactions each = idle.poll(); each != null; each = idle.poll()) {
      each.connection.close();
    }
  }

  private final class Pooled implements Buyer {

    @Override
    public String buy() throws SQLException {
      free.acquireUninterruptibly();
      try {
        Transactions transactions = idle.poll();
        if (transactions == null) {
          transactions = new Transactions(DriverManager.getConnection(url));
        }
        String outcome = transactions.buy();
        idle.add(transactions);
        return outcome;
      } finally {
        free.release();
      }
    }

    /** Connections stay in the pool. */
    @Override
    public void close() {}
  }

  private static final class Transactions {
    private final Connection connection;
    private final PreparedStatement wallet;
    private final PreparedStatement ticket;
    private final PreparedStatement entry;
    private final PreparedStatement event;

    Transactions(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      wallet =
          connection.prepareStatement(
              "UPDATE wallet SET balance = balance - ? WHERE buyer_id = ? AND balance >= ?");
      ticket =
          connection.prepareStatement(
              "INSERT INTO ticket (ticket_id, buyer_id, match_id, team, stake, status)"
                  + " VALUES (?, ?, 'demo-20260101-00-KT-LG', 'KT', ?, 'Approved')");
      entry =
          connection.prepareStatement(
              "INSERT INTO wallet_entry (ticket_id, buyer_id, amount) VALUES (?, ?, ?)");
      event = connection.prepareStatement("INSERT INTO event (ticket_id, payload) VALUES (?, ?)");
    }

    String buy() throws SQLException {
      Random random = ThreadLocalRandom.current();
      UUID ticketId = new UUID(random.nextLong(), random.nextLong());
      String buyerId = "buyer-" + random.nextInt(WALLETS);
      long stake = 100;
      wallet.setLong(1, stake);
      wallet.setString(2, buyerId);
      wallet.setLong(3, stake);
      if (wallet.executeUpdate() != 1) {
        connection.rollback();
        return "refused";
      }
      ticket.setObject(1, ticketId);
      ticket.setString(2, buyerId);
      ticket.setLong(3, stake);
      ticket.executeUpdate();
      entry.setObject(1, ticketId);
      entry.setString(2, buyerId);
      entry.setLong(3, -stake);
      entry.executeUpdate();
      event.setObject(1, ticketId);
      event.setBytes(2, EVENT);
      event.executeUpdate();
      connection.commit();
      return "committed";
    }
  }
}
