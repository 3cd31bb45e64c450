package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchEvent.StepRefused;
import io.sportskk.match.VoidCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a match's events say, worked out apart from how the match does it.
 *
 * @param events in the order of their numbers, from 1
 */
record ReplayedMatch(MatchOpened opened, List<SequencedEvent<MatchEvent>> events) {

  /**
   * Sales were suspended.
   *
   * @param until when they were resumed or closed, {@link Instant#MAX} if they were not
   */
  record Pause(Instant from, Instant until) {}

  /**
   * @return null if the events can't have happened like that
   */
  static ReplayedMatch of(EventStream<MatchEvent> stream) {
    List<SequencedEvent<MatchEvent>> events = stream.events();
    boolean ofIt = stream.all().allMatch(event -> event.matchId().equals(stream.entityId()));
    if (!ofIt || !(events.get(0).event() instanceof MatchOpened opened)) {
      return null;
    }
    MatchPhase phase = MatchPhase.OPENED;
    for (SequencedEvent<MatchEvent> sequenced : events.subList(1, events.size())) {
      phase = phase.after(sequenced.event());
      if (phase == null) {
        return null;
      }
    }
    ReplayedMatch match = new ReplayedMatch(opened, List.copyOf(events));
    return match.hasPossibleResult()
            && match.hasPossibleCorrections()
            && match.hasPossibleRefusals()
        ? match
        : null;
  }

  /** It is kept once that somebody was refused the same for the same reason. */
  private boolean hasPossibleRefusals() {
    Set<List<Object>> before = new HashSet<>();
    return all(StepRefused.class)
        .allMatch(refused -> before.add(List.of(refused.step(), refused.reason(), refused.by())));
  }

  /** One at a time is proposed, and then made official or taken back. */
  private boolean hasPossibleCorrections() {
    boolean proposed = false;
    for (SequencedEvent<MatchEvent> sequenced : events) {
      MatchEvent event = sequenced.event();
      if (event instanceof CorrectionProposed correction) {
        if (proposed || !areWinners(correction.winners())) {
          return false;
        }
        proposed = true;
      } else if (event instanceof CorrectionWithdrawn || event instanceof ResultCorrected) {
        if (!proposed) {
          return false;
        }
        proposed = false;
      }
    }
    return true;
  }

  private boolean hasPossibleResult() {
    return all(ResultEntered.class).allMatch(this::isPossible);
  }

  /**
   * One team or more of the match, each named once; it may have started while tickets were sold.
   */
  private boolean isPossible(ResultEntered result) {
    Instant started = result.startedAt();
    return areWinners(result.winners())
        && (started == null
            || (!started.isBefore(opened.opensAt()) && !started.isAfter(stoppedAt())));
  }

  private boolean areWinners(List<String> winners) {
    return !winners.isEmpty()
        && winners.stream().allMatch(this::hasTeam)
        && Set.copyOf(winners).size() == winners.size();
  }

  String matchId() {
    return opened.matchId();
  }

  boolean hasTeam(String code) {
    return opened.teams().stream().map(Match.Team::code).anyMatch(code::equals);
  }

  long sequenceNr() {
    return events.size();
  }

  private SequencedEvent<MatchEvent> last() {
    return events.get(events.size() - 1);
  }

  /** The number in the journal of its first event. */
  long openedBy() {
    return events.get(0).ordering();
  }

  /** The number in the journal of its last event. */
  long lastBy() {
    return last().ordering();
  }

  /**
   * The number of the last event, as far as a reader has come in the journal, that has changed the
   * match: a refusal does not.
   */
  long changedUpTo(long ordering) {
    long changed = 0;
    for (int i = 0; i < events.size(); i++) {
      SequencedEvent<MatchEvent> event = events.get(i);
      if (event.ordering() <= ordering && !(event.event() instanceof StepRefused)) {
        changed = i + 1L;
      }
    }
    return changed;
  }

  private <E extends MatchEvent> Optional<E> only(Class<E> type) {
    return all(type).findFirst();
  }

  private <E extends MatchEvent> Stream<E> all(Class<E> type) {
    return events.stream().map(SequencedEvent::event).filter(type::isInstance).map(type::cast);
  }

  /** The others have been taken back. */
  private Optional<ResultEntered> result() {
    return all(ResultEntered.class).reduce((earlier, later) -> later);
  }

  private Optional<SalesClosed> closed() {
    return only(SalesClosed.class);
  }

  /**
   * When no node sold any more as sales were closed early, or when they were closed if that is not
   * known; {@link Instant#MAX} if they were not closed early.
   */
  Instant stoppedEarlyAt() {
    return closed()
        .filter(close -> close.at().isBefore(opened.closesAt()))
        .map(close -> only(SalesStopped.class).map(SalesStopped::at).orElse(close.at()))
        .orElse(Instant.MAX);
  }

  /** Since when it can be settled; {@link Instant#MAX} if it can't. */
  Instant stoppedAt() {
    return only(SalesStopped.class).map(SalesStopped::at).orElse(Instant.MAX);
  }

  List<Pause> pauses() {
    List<Pause> pauses = new ArrayList<>();
    Instant from = null;
    for (SequencedEvent<MatchEvent> sequenced : events) {
      MatchEvent event = sequenced.event();
      if (event instanceof SalesSuspended) {
        from = event.at();
      } else if (from != null && (event instanceof SalesResumed || event instanceof SalesClosed)) {
        pauses.add(new Pause(from, event.at()));
        from = null;
      }
    }
    if (from != null) {
      pauses.add(new Pause(from, Instant.MAX));
    }
    return pauses;
  }

  /**
   * Who has won, officially; none if it is void. Null if neither is decided.
   *
   * @param round of the settlement: each correction is another one
   */
  Set<String> winners(int round) {
    if (only(MatchVoided.class).isPresent()) {
      return round == 1 ? Set.of() : null;
    }
    if (only(ResultConfirmed.class).isEmpty() || round < 1 || round > rounds()) {
      return null;
    }
    return round == 1
        ? result().map(entered -> Set.copyOf(entered.winners())).orElse(null)
        : Set.copyOf(corrections().get(round - 2).winners());
  }

  /** How many results it has had that were official, or one if it is void, or none was. */
  int rounds() {
    return 1 + corrections().size();
  }

  /** Those that have become official, in their order. */
  private List<CorrectionProposed> corrections() {
    List<CorrectionProposed> made = new ArrayList<>();
    CorrectionProposed last = null;
    for (SequencedEvent<MatchEvent> sequenced : events) {
      if (sequenced.event() instanceof CorrectionProposed proposed) {
        last = proposed;
      } else if (sequenced.event() instanceof ResultCorrected) {
        made.add(last);
      }
    }
    return made;
  }

  /** Who has made a correction official that he had proposed himself. */
  private Optional<String> aloneWithCorrection() {
    List<String> by = all(ResultCorrected.class).map(ResultCorrected::by).toList();
    List<CorrectionProposed> made = corrections();
    return IntStream.range(0, by.size())
        .filter(i -> by.get(i).equals(made.get(i).by()))
        .mapToObj(by::get)
        .findFirst();
  }

  /** Who has decided how it ends. */
  Set<String> deciders() {
    return Stream.of(
            result().map(ResultEntered::by).stream(),
            corrections().stream().map(CorrectionProposed::by),
            all(ResultCorrected.class).map(ResultCorrected::by),
            all(CorrectionWithdrawn.class).map(CorrectionWithdrawn::by),
            all(ResultConfirmed.class).map(ResultConfirmed::by),
            all(ResultWithdrawn.class).map(ResultWithdrawn::by),
            all(MatchVoided.class).map(MatchVoided::by),
            all(MatchVoided.class).map(MatchVoided::confirmedBy).filter(Objects::nonNull))
        .flatMap(by -> by)
        .collect(Collectors.toSet());
  }

  /** Who has confirmed what he had entered himself, null if nobody has. */
  String alone() {
    Optional<String> confirmed = only(ResultConfirmed.class).map(ResultConfirmed::by);
    if (confirmed.isPresent() && confirmed.equals(result().map(ResultEntered::by))) {
      return confirmed.get();
    }
    if (aloneWithCorrection().isPresent()) {
      return aloneWithCorrection().get();
    }
    return only(MatchVoided.class)
        .filter(this::takesTwo)
        .filter(voided -> voided.confirmedBy() == null || voided.confirmedBy().equals(voided.by()))
        .map(MatchVoided::by)
        .orElse(null);
  }

  /** Causes that are for somebody to judge take two, and all once somebody may know the result. */
  private boolean takesTwo(MatchVoided voided) {
    return voided.cause() == VoidCause.OTHER
        || voided.cause() == VoidCause.POOL_INTEGRITY
        || !voided.at().isBefore(opened.closesAt())
        || only(ResultWithdrawn.class).isPresent();
  }

  /**
   * Since when its last event is there; {@link Instant#MAX} if that can't be said, as a scheduled
   * close may be written down long after its time.
   */
  Instant since() {
    boolean scheduled =
        last().event() instanceof SalesClosed close && close.by().equals(Match.Closed.SCHEDULE);
    return scheduled ? Instant.MAX : last().event().at();
  }
}
