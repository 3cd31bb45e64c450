package io.sportskk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts of their own on this machine: network namespaces on a bridge. What is between two of them
 * can be cut, while both still reach this machine. What this machine offers at an address of its
 * own, as a database server, can fall silent for one of them, while all else goes on. Needs root
 * and {@code ip} of iproute2.
 */
public final class TestNetwork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TestNetwork.class);
  private static final int LIMIT_SECONDS = 10;

  /** Nobody has it: what is sent there vanishes, and nobody is told. */
  private static final String NOWHERE = "02:00:00:00:00:01";

  private static final int SERVER = 254;
  private static final int CLIENTS = 100;

  private final String prefix;
  private final String subnet;
  private final List<Host> hosts = new ArrayList<>();

  /**
   * @param namespace its name
   * @param device its network device
   * @param client the address from which it talks to {@link #server}
   */
  public record Host(String namespace, String address, String device, String client) {

    /** What makes a command run on this host. */
    public List<String> launcher() {
      return List.of("ip", "netns", "exec", namespace);
    }
  }

  private TestNetwork(long pid) {
    // A network device's name has 15 characters at most.
    this.prefix = "sk" + pid % 100_000;
    this.subnet = "10.231." + pid % 250 + ".";
  }

  /** Whether this machine and this user may make such a network; empty if so, else why not. */
  public static String missing() {
    try (TestNetwork probe = create(1)) {
      LOG.debug("{} can be made", probe.range());
      return "";
    } catch (IllegalStateException | UncheckedIOException e) {
      return "a network can't be made here (" + e.getMessage() + ")";
    }
  }

  public static TestNetwork create(int size) {
    TestNetwork network = new TestNetwork(ProcessHandle.current().pid());
    CleanUp.opened(network);
    try {
      run("ip", "link", "add", network.bridge(), "type", "bridge");
      run("ip", "addr", "add", network.address(1) + "/24", "dev", network.bridge());
      run("ip", "addr", "add", network.server() + "/24", "dev", network.bridge());
      run("ip", "link", "set", network.bridge(), "up");
      for (int i = 0; i < size; i++) {
        network.add(i);
      }
      return network;
    } catch (RuntimeException e) {
      try {
        network.close();
      } catch (RuntimeException notMade) {
        e.addSuppressed(notMade);
      }
      throw e;
    }
  }

  private void add(int number) {
    String inside = prefix + "i" + number;
    Host host =
        new Host(prefix + "n" + number, address(number + 2), inside, address(number + CLIENTS));
    String outside = prefix + "o" + number;
    run("ip", "netns", "add", host.namespace());
    hosts.add(host);
    run(
        "ip link add %s type veth peer name %s netns %s"
            .formatted(outside, inside, host.namespace())
            .split(" "));
    run("ip", "link", "set", outside, "master", bridge(), "up");
    run("ip", "-n", host.namespace(), "addr", "add", host.address() + "/24", "dev", inside);
    run("ip", "-n", host.namespace(), "addr", "add", host.client() + "/24", "dev", inside);
    run("ip", "-n", host.namespace(), "link", "set", inside, "up");
    run(
        "ip -n %s route add %s/32 dev %s src %s"
            .formatted(host.namespace(), server(), inside, host.client())
            .split(" "));
    run("ip", "-n", host.namespace(), "link", "set", "lo", "up");
  }

  public Host host(int number) {
    return hosts.get(number);
  }

  /** Of this machine, as the hosts see it. */
  public String gateway() {
    return address(1);
  }

  /** Of this machine, for a server that may fall silent. */
  public String server() {
    return address(SERVER);
  }

  /** All addresses of the network, for example 10.231.7.0/24. */
  public String range() {
    return subnet + "0/24";
  }

  /** From now on nothing gets from one of the two to the other. */
  public void cut(Host one, Host other) {
    run("ip", "-n", one.namespace(), "route", "add", "blackhole", other.address() + "/32");
    run("ip", "-n", other.namespace(), "route", "add", "blackhole", one.address() + "/32");
  }

  public void mend(Host one, Host other) {
    run("ip", "-n", one.namespace(), "route", "del", "blackhole", other.address() + "/32");
    run("ip", "-n", other.namespace(), "route", "del", "blackhole", one.address() + "/32");
  }

  /**
   * From now on no packet gets from the host to {@link #server} or back. Nothing is refused or
   * reset: it is as if the other one had lost its power.
   */
  public void silence(Host host) {
    run(
        "ip -n %s neigh replace %s lladdr %s dev %s nud permanent"
            .formatted(host.namespace(), server(), NOWHERE, host.device())
            .split(" "));
    run(
        "ip neigh replace %s lladdr %s dev %s nud permanent"
            .formatted(host.client(), NOWHERE, bridge())
            .split(" "));
  }

  public void endSilence(Host host) {
    run("ip", "-n", host.namespace(), "neigh", "del", server(), "dev", host.device());
    run("ip", "neigh", "del", host.client(), "dev", bridge());
  }

  /** As much of it as can be removed is. */
  @Override
  public void close() {
    CleanUp.closed(this);
    List<String[]> removals = new ArrayList<>();
    hosts.forEach(host -> removals.add(new String[] {"ip", "netns", "del", host.namespace()}));
    removals.add(new String[] {"ip", "link", "del", bridge()});
    RuntimeException failure = null;
    for (String[] removal : removals) {
      try {
        run(removal);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private String bridge() {
    return prefix + "b";
  }

  private String address(int number) {
    return subnet + number;
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
