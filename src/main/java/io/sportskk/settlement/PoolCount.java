package io.sportskk.settlement;

import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Money;
import io.sportskk.tally.SealedTally;
import io.sportskk.tally.SealedTally.Ticket;
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
  private String last = "";

  /** Reads the tickets page by page, so that their number does not matter. */
  static CompletionStage<PoolCount> of(JdbcCalls database, SealedTally tally, String matchId) {
    return count(new PoolCount(), database, tally, matchId);
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
    tree.add(ticket);
    stakes.merge(ticket.team(), ticket.stake(), Money::plus);
    last = ticket.ticketId();
    if (tree.leaves() % MerkleTree.PART == 0) {
      completeUpTo.add(last);
    }
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
