package io.sportskk.settlement;

import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Money;
import io.sportskk.tally.SealedTally;
import io.sportskk.tally.SealedTally.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All tickets of a pool, added up one by one in the order of their ids. */
final class PoolCount {

  private static final int PAGE = 5_000;

  private final MerkleTree tree = new MerkleTree();
  private final List<String> completeUpTo = new ArrayList<>();
  private final Map<String, Money> stakes = new TreeMap<>();
  private final Instant startedAt;

  /** Some of those that were sold when the match had really begun. */
  private final List<Ticket> late = new ArrayList<>();

  private String last = "";

  PoolCount(Instant startedAt) {
    this.startedAt = startedAt;
  }

  /**
   * Reads the tickets page by page, so that their number does not matter.
   *
   * @param startedAt when the match really began, null if sales had stopped by then
   */
  static CompletionStage<PoolCount> of(
      JdbcCalls database, SealedTally tally, String matchId, Instant startedAt) {
    return count(new PoolCount(startedAt), database, tally, matchId);
  }

  private static CompletionStage<PoolCount> count(
      PoolCount count, JdbcCalls database, SealedTally tally, String matchId) {
    return database
        .run(connection -> tally.page(connection, matchId, count.last, PAGE))
        .thenCompose(
            page -> {
              page.forEach(count::add);
              return page.size() < PAGE
                  ? CompletableFuture.completedFuture(count)
                  : count(count, database, tally, matchId);
            });
  }

  void add(Ticket ticket) {
    if (startedAt != null
        && ticket.acceptedAt() != null
        && !ticket.acceptedAt().isBefore(startedAt)
        && late.size() < RefundLate.AT_ONCE) {
      late.add(ticket);
    }
    tree.add(ticket);
    stakes.merge(ticket.team(), ticket.stake(), Money::plus);
    last = ticket.ticketId();
    if (tree.leaves() % MerkleTree.PART == 0) {
      completeUpTo.add(last);
    }
  }

  /** As many as are given back at once; none if there are none. */
  List<Ticket> late() {
    return late;
  }

  long tickets() {
    return tree.leaves();
  }

  String root() {
    return tree.root();
  }

  /** By team. */
  Map<String, Money> stakes() {
    return stakes;
  }

  PoolTree tree() {
    List<String> upTo = new ArrayList<>(completeUpTo);
    if (tree.leaves() % MerkleTree.PART != 0) {
      upTo.add(last);
    }
    return new PoolTree(upTo, tree.parts());
  }
}
