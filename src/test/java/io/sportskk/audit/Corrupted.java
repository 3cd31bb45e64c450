package io.sportskk.audit;

import java.util.Set;

/**
 * A way to spoil what a node has left.
 *
 * @param about the id that the findings of this kind are about
 * @param also the kinds of findings that follow from it
 */
record Corrupted(
    String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {

  static Corrupted of(
      String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {
    return new Corrupted(kind + ": " + name, kind, about, also, spoil);
  }
}
