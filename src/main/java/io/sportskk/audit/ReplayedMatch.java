package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesStopped;
import java.time.Instant;
import java.util.List;

/**
 * What a match's events say, worked out apart from how the match does it.
 *
 * @param openedBy the number in the journal of its opening
 * @param closed null while sales are not closed
 * @param closedBy the number in the journal of the close, 0 if there is none
 * @param stopped null while a node may sell
 * @param stoppedBy the number in the journal of that, 0 if there is none
 */
record ReplayedMatch(
    MatchOpened opened,
    long openedBy,
    SalesClosed closed,
    long closedBy,
    SalesStopped stopped,
    long stoppedBy) {

  /**
   * @return null if the events can't have happened like that
   */
  static ReplayedMatch of(EventStream<MatchEvent> stream) {
    List<SequencedEvent<MatchEvent>> events = stream.events();
    boolean ofIt = stream.all().allMatch(event -> event.matchId().equals(stream.entityId()));
    if (!ofIt || events.size() > 3 || !(events.get(0).event() instanceof MatchOpened opened)) {
      return null;
    }
    SalesClosed closed = null;
    SalesStopped stopped = null;
    if (events.size() > 1) {
      if (!(events.get(1).event() instanceof SalesClosed second)) {
        return null;
      }
      closed = second;
    }
    if (events.size() > 2) {
      if (!(events.get(2).event() instanceof SalesStopped third)) {
        return null;
      }
      stopped = third;
    }
    return new ReplayedMatch(
        opened, ordering(events, 0), closed, ordering(events, 1), stopped, ordering(events, 2));
  }

  private static long ordering(List<SequencedEvent<MatchEvent>> events, int index) {
    return index < events.size() ? events.get(index).ordering() : 0;
  }

  /** The number in the journal of its last event. */
  long lastBy() {
    return Math.max(openedBy, Math.max(closedBy, stoppedBy));
  }

  String matchId() {
    return opened.matchId();
  }

  boolean hasTeam(String code) {
    return opened.teams().stream().map(Match.Team::code).anyMatch(code::equals);
  }

  /**
   * When no node sold any more as sales were closed early, or when they were closed if that is not
   * known; {@link Instant#MAX} if they were not closed early.
   */
  Instant stoppedEarlyAt() {
    if (closed == null || !closed.at().isBefore(opened.closesAt())) {
      return Instant.MAX;
    }
    return stopped == null ? closed.at() : stopped.at();
  }

  /**
   * Since when its last event is there; {@link Instant#MAX} if that can't be said, as a scheduled
   * close may be written down long after its time.
   */
  Instant since() {
    if (stopped != null) {
      return stopped.at();
    }
    if (closed == null) {
      return opened.at();
    }
    return closed.by().equals(Match.Closed.SCHEDULE) ? Instant.MAX : closed.at();
  }
}
