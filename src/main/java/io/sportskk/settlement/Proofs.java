package io.sportskk.settlement;

import io.sportskk.kernel.JdbcCalls;
import io.sportskk.settlement.PoolQuery.NotInPool;
import io.sportskk.settlement.PoolQuery.OtherTickets;
import io.sportskk.settlement.PoolQuery.Proof;
import io.sportskk.settlement.PoolQuery.ProveTicket;
import io.sportskk.settlement.PoolQuery.Reply;
import io.sportskk.tally.SealedTally;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that tickets are in the pool of their match. From the tree that is kept of it, and the
 * tickets of one of its parts; a tree that is not there, or is another one, is made anew first.
 */
final class Proofs {

  private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);

  private final JdbcCalls database;
  private final SealedTally tally;
  private final PoolTreeRepository trees;

  /** Trees that are being made anew, by match: each once, however many wait for it. */
  private final Map<String, CompletableFuture<PoolTree>> underWay = new ConcurrentHashMap<>();

  Proofs(JdbcCalls database, SealedTally tally) {
    this.database = database;
    this.tally = tally;
    this.trees = new PoolTreeRepository(tally.timeout());
  }

  CompletionStage<Reply> prove(ProveTicket question) {
    return database
        .run(connection -> trees.find(connection, question.matchId()))
        .thenCompose(
            kept ->
                kept.filter(tree -> tree.root().equals(question.root()))
                    .<CompletionStage<PoolTree>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> madeAnew(question.matchId())))
        .thenCompose(
            tree ->
                tree.root().equals(question.root())
                    ? prove(tree, question)
                    : CompletableFuture.completedFuture(otherTickets(question)));
  }

  private CompletionStage<Reply> prove(PoolTree tree, ProveTicket question) {
    int part = tree.partOf(question.ticketId());
    return part == tree.hashes().size()
        ? CompletableFuture.completedFuture(new NotInPool())
        : database
            .run(
                connection ->
                    tally.page(connection, question.matchId(), tree.before(part), MerkleTree.PART))
            .thenApply(tickets -> proof(tree, part, tickets, question));
  }

  private static Reply proof(PoolTree tree, int part, List<Ticket> tickets, ProveTicket question) {
    MerkleHash hash = new MerkleHash();
    MerkleLevel leaves =
        new MerkleLevel(
            tickets.stream()
                .map(ticket -> MerkleHash.hex(hash.leaf(MerkleHash.text(ticket))))
                .toList());
    if (!leaves.root().equals(tree.hashes().get(part))) {
      return otherTickets(question);
    }
    for (int i = 0; i < tickets.size(); i++) {
      Ticket ticket = tickets.get(i);
      if (ticket.ticketId().equals(question.ticketId())) {
        List<String> path = new ArrayList<>(leaves.path(i));
        path.addAll(tree.parts().path(part));
        return new Proof(ticket.team(), ticket.stake(), (long) part * MerkleTree.PART + i, path);
      }
    }
    return new NotInPool();
  }

  private static Reply otherTickets(ProveTicket question) {
    LOG.warn(
        "the tally's tickets of match {} are not those of the root {}",
        question.matchId(),
        question.root());
    return new OtherTickets();
  }

  private CompletionStage<PoolTree> madeAnew(String matchId) {
    CompletableFuture<PoolTree> mine = new CompletableFuture<>();
    CompletableFuture<PoolTree> before = underWay.putIfAbsent(matchId, mine);
    if (before != null) {
      return before;
    }
    CompletionStage<PoolTree> unused =
        PoolCount.of(database, tally, matchId, null)
            .thenApply(PoolCount::tree)
            .thenCompose(
                tree ->
                    database.run(
                        connection -> {
                          trees.store(connection, matchId, tree);
                          return tree;
                        }))
            .whenComplete(
                (tree, failure) -> {
                  underWay.remove(matchId, mine);
                  if (failure == null) {
                    mine.complete(tree);
                  } else {
                    mine.completeExceptionally(JdbcCalls.cause(failure));
                  }
                });
    return mine;
  }
}
