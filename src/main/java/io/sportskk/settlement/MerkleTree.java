package io.sportskk.settlement;

import io.sportskk.tally.SealedTally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/**
 * The Merkle tree over all tickets of a pool, as they come one after the other: RFC 6962, section
 * 2.1, with SHA-256. Nobody can add, leave out or change a ticket later and keep its root. It keeps
 * one hash for each level, so that the number of tickets does not matter.
 */
final class MerkleTree {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** A complete tree of a power of two of leaves. */
  private static final class Subtree {
    private final long leaves;
    private final byte[] hash;

    private Subtree(long leaves, byte[] hash) {
      this.leaves = leaves;
      this.hash = hash;
    }
  }

  private final MessageDigest sha256 = sha256();

  /** The largest first, each smaller than the one before. */
  private final Deque<Subtree> subtrees = new ArrayDeque<>();

  private long leaves;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** What of a ticket is hashed: its id, team and stake, with spaces in between. */
  static String leaf(SealedTally.Ticket ticket) {
    return ticket.ticketId() + " " + ticket.team() + " " + ticket.stake().won();
  }

  void add(SealedTally.Ticket ticket) {
    add(leaf(ticket).getBytes(StandardCharsets.UTF_8));
  }

  void add(byte[] leaf) {
    sha256.update(LEAF);
    Subtree next = new Subtree(1, sha256.digest(leaf));
    while (!subtrees.isEmpty() && subtrees.getLast().leaves == next.leaves) {
      next = joined(subtrees.removeLast(), next);
    }
    subtrees.addLast(next);
    leaves++;
  }

  private Subtree joined(Subtree left, Subtree right) {
    sha256.update(NODE);
    sha256.update(left.hash);
    return new Subtree(left.leaves + right.leaves, sha256.digest(right.hash));
  }

  long leaves() {
    return leaves;
  }

  /** In hexadecimal; of no ticket at all, the hash of nothing. */
  String root() {
    if (subtrees.isEmpty()) {
      return HexFormat.of().formatHex(sha256.digest());
    }
    Deque<Subtree> rest = new ArrayDeque<>(subtrees);
    Subtree root = rest.removeLast();
    while (!rest.isEmpty()) {
      root = joined(rest.removeLast(), root);
    }
    return HexFormat.of().formatHex(root.hash);
  }
}
