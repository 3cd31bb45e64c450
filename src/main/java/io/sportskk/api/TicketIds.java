package io.sportskk.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes the ids of new tickets (RFC 9562). */
final class TicketIds {

  /** Of purchases: another route with idempotency keys needs another name space. */
  private static final UUID PURCHASES = UUID.fromString("5f2c4bd0-6a0f-5a43-9c0b-7c7f2f4f6d1e");

  private final Clock clock;
  private final RandomGenerator random;

  TicketIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id (UUID version 7): ids made later sort later, to the millisecond. */
  String next() {
    long time = clock.millis() << 16;
    long high = time | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = variant(random.nextLong());
    return new UUID(high, low).toString();
  }

  /**
   * Always the same id for the same buyer and key (UUID version 5), so that a repeated purchase
   * finds its ticket.
   */
  static String named(String buyerId, String idempotencyKey) {
    // A buyer id has no line break, so that no two pairs make the same name.
    String name = buyerId + "\n" + idempotencyKey;
    MessageDigest sha1 = sha1();
    sha1.update(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(PURCHASES.getMostSignificantBits())
            .putLong(PURCHASES.getLeastSignificantBits())
            .flip());
    ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L;
    return new UUID(high, variant(digest.getLong())).toString();
  }

  private static long variant(long bits) {
    return (bits & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
