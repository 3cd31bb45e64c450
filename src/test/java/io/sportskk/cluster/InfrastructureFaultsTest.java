package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sportskk.node.embedded.OwnPostgres;
import io.sportskk.testing.CleanUp;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.OneStory;
import io.sportskk.testing.TestNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes stand on fails, one thing after the other, while buyers buy all the time: the database
 * server, its disk, the network. One cluster has it all happen to it: each test begins where the
 * one before it has ended. Where there is no right to mount a disk of our own or to make a network,
 * only that is left out.
 */
@Tag("serial")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
class InfrastructureFaultsTest {

  private static final Logger LOG = LoggerFactory.getLogger(InfrastructureFaultsTest.class);

  /** How long purchases may fail once the database is back. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(30);

  /**
   * Longer than any node waits for a silent server: 15 s on a connection on which projections read,
   * and a moment to find out that the next one is no better (node.database.DatabasePool). So all
   * connections are lost on both sides, and no packet that is sent again heals one.
   */
  private static final Duration SILENCE = Duration.ofSeconds(18);

  /** How long purchases may fail when one node has lost the database, and the others have not. */
  private static final Duration PUT_OUT_WITHIN = Duration.ofSeconds(30);

  /** How long purchases may fail once the node that was cut off has ended. */
  private static final Duration RESOLVED_WITHIN = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<LoadReport> outages = new ArrayList<>();
  private String noNetwork;
  private TestNetwork network;
  private final AutoCloseable unmount = this::unmount;
  private Path disk;
  private boolean smallDisk;
  private OwnPostgres postgres;
  private Market market;
  private LocalNode first;
  private LocalNode second;
  private LocalNode third;
  private LoadGenerator load;

  @BeforeAll
  void buyersBuy(@TempDir Path directory) throws Exception {
    disk = directory;
    smallDisk = mount(disk);
    if (smallDisk) {
      CleanUp.opened(unmount);
    }
    noNetwork = TestNetwork.missing();
    if (noNetwork.isEmpty()) {
      network = TestNetwork.create(3);
      postgres = OwnPostgres.start(disk, network.server(), network.range());
    } else {
      postgres = OwnPostgres.start(disk, "127.0.0.1");
    }
    market =
        new Market(
            "infrastructure-faults",
            postgres.config(),
            postgres.journal(),
            postgres.tally(),
            postgres.view(),
            postgres.ledger());
    first = start(0, "a", "");
    second = start(1, "b", "gateway,ticket,payment");
    third = start(2, "c", "gateway,ticket,payment");
    market.open(first);
    load = Market.load(first, second, third);
    LOG.info("before any fault: {}", load.untilQuiet(load.now()));
  }

  private LocalNode start(int number, String name, String roles) {
    return network == null
        ? market.start(name, roles)
        : market.cluster().start(name, roles, "", network.host(number));
  }

  @AfterAll
  void end() throws Exception {
    try (TestNetwork itsNetwork = network;
        OwnPostgres itsPostgres = postgres;
        Market itsMarket = market;
        LoadGenerator itsLoad = load) {
      LOG.debug("ending {}, {}, {} and {}", itsLoad, itsMarket, itsPostgres, itsNetwork);
    } finally {
      if (smallDisk) {
        unmount.close();
      }
    }
  }

  @Test
  @Order(1)
  void theDatabaseIsStoppedAtOnceAndNothingThatWasSaidIsLost() {
    long from = load.now();
    postgres.stopAtOnce();
    long stopped = System.nanoTime();
    await(
        "no node is ready", () -> market.cluster().nodes().stream().noneMatch(LocalNode::isReady));
    await("a purchase is refused", () -> load.report(stopped, System.nanoTime()).count(503) > 0);
    postgres.startAgain();
    LoadReport outage = load.untilQuiet(from, System.nanoTime() + BACK_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("database restarted: {}", outage);
    market.cluster().awaitReady();
    market.auditOnceSettled(outage);
  }

  @Test
  @Order(2)
  void whileTheDiskIsFullPurchasesAreRefusedAndNothingThatWasSaidIsLost() throws IOException {
    assumeThat(smallDisk).as("a small file system can be mounted here").isTrue();
    long from = load.now();
    Path ballast = disk.resolve("ballast");
    fill(ballast);
    long full = System.nanoTime();
    await(
        "purchases are refused for a while",
        () -> load.report(full, load.now()).failed().size() >= 20);
    Files.delete(ballast);
    if (!postgres.isRunning()) {
      postgres.startAgain();
    }
    long freed = System.nanoTime();
    LoadReport outage = load.untilQuiet(from, freed + BACK_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("disk full for {} s: {}", Duration.ofNanos(freed - full).toSeconds(), outage);
    assertThat(load.report(full, freed).failed())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure.status()).isEqualTo(503));
    market.cluster().awaitReady();
    market.auditOnceSettled(outage);
  }

  /**
   * The node is cut off from the others, but not from the database or the buyers: the worst case
   * for what may have one writer only.
   */
  @Test
  @Order(3)
  void ofANodeThatIsCutOffAndTheOthersOneSideSurvivesAndNoEntityHasTwoWriters()
      throws SQLException {
    assumeThat(noNetwork).isEmpty();
    long from = load.now();
    network.cut(network.host(0), network.host(2));
    network.cut(network.host(1), network.host(2));
    await("the smaller side ends itself", () -> !third.isAlive());
    long ended = System.nanoTime();
    LoadReport outage = load.untilQuiet(from, ended + RESOLVED_WITHIN.toNanos());
    outages.add(outage);
    LOG.info(
        "a node cut off: it ended itself after {} ms; {}",
        Duration.ofNanos(ended - from).toMillis(),
        outage);
    market.auditOnceSettled(outage);
    network.mend(network.host(0), network.host(2));
    network.mend(network.host(1), network.host(2));

    long back = load.now();
    market.cluster().restart(third).awaitReady();
    LoadReport mended = load.untilQuiet(back);
    LOG.info("the network is mended: {}", mended);
    assertThat(entitiesOfWhichAWriterCameBack(postgres.journal())).isZero();
    market.auditOnceSettled(mended);
  }

  /** To it, it is as if the server had lost its power, and to the server the same of the node. */
  @Test
  @Order(4)
  void ofOneNodeThatLosesTheDatabaseForEverTheOthersTakeOver() {
    assumeThat(noNetwork).isEmpty();
    long from = load.now();
    network.silence(network.host(2));
    long silenced = System.nanoTime();
    await("it says that it can't write", () -> saysThatTheJournalDoesNotAnswer(third));
    LoadReport outage = load.untilQuiet(from, silenced + PUT_OUT_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("one node has lost the database: {}", outage);
    await("it has been put out and ends", () -> !third.isAlive());
    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isTrue();
    market.auditOnceSettled(outage);
    network.endSilence(network.host(2));
    market.cluster().restart(third).awaitReady();
  }

  @Test
  @Order(5)
  void afterASilenceOfTheDatabaseAllNodesSellAgainByThemselves() {
    assumeThat(noNetwork).isEmpty();
    long from = load.now();
    for (int host = 0; host < 3; host++) {
      network.silence(network.host(host));
    }
    long silenced = System.nanoTime();
    for (LocalNode node : market.cluster().nodes()) {
      await(node.name() + " can't write", () -> saysThatTheJournalDoesNotAnswer(node));
    }
    await("a purchase is refused", () -> load.report(silenced, System.nanoTime()).count(503) > 0);
    await("all connections are lost", () -> System.nanoTime() - silenced > SILENCE.toNanos());
    for (int host = 0; host < 3; host++) {
      network.endSilence(network.host(host));
    }
    LoadReport outage = load.untilQuiet(from, System.nanoTime() + BACK_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("database silent for {} s: {}", SILENCE.toSeconds(), outage);
    assertThat(market.cluster().nodes()).allMatch(LocalNode::isAlive);
    market.cluster().awaitReady();
    market.auditOnceSettled(outage);
  }

  private static boolean saysThatTheJournalDoesNotAnswer(LocalNode node) {
    return node.get("/ready")
        .filter(answer -> answer.statusCode() == 503)
        .filter(answer -> answer.body().contains("the journal database does not answer"))
        .isPresent();
  }

  @Test
  @Order(6)
  void inTheEndAllTicketsAreSoldAndPaidAndCountedOnce() {
    LoadReport all = load.stop();
    LOG.info("all faults: {}", all);
    assertThat(all.failed())
        .as("failed while nothing was amiss")
        .allMatch(failure -> outages.stream().anyMatch(outage -> outage.covers(failure)));
    assertThat(all.ticketIds()).doesNotHaveDuplicates();
    market.auditAtTheEnd(all);
  }

  /** Each incarnation of an entity has an id of its own, which is stored with its events. */
  private static long entitiesOfWhichAWriterCameBack(DataSource journal) throws SQLException {
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*) FROM (
                  SELECT persistence_id FROM (
                    SELECT persistence_id, writer,
                      writer IS DISTINCT FROM
                        lag(writer) OVER (PARTITION BY persistence_id ORDER BY sequence_number)
                        AS changes
                    FROM event_journal) AS events
                  WHERE changes
                  GROUP BY persistence_id, writer
                  HAVING count(*) > 1) AS came_back""")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void fill(Path ballast) throws IOException {
    FileStore store = Files.getFileStore(ballast.getParent());
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (store.getUsableSpace() >= block.length) {
        out.write(block);
      }
    }
  }

  private static boolean mount(Path directory) throws IOException, InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", directory.toString()) == 0;
  }

  private void unmount() throws IOException, InterruptedException {
    CleanUp.closed(unmount);
    assertThat(run("umount", disk.toString())).as("umount's exit code").isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }
}
