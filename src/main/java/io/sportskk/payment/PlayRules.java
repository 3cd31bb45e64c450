package io.sportskk.payment;

import java.time.Duration;
import java.time.ZoneId;

/**
 * The rules of responsible play: how the limits work that buyers and the house set.
 *
 * @param zone whose calendar says when a day, a week and a month begin
 * @param raiseAfter how long a buyer has to wait until he can confirm that a limit of his is raised
 * @param confirmWithin how long after that he can do so; then it must be asked for anew
 * @param playEndsAfter how long play goes on after a charge, unless another one follows
 */
public record PlayRules(
    ZoneId zone, Duration raiseAfter, Duration confirmWithin, Duration playEndsAfter) {}
