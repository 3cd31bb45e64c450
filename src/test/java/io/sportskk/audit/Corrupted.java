package io.sportskk.audit;

import java.util.Set;

/**
 * A way to corrupt what a node has left.
 *
 * @param about the id that the findings of this kind are about
 * @param also the kinds of findings that follow from it
 */
record Corrupted(
    String name, FindingKind kind, String about, Set<FindingKind> also, Runnable corrupt) {

  static Corrupted of(
      String name, FindingKind kind, String about, Set<FindingKind> also, Runnable corrupt) {
    return new Corrupted(kind + ": " + name, kind, about, also, corrupt);
  }
}
