package io.sportskk.settlement;

/** In which order tickets are settled. */
public enum Stage {
  /** Whoever is paid comes first. */
  PAID,
  /** Those who have lost. */
  LOST,
  /** Those that could not be settled in their turn. */
  LEFT_OVER
}
