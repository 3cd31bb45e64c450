package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.kernel.Correlated;
import io.sportskk.tally.TallyCommand.Count;
import io.sportskk.tally.TallyCommand.GetTotals;
import io.sportskk.tally.TallyCommand.Seal;
import io.sportskk.tally.TallyCommand.Stop;
import io.sportskk.tally.TallyCommand.Uncount;
import io.sportskk.tally.TallyProgress.GiveUp;
import io.sportskk.tally.TallyProgress.Idle;
import io.sportskk.tally.TallyProgress.NotWritten;
import io.sportskk.tally.TallyProgress.PublishDue;
import io.sportskk.tally.TallyProgress.Written;
import io.sportskk.tally.TallyRepository.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The tally of one match, and the only writer of its rows. One transaction is under way at a time;
 * what arrives meanwhile waits and goes into the next one together, so that the busier it is, the
 * more tickets share a commit.
 *
 * <p>It keeps no state that matters: whether a ticket is counted is decided by the database alone,
 * so a second writer of the same match, as there may be for a moment while shards move, does no
 * harm.
 */
final class TallyEntity extends AbstractBehavior<TallyCommand> {

  private final String matchId;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TallyWriter writer;
  private final TallySettings settings;
  private final TotalsPublisher publisher;
  private final TimerScheduler<TallyCommand> timers;

  private final Deque<TallyJob> waiting = new ArrayDeque<>();

  /** Empty if no transaction is under way. */
  private List<TallyJob> underWay = List.of();

  /** The latest totals that are known, null before the first transaction. */
  private MatchTotals totals;

  private boolean failing;
  private boolean stopping;

  static Behavior<TallyCommand> create(
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TallyWriter writer,
      TallySettings settings,
      ActorRef<Topic.Command<MatchTotals>> changes) {
    Behavior<TallyCommand> tally =
        Behaviors.setup(
            ctx ->
                Behaviors.withTimers(
                    timers ->
                        new TallyEntity(ctx, timers, matchId, shard, writer, settings, changes)));
    return Correlated.withLogContext(TallyCommand.class, "matchId", matchId, tally);
  }

  private TallyEntity(
      ActorContext<TallyCommand> ctx,
      TimerScheduler<TallyCommand> timers,
      String matchId,
      ActorRef<ClusterSharding.ShardCommand> shard,
      TallyWriter writer,
      TallySettings settings,
      ActorRef<Topic.Command<MatchTotals>> changes) {
    super(ctx);
    this.matchId = matchId;
    this.shard = shard;
    this.writer = writer;
    this.settings = settings;
    this.publisher = new TotalsPublisher(changes, timers, settings.publishEvery());
    this.timers = timers;
    ctx.setLoggerName(TallyEntity.class);
    ctx.setReceiveTimeout(settings.passivateAfter(), new Idle());
  }

  @Override
  public Receive<TallyCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            Count.class,
            count ->
                take(
                    new TallyJob.Change(
                        new Entry(
                            count.ticketId(),
                            count.buyerId(),
                            count.team(),
                            count.stake(),
                            count.acceptedAt(),
                            true),
                        count.replyTo())))
        .onMessage(
            Uncount.class,
            uncount ->
                take(
                    new TallyJob.Change(
                        new Entry(
                            uncount.ticketId(), null, uncount.team(), uncount.stake(), null, false),
                        uncount.replyTo())))
        .onMessage(Seal.class, seal -> take(new TallyJob.Sealing(seal.replyTo())))
        .onMessage(GetTotals.class, this::onGetTotals)
        .onMessage(Written.class, this::onWritten)
        .onMessage(NotWritten.class, this::onNotWritten)
        .onMessage(PublishDue.class, due -> onPublishDue())
        .onMessage(Idle.class, idle -> onIdle())
        .onMessage(Stop.class, stop -> onStop())
        .onMessage(GiveUp.class, giveUp -> onGiveUp())
        .build();
  }

  private Behavior<TallyCommand> onGetTotals(GetTotals question) {
    TallyJob job = new TallyJob.Question(question.replyTo());
    if (totals == null) {
      return take(job);
    }
    job.done(totals);
    return this;
  }

  private Behavior<TallyCommand> take(TallyJob job) {
    if (waiting.size() >= settings.queue()) {
      job.notDone("the tally is overloaded: " + waiting.size() + " commands wait");
      return this;
    }
    waiting.add(job);
    return next();
  }

  /** Starts the next transaction if there is none under way. */
  private Behavior<TallyCommand> next() {
    if (!underWay.isEmpty()) {
      return this;
    }
    if (waiting.isEmpty()) {
      return stopping ? stop() : this;
    }
    if (waiting.element() instanceof TallyJob.Sealing) { // for itself, in its turn
      underWay = List.of(waiting.remove());
      return write(writer.seal(matchId));
    }
    List<TallyJob> batch = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    while (batch.size() < settings.batch()
        && !waiting.isEmpty()
        && !(waiting.element() instanceof TallyJob.Sealing)) {
      TallyJob job = waiting.remove();
      batch.add(job);
      entries.addAll(job.entries());
    }
    underWay = batch;
    return write(writer.write(matchId, entries));
  }

  private Behavior<TallyCommand> write(CompletionStage<MatchTotals> writing) {
    getContext()
        .pipeToSelf(
            writing,
            (written, failure) -> failure == null ? new Written(written) : new NotWritten(failure));
    return this;
  }

  private Behavior<TallyCommand> onWritten(Written written) {
    if (failing) {
      failing = false;
      getContext().getLog().info("The tally of match {} counts again", matchId);
    }
    totals = written.totals();
    underWay.forEach(job -> job.done(totals));
    boolean sealed = underWay.stream().anyMatch(TallyJob.Sealing.class::isInstance);
    underWay = List.of();
    publisher.changed(totals);
    if (sealed) {
      publisher.publishNow(); // nobody is to wait for the last word
    }
    return next();
  }

  private Behavior<TallyCommand> onNotWritten(NotWritten notWritten) {
    String cause = notWritten.cause().toString();
    if (!failing) {
      failing = true;
      getContext()
          .getLog()
          .warn(
              "The tally of match {} can't count; what it is asked is not done until it can: {}",
              matchId,
              cause);
    }
    underWay.forEach(job -> job.notDone(cause));
    underWay = List.of();
    return next();
  }

  private Behavior<TallyCommand> onPublishDue() {
    publisher.publishNow();
    return this;
  }

  private Behavior<TallyCommand> onIdle() {
    if (underWay.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }

  /** What has been taken is worked off first, unless the database takes too long for it. */
  private Behavior<TallyCommand> onStop() {
    if (!stopping) {
      stopping = true;
      timers.startSingleTimer(new GiveUp(), settings.stopWithin());
    }
    return next();
  }

  /** The transaction under way, if any, ends by itself: whether it is done, nobody here hears. */
  private Behavior<TallyCommand> onGiveUp() {
    String cause = "the tally of this match stops here";
    underWay.forEach(job -> job.notDone(cause));
    waiting.forEach(job -> job.notDone(cause));
    getContext()
        .getLog()
        .warn(
            "The tally of match {} stops without {} answers of its database",
            matchId,
            underWay.size() + waiting.size());
    return stop();
  }

  private Behavior<TallyCommand> stop() {
    publisher.publishNow();
    return Behaviors.stopped();
  }
}
