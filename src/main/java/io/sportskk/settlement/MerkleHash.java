package io.sportskk.settlement;

import io.sportskk.tally.SealedTally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes of a Merkle tree: RFC 6962, section 2.1, with SHA-256. A leaf is hashed in another way
 * than a node, so that none can be passed off as the other. For one thread at a time.
 */
final class MerkleHash {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** What of a ticket is hashed: its id, team and stake, with spaces in between. */
  static byte[] text(SealedTally.Ticket ticket) {
    return (ticket.ticketId() + " " + ticket.team() + " " + ticket.stake().won())
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] leaf(byte[] text) {
    sha256.update(LEAF);
    return sha256.digest(text);
  }

  byte[] node(byte[] left, byte[] right) {
    sha256.update(NODE);
    sha256.update(left);
    return sha256.digest(right);
  }

  /** The root of a tree without leaves. */
  byte[] nothing() {
    return sha256.digest();
  }
}
