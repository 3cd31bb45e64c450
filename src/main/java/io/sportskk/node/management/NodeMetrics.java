package io.sportskk.node.management;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The figures of one node, in one registry that all its parts share. */
public final class NodeMetrics implements Extension {

  private static final String JOURNAL_POOL_NAME =
      "akka-persistence-jdbc.shared-databases.slick.db.poolName";
  private static final ExtensionId<NodeMetrics> ID =
      new ExtensionId<>() {
        @Override
        public NodeMetrics createExtension(ActorSystem<?> system) {
          return new NodeMetrics(system.settings().config().getString(JOURNAL_POOL_NAME));
        }
      };

  /** Between these the buckets of a latency are. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  private NodeMetrics(String journalPool) {
    registry.config().meterFilter(new LatenciesAreHistograms());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
    bindPool(journalPool, "hikaricp.connections", HikariPoolMXBean::getTotalConnections);
    bindPool(journalPool, "hikaricp.connections.active", HikariPoolMXBean::getActiveConnections);
    bindPool(journalPool, "hikaricp.connections.idle", HikariPoolMXBean::getIdleConnections);
    bindPool(
        journalPool,
        "hikaricp.connections.pending",
        HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  public static NodeMetrics get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  public MeterRegistry registry() {
    return registry;
  }

  /** In the text format of Prometheus. */
  String text() {
    return registry.scrape();
  }

  public void close() {
    gc.close();
    registry.close();
  }

  /**
   * The journal's own pool belongs to Akka's plugin, which shows its figures as a JMX bean only. It
   * is there once the journal is first used.
   */
  private void bindPool(String poolName, String name, ToDoubleFunction<HikariPoolMXBean> figure) {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = objectName("com.zaxxer.hikari:type=Pool (" + poolName + ")");
    HikariPoolMXBean pool = JMX.newMXBeanProxy(beans, bean, HikariPoolMXBean.class);
    Gauge.builder(
            name, pool, it -> beans.isRegistered(bean) ? figure.applyAsDouble(it) : Double.NaN)
        .tag("pool", poolName)
        .strongReference(true)
        .register(registry);
  }

  private static ObjectName objectName(String name) {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /**
   * Several parts have latencies of one name, by tag. Prometheus takes them only if all are
   * histograms, or none is.
   */
  private static final class LatenciesAreHistograms implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      boolean latency =
          id.getType() == Meter.Type.TIMER
              && id.getName().startsWith("sportskk.")
              && id.getName().endsWith(".latency");
      return latency
          ? DistributionStatisticConfig.builder()
              .percentilesHistogram(true)
              .minimumExpectedValue((double) SHORTEST.toNanos())
              .maximumExpectedValue((double) LONGEST.toNanos())
              .build()
              .merge(config)
          : config;
    }
  }
}
