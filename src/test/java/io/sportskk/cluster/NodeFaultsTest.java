package io.sportskk.cluster;

import static io.sportskk.testing.ClusterMembers.awaitOneClusterOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.audit.InFlight;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.OneStory;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes are killed, frozen and replaced, one after the other, while buyers buy all the time. One
 * cluster has it all happen to it: each test begins where the one before it has ended.
 */
@Tag("serial")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
class NodeFaultsTest {

  private static final Logger LOG = LoggerFactory.getLogger(NodeFaultsTest.class);

  /**
   * A node that is gone counts as unreachable after some 4 s, is put out 3 s later, and its
   * entities are elsewhere a second after that, see cluster.conf: the rest is for busy machines.
   */
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** So long that no call fails for any other reason, as on a slow machine. */
  private static final Duration PAYMENT_TIME_LIMIT = Duration.ofSeconds(3);

  /**
   * For nodes with buyers: so long that these see it going, and that a purchase fails only if it is
   * never answered, also on a slow machine where several nodes start at the same time.
   */
  private static final String FRONT =
      """
      sportskk.cluster.drain-delay = 3 s
      sportskk.match.ask-timeout = 30 s
      sportskk.api { purchase-timeout = 40 s, shutdown-timeout = 42 s }
      akka.http.server.request-timeout = 50 s
      akka.coordinated-shutdown.phases.service-requests-done.timeout = 45 s
      sportskk.ticket.stop-within = 37 s
      akka.cluster.sharding.handoff-timeout = 40 s
      akka.coordinated-shutdown.phases.before-cluster-shutdown.timeout = 41 s
      akka.circuit-breaker.payment.call-timeout = %d s
      """
          .formatted(PAYMENT_TIME_LIMIT.toSeconds());

  private static final String BACK = "sportskk.cluster.drain-delay = 0 s";

  private final List<LoadReport> outages = new ArrayList<>();
  private TestDatabases databases;
  private Market market;
  private LocalNode first;
  private LocalNode second;
  private List<LocalNode> payments;
  private LocalNode readSide;
  private LoadGenerator load;

  @BeforeAll
  void buyersBuy() {
    databases = TestDatabases.create();
    market = new Market("node-faults", databases);
    first = market.cluster().start("a", "gateway,ticket", FRONT);
    second = market.cluster().start("b", "gateway,ticket", FRONT);
    payments =
        List.of(
            market.cluster().start("c", "payment", BACK),
            market.cluster().start("d", "payment", BACK));
    readSide = market.cluster().start("e", "tally,view", BACK);
    market.open(first);
    load = Market.load(first, second);
    LOG.info("before any fault: {}", load.untilQuiet(load.now()));
  }

  @AfterAll
  void end() {
    try (TestDatabases itsDatabases = databases;
        Market itsMarket = market;
        LoadGenerator itsLoad = load) {
      LOG.debug("ending {}, {} and {}", itsLoad, itsMarket, itsDatabases);
    }
  }

  @Test
  @Order(1)
  void ticketsAreSoldWithoutTallyAndView() {
    long from = load.now();
    readSide.kill();
    awaitOneClusterOf(first, second, payments.get(0), payments.get(1));
    LoadReport without = load.untilQuiet(from);
    LOG.info("tally and view killed: {}", without);
    assertThat(market.audit(without).inFlight())
        .containsKeys(InFlight.NOT_CONFIRMED, InFlight.TALLY_BEHIND, InFlight.VIEW_BEHIND);

    market.cluster().restart(readSide).awaitReady();
    LoadReport all = load.untilQuiet(from);
    LOG.info("tally and view killed and back: {}", all);
    market.auditOnceSettled(all);
  }

  @Test
  @Order(2)
  void whilePaymentIsFrozenPurchasesAreTakenAtOnceAndPaidLater() {
    long from = load.now();
    payments.forEach(LocalNode::freeze);
    await("payment is suspended", () -> breakers(first).stream().noneMatch("Closed"::equals));
    assertThat(first.get("/metrics").orElseThrow().body())
        .containsPattern("sportskk_breaker_state\\{breaker=\"payment\"} [12]\\.0");
    awaitOneClusterOf(first, second, readSide);
    long suspended = System.nanoTime();
    await("no purchase waits for payment any more", () -> load.now() - suspended >= 0);

    PaymentCalls before = PaymentCalls.of(first);
    LoadReport meanwhile = load.untilQuiet(System.nanoTime());
    PaymentCalls after = PaymentCalls.of(first);
    LOG.info("payment is suspended: {}; {}, then {}", meanwhile, before, after);
    assertThat(meanwhile.all()).allSatisfy(each -> assertThat(each.status()).isEqualTo(202));
    assertThat(after.suspended() - before.suspended())
        .as("purchases whose payment was not even tried, and tickets that asked again")
        .isGreaterThanOrEqualTo(meanwhile.all().size());
    assertThat(after.answered()).isEqualTo(before.answered());
    assertThat(after.failures() - before.failures())
        .as("calls that try whether payment works; one of each node may just have ended")
        .isLessThanOrEqualTo(after.opened() - before.opened() + 2);

    // They find that the cluster has put them out meanwhile.
    payments.forEach(LocalNode::thaw);
    payments.forEach(LocalNode::awaitEnded);
    payments.forEach(market.cluster()::restart);
    payments.forEach(LocalNode::awaitReady);
    await("payment works again", () -> breakers(first).stream().allMatch("Closed"::equals));
    LoadReport again = load.untilQuiet(load.now());
    assertThat(again.count(201)).isPositive();
    LoadReport all = load.report(from, load.now());
    assertThat(all.failed()).isEmpty();
    LOG.info("payment frozen and back: {}", all);
    market.auditOnceSettled(all);
  }

  @Test
  @Order(3)
  void whatAKilledNodeHeldGoesOnElsewhere() {
    LocalNode killed = holder() == first ? second : first;
    kill(killed);
    restart(killed);
  }

  @Test
  @Order(4)
  void theMatchThatAKilledNodeHeldIsSoldWithoutItAndFoundElsewhere() {
    LocalNode killed = holder();
    kill(killed);
    assertThat(Market.holdsMatch(otherThan(killed))).as("asked by a purchase").isFalse();
    Market.findMatch(otherThan(killed));
    assertThat(Market.holdsMatch(otherThan(killed))).isTrue();
    restart(killed);
  }

  /** The node that has the match in memory, once somebody has asked for it: buyers do not. */
  private LocalNode holder() {
    Market.findMatch(first);
    return Market.holdsMatch(first) ? first : second;
  }

  private void kill(LocalNode ticketNode) {
    assertThat(Market.entities(ticketNode, "Ticket")).isPositive();
    long from = load.now();
    ticketNode.kill();
    LoadReport outage = load.untilQuiet(from, System.nanoTime() + GOES_ON_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("ticket node {} killed: {}", ticketNode.name(), outage);
    // It is not back yet: the others have woken up what it was busy with.
    market.auditOnceSettled(outage);
  }

  private void restart(LocalNode ticketNode) {
    long back = load.now();
    market.cluster().restart(ticketNode).awaitReady();
    awaitOneClusterOf(allNodes());
    LoadReport again = load.untilQuiet(back);
    LOG.info("ticket node {} back: {}", ticketNode.name(), again);
    market.auditOnceSettled(again);
  }

  /**
   * A transaction of the journal that was under way may end when the node comes to, long after
   * those that were begun later.
   */
  @Test
  @Order(5)
  void nothingIsMissedOfANodeThatIsFrozenForLong() {
    LocalNode frozen = holder() == first ? second : first;
    assertThat(Market.entities(frozen, "Ticket")).isPositive();
    load.buyAt(otherThan(frozen));
    long switched = System.nanoTime();
    await("nobody buys at the node any more", () -> load.now() - switched >= 0);
    long from = load.now();
    frozen.freeze();
    LoadReport outage = load.untilQuiet(from, System.nanoTime() + GOES_ON_WITHIN.toNanos());
    outages.add(outage);
    LOG.info("ticket node {} frozen: {}", frozen.name(), outage);

    frozen.thaw();
    frozen.awaitEnded();
    restart(frozen);
    load.buyAt(first, second);
    market.auditOnceSettled(outage);
  }

  @Test
  @Order(6)
  void noPurchaseFailsWhileEveryNodeIsRestarted() {
    long from = load.now();
    // The read side first: the tickets that it misses are counted when the others are done.
    for (LocalNode node :
        List.of(readSide, payments.get(0), payments.get(1), otherThan(first), first)) {
      node.terminate();
      market.cluster().restart(node).awaitReady();
      awaitOneClusterOf(allNodes());
    }
    LoadReport all = load.untilQuiet(from);
    LOG.info("rolling restart: {}", all);
    market.auditOnceSettled(all);
  }

  @Test
  @Order(7)
  void inTheEndAllTicketsAreSoldAndPaidAndCountedOnce() {
    LoadReport all = load.stop();
    LOG.info("all faults: {}", all);
    assertThat(all.failed())
        .as("failed while all nodes were there")
        .allMatch(failure -> outages.stream().anyMatch(outage -> outage.covers(failure)));
    assertThat(all.ticketIds()).doesNotHaveDuplicates();
    market.auditAtTheEnd(all);
  }

  private LocalNode otherThan(LocalNode ticketNode) {
    return ticketNode == first ? second : first;
  }

  private LocalNode[] allNodes() {
    return market.cluster().nodes().toArray(LocalNode[]::new);
  }

  /** The states of the breakers in front of payment, as the administrator sees them. */
  private static List<String> breakers(LocalNode gateway) {
    List<String> states = new ArrayList<>();
    breakerItems(gateway).forEach(breaker -> states.add(breaker.path("state").asText()));
    return states;
  }

  /** A node that is slow to answer is left out for the moment. */
  private static JsonNode breakerItems(LocalNode gateway) {
    return Awaitility.await("each ticket node tells of its breaker")
        .atMost(PATIENCE)
        .until(
            () ->
                new ObjectMapper()
                    .readTree(Market.admin(gateway).get("/admin/payments").body())
                    .path("items"),
            breakers -> breakers.size() == 2);
  }

  /** What the breakers in front of payment have counted, all together. */
  private record PaymentCalls(long answered, long failures, long suspended, long opened) {

    static PaymentCalls of(LocalNode gateway) {
      JsonNode breakers = breakerItems(gateway);
      return new PaymentCalls(
          sum(breakers, "answered"),
          sum(breakers, "failures"),
          sum(breakers, "suspended"),
          sum(breakers, "opened"));
    }

    private static long sum(JsonNode breakers, String count) {
      long sum = 0;
      for (JsonNode breaker : breakers) {
        sum += breaker.required(count).longValue();
      }
      return sum;
    }
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }
}
