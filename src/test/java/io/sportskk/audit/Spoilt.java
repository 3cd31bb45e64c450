package io.sportskk.audit;

import java.util.Set;

/**
 * A way to spoil what a node has left.
 *
 * @param about the id that the findings of this kind are about
 * @param also the kinds of findings that follow from it
 */
record Spoilt(String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {

  static Spoilt of(
      String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {
    return new Spoilt(kind + ": " + name, kind, about, also, spoil);
  }
}
