package io.sportskk.match;

import io.sportskk.match.MatchCommand.Decision;
import io.sportskk.match.MatchCommand.Step;
import io.sportskk.match.MatchCommand.StepReply;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was answered lately, and what is still to be. A request is sent again while its answer is on
 * its way; it must not be taken for a new one, which would undo what others have decided since.
 *
 * <p>The whole request is compared and not only who is to be answered: after a node has started
 * anew, its askers may have names that were there before.
 */
final class Answers {

  /** More than there can be within the time for which a request is repeated. */
  private static final int MOST = 100;

  private final Map<Step, StepReply> given = new LinkedHashMap<>();
  private final Set<Decision> underWay = new LinkedHashSet<>();

  /** So that repetitions get the same. */
  void give(Step step, StepReply reply) {
    if (step instanceof Decision decision) {
      underWay.remove(decision);
    }
    given.put(step, reply);
    dropEldest(given.keySet());
    step.replyTo().tell(reply);
  }

  boolean wasGiven(MatchCommand command) {
    return command instanceof Step step && given.containsKey(step);
  }

  /** It may have been lost. */
  void giveAgain(Step step) {
    step.replyTo().tell(given.get(step));
  }

  /** Whether this is the first time that it is asked: then it is answered later. */
  boolean begin(Decision decision) {
    boolean isNew = underWay.add(decision);
    dropEldest(underWay);
    return isNew;
  }

  /** What was under way was not stored: whoever asks again is heard anew. */
  void giveUp() {
    underWay.clear();
  }

  private static void dropEldest(Set<?> all) {
    if (all.size() > MOST) {
      Iterator<?> eldest = all.iterator();
      eldest.next();
      eldest.remove();
    }
  }
}
