package io.sportskk.benchmark.purchase;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A node with all parts in a process of its own, or several that share them, with the database that
 * one of them brings along: {@code fsync} and {@code synchronous_commit} are on.
 */
final class Office implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String HOST = OfficeNode.HOST;
  private static final Pattern ON_SALE =
      Pattern.compile("\"matchId\"\\s*:\\s*\"([^\"]+)\"[^{]*\\{\"code\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern LAG =
      Pattern.compile("(?m)^sportskk_projection_lag_seconds\\{[^}]*} ([0-9.E+-]+|NaN)$");

  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+-]+)$");

  /** The roles of one node that has them all. */
  static final List<String> ALONE = List.of("");

  private final List<OfficeNode> nodes;
  private final OfficeNode home;
  private final int port;
  private final Path data;
  private final int databasePort;

  private Office(List<OfficeNode> nodes, OfficeNode home, Path data, int databasePort) {
    this.nodes = nodes;
    this.home = home;
    this.port = with("gateway", nodes.stream().map(OfficeNode::place)).port();
    this.data = data;
    this.databasePort = databasePort;
  }

  /**
   * @param directory for its files; what is there is taken up
   * @param javaOptions of the node
   */
  static Office start(Path directory, List<String> javaOptions) throws IOException {
    return start(directory, javaOptions, System.getProperty("java.class.path"), ALONE);
  }

  /** As {@link #start(Path, List)}, of another build. */
  static Office start(Path directory, List<String> javaOptions, String classPath)
      throws IOException {
    return start(directory, javaOptions, classPath, ALONE);
  }

  /**
   * As {@link #start(Path, List)}, in several processes.
   *
   * @param roles of each of them; the first that holds tickets has the database
   */
  static Office start(
      Path directory, List<String> javaOptions, String classPath, List<String> roles)
      throws IOException {
    Files.createDirectories(directory);
    Path data = directory.resolve("data").toAbsolutePath();
    int databasePort = FreePorts.next();
    List<OfficeNode.Place> places = new ArrayList<>();
    for (String each : roles) {
      String name = each.isEmpty() ? "node" : each.replace(',', '-') + "-" + places.size();
      places.add(
          new OfficeNode.Place(
              each, FreePorts.next(), FreePorts.next(), FreePorts.next(), directory.resolve(name)));
    }
    OfficeNode.Place home = with("ticket", places.stream());
    List<OfficeNode> nodes = new ArrayList<>();
    for (OfficeNode.Place place : places) {
      List<String> options = new ArrayList<>(javaOptions);
      options.add("-Dsportskk.auth.hs256-secret=" + TestTokens.SECRET);
      options.addAll(
          place.equals(home) ? database(data, databasePort) : databaseOfAnother(databasePort));
      if (places.size() > 1) {
        options.addAll(joining(home, place));
      }
      nodes.add(OfficeNode.start(place, options, classPath));
    }
    return new Office(nodes, nodes.get(places.indexOf(home)), data, databasePort);
  }

  private static OfficeNode.Place with(String role, Stream<OfficeNode.Place> places) {
    return places
        .filter(place -> place.has(role))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node has the role " + role));
  }

  private static List<String> database(Path data, int port) {
    return List.of(
        "-Dsportskk.database.embedded.port=" + port,
        "-Dsportskk.database.embedded.data-directory=" + data);
  }

  private static List<String> databaseOfAnother(int port) {
    List<String> options = new ArrayList<>(List.of("-Dsportskk.database.embedded.enabled=false"));
    for (String part : List.of("journal", "tally", "view", "ledger")) {
      options.add(
          "-Dsportskk.database.%s.url=%s/sportskk_%1$s?sslmode=disable"
              .formatted(part, server(port)));
    }
    return options;
  }

  private static List<String> joining(OfficeNode.Place home, OfficeNode.Place place) {
    List<String> options = new ArrayList<>(SentMessages.options(place.sentMessages()));
    options.add("-Dsportskk.roles=" + place.roles());
    options.add("-Dsportskk.cluster.join=seed-nodes");
    options.add("-Dsportskk.cluster.seed-nodes.0=akka://sportskk@" + HOST + ":" + home.artery());
    // While several start on a small machine they are late by seconds, and none is to be put out.
    options.add("-Dakka.cluster.failure-detector.acceptable-heartbeat-pause=30s");
    // Else wallets are empty where the database is not.
    options.add("-Dsportskk.payment.opening-balance=1000000");
    return options;
  }

  /** Waits until all of it is ready. */
  Office awaitReady() {
    nodes.forEach(OfficeNode::awaitReady);
    return this;
  }

  List<OfficeNode> nodes() {
    return nodes;
  }

  /** Who buy of its matches, as soon as it shows some. */
  HttpBuyers buyers() {
    return buyers(HttpBuyers.tokens());
  }

  /** As {@link #buyers()}, with tokens made beforehand. */
  HttpBuyers buyers(List<String> tokens) {
    return buyersOf(buyersMatches(), tokens);
  }

  /** What they can buy, as soon as there is something. */
  List<HttpBuyers.OnSale> buyersMatches() {
    return Awaitility.await("a match is on sale")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(this::onSale, found -> !found.isEmpty());
  }

  /** Who buy of these. */
  HttpBuyers buyersOf(List<HttpBuyers.OnSale> matches, List<String> tokens) {
    return new HttpBuyers(HOST, port, matches, tokens);
  }

  /** A connection to its API. */
  HttpConnection connect() throws IOException {
    return new HttpConnection(HOST, port);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What is alive in the heap of {@link #pid}, in MiB: a collection comes first. */
  double heap() throws IOException, InterruptedException {
    Process collection =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid()),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new IllegalStateException("the node can't be told to collect its garbage");
    }
    double bytes = 0;
    Matcher used = HEAP.matcher(home.metrics());
    while (used.find()) {
      bytes += Double.parseDouble(used.group(1));
    }
    return bytes / (1 << 20);
  }

  List<HttpBuyers.OnSale> onSale() throws IOException {
    try (HttpConnection connection = new HttpConnection(HOST, port)) {
      Matcher match = ON_SALE.matcher(connection.exchange("GET", "/matches", null, "").body());
      List<HttpBuyers.OnSale> matches = new ArrayList<>();
      while (match.find()) {
        matches.add(new HttpBuyers.OnSale(match.group(1), match.group(2)));
      }
      return matches;
    }
  }

  /** Where its database server is, without the name of a database. */
  String server() {
    return server(databasePort);
  }

  private static String server(int port) {
    return "jdbc:postgresql://" + HOST + ":" + port;
  }

  /** A connection to its journal. */
  Connection journal() throws SQLException {
    return database("journal");
  }

  private Connection database(String part) throws SQLException {
    return DriverManager.getConnection(server() + "/sportskk_" + part + "?user=sportskk");
  }

  /** Tally and view are empty, and will begin anew with the next start. */
  void forgetReadSides() throws SQLException {
    try (Connection tally = database("tally");
        Statement statement = tally.createStatement()) {
      statement.execute("TRUNCATE tally, tally_entry, akka_projection_offset_store");
    }
    try (Connection view = database("view");
        Statement statement = view.createStatement()) {
      statement.execute("TRUNCATE ticket, akka_projection_offset_store");
    }
  }

  /** How many events of tickets the projection that is furthest behind has before it. */
  long unhandled() throws SQLException {
    long handled = Long.MAX_VALUE;
    for (String[] projection :
        new String[][] {{"journal", "unfinished-tickets"}, {"tally", "tally"}, {"view", "view"}}) {
      try (Connection offsets = database(projection[0])) {
        handled =
            Math.min(handled, SliceOffsets.read(offsets, projection[1], PATIENCE).of(Slices.ALL));
      }
    }
    try (Connection journal = journal();
        PreparedStatement count =
            journal.prepareStatement(
                "SELECT count(*) FROM event_journal"
                    + " WHERE ordering > ? AND persistence_id LIKE 'Ticket|%'")) {
      count.setLong(1, handled);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * How old the oldest event is that a projection has not handled, in seconds; NaN: not yet known.
   */
  double lag() throws IOException {
    double most = 0;
    for (OfficeNode node : nodes) {
      Matcher lag = LAG.matcher(node.metrics());
      while (lag.find()) {
        most = Math.max(most, Double.parseDouble(lag.group(1)));
      }
    }
    return most;
  }

  /** Of the node, if there are several of that with the database. */
  long pid() {
    return home.pid();
  }

  /** Of the database server. */
  long databasePid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid")).get(0).strip());
  }

  /** The node with the database last. */
  @Override
  public void close() {
    nodes.stream().filter(node -> node != home).forEach(OfficeNode::stop);
    home.stop();
  }
}
