package io.sportskk.node.management;

import static java.util.stream.Collectors.joining;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.sportskk.node.startup.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What a node knows of its own health, for the checks behind {@code /ready}. */
public final class NodeHealth implements Extension {

  private static final int VALID_WITHIN_SECONDS = 1;

  /** Less than Akka's limit for a check, which would name no database. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

  private static final ExtensionId<NodeHealth> ID =
      new ExtensionId<>() {
        @Override
        public NodeHealth createExtension(ActorSystem<?> system) {
          return new NodeHealth(system);
        }
      };

  private final Executor blocking;

  /** What a database is asked now: whoever comes meanwhile waits for the same answer. */
  private final Map<String, CompletableFuture<Optional<String>>> underWay =
      new ConcurrentHashMap<>();

  private volatile Map<String, DataSource> required = Map.of();
  private volatile Supplier<Optional<String>> notReadyReason = () -> Optional.of("the node starts");
  private volatile Supplier<Optional<String>> doubt = Optional::empty;

  private volatile Supplier<Optional<String>> clockFault = Optional::empty;

  private NodeHealth(ActorSystem<?> system) {
    this.blocking =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("sportskk.dispatchers.health"));
  }

  public static NodeHealth get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /**
   * @param waitsFor what the start waits for, if it waits for something that may take its time
   */
  public void starting(Supplier<Optional<String>> waitsFor) {
    this.notReadyReason = () -> Optional.of(waitsFor.get().orElse("the node starts"));
  }

  /** From now on the node's clock matters. */
  public void watchClock(ClockGuard guard) {
    this.clockFault = guard::fault;
  }

  /** Why the node's clock can't be trusted, if it can't, and matters. */
  public Optional<String> clockFault() {
    return clockFault.get();
  }

  /** From now on the node is ready if these databases answer. */
  public void started(Map<String, DataSource> databases) {
    this.required = Map.copyOf(databases);
    this.notReadyReason = Optional::empty;
  }

  /** From now on the node is not ready any more. */
  public void stopping() {
    this.notReadyReason = () -> Optional.of("the node stops");
  }

  /**
   * @param doubt why the node may not be a member of its cluster any more, if there is a reason
   */
  public void doubtedBy(Supplier<Optional<String>> doubt) {
    this.doubt = doubt;
  }

  /** Why the node is not ready whatever its databases say, if it is not. */
  Optional<String> notReadyReason() {
    return notReadyReason.get().or(doubt);
  }

  /** Why the node is not ready, if it is not: the first reason that there is. Never fails. */
  public CompletionStage<Optional<String>> whyNotReady() {
    Optional<String> known = notReadyReason().or(this::clockFault);
    return known.isPresent()
        ? CompletableFuture.completedFuture(known)
        : databasesAnswer()
            .handle(
                (all, away) ->
                    away == null
                        ? Optional.empty()
                        : Optional.of(
                            (away.getCause() == null ? away : away.getCause()).getMessage()));
  }

  /** Fails with the names of all databases that do not answer. */
  CompletionStage<Boolean> databasesAnswer() {
    if (clockFault().isPresent()) {
      return CompletableFuture.completedFuture(true); // nothing is lent; ClockIsRight says why
    }
    List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
    required.forEach((name, database) -> asked.add(whyAway(name, database)));
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              String away =
                  asked.stream()
                      .map(CompletableFuture::join)
                      .flatMap(Optional::stream)
                      .collect(joining("; "));
              if (!away.isEmpty()) {
                throw new IllegalStateException(away);
              }
              return true;
            });
  }

  /** A server that is silent keeps the one who asks it waiting, but not the one who asks us. */
  private CompletableFuture<Optional<String>> whyAway(String name, DataSource database) {
    return ask(name, database)
        .copy()
        .completeOnTimeout(
            Optional.of("nothing is heard of it for " + ANSWERS_WITHIN.toSeconds() + " s"),
            ANSWERS_WITHIN.toMillis(),
            TimeUnit.MILLISECONDS)
        .thenApply(why -> why.map(it -> "the " + name + " database does not answer: " + it));
  }

  /** One thread a database is enough, however often we are asked while it is silent. */
  private CompletableFuture<Optional<String>> ask(String name, DataSource database) {
    CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<String>> other = underWay.putIfAbsent(name, mine);
    if (other != null) {
      return other;
    }
    blocking.execute(
        () -> {
          Optional<String> why;
          try {
            why = whyInvalid(database);
          } catch (RuntimeException e) {
            why = Optional.of(StartFailure.reason(e));
          } finally {
            underWay.remove(name);
          }
          mine.complete(why);
        });
    return mine;
  }

  private static Optional<String> whyInvalid(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(VALID_WITHIN_SECONDS)
          ? Optional.empty()
          : Optional.of("a connection is no longer valid");
    } catch (SQLException e) {
      return Optional.of(StartFailure.reason(e));
    }
  }
}
