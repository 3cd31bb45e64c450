package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls that block, some for each pool of connections ({@code dispatchers.conf}): a
 * database that hangs keeps nobody waiting who asks another one.
 */
public enum Bulkhead {
  /** For queries of the journal's database that are not its plugin's. */
  JOURNAL_QUERIES,
  SWEEPER,
  SALE_TERMS,
  CATALOGUE,
  TALLY,
  VIEW,
  LEDGER;

  private static final ExtensionId<Started> ID =
      new ExtensionId<>() {
        @Override
        public Started createExtension(ActorSystem<?> system) {
          return new Started(system);
        }
      };

  /**
   * Its threads. As many calls may wait for one as its dispatcher's {@code max-waiting} says; what
   * comes then is refused with a {@link RejectedExecutionException}, which says so.
   */
  public Executor of(ActorSystem<?> system) {
    return ID.apply(system).threads.get(this);
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of a node: what waits is counted once, whoever asks. */
  private static final class Started implements Extension {
    private final Map<Bulkhead, Executor> threads = new EnumMap<>(Bulkhead.class);

    private Started(ActorSystem<?> system) {
      for (Bulkhead bulkhead : values()) {
        String path = "sportskk.dispatchers." + bulkhead.label();
        threads.put(
            bulkhead,
            new Bounded(
                bulkhead.label(),
                system.dispatchers().lookup(DispatcherSelector.fromConfig(path)),
                system.settings().config().getInt(path + ".max-waiting"),
                new AtomicInteger()));
      }
    }
  }

  /**
   * Akka's own bound of a dispatcher's queue would have whoever comes then do the work himself: an
   * actor would block.
   */
  private record Bounded(String label, Executor threads, int maxWaiting, AtomicInteger waiting)
      implements Executor {

    @Override
    public void execute(Runnable call) {
      if (waiting.incrementAndGet() > maxWaiting) {
        waiting.decrementAndGet();
        throw new RejectedExecutionException(
            maxWaiting + " calls wait for the threads of " + label + " already");
      }
      threads.execute(
          () -> {
            waiting.decrementAndGet();
            call.run();
          });
    }
  }
}
