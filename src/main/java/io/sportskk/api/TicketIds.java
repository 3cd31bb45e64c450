package io.sportskk.api;

import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.StringArgGenerator;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.UUIDType;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Makes the ids of new tickets (RFC 9562). */
final class TicketIds {

  /** Of purchases: another route with idempotency keys needs another name space. */
  private static final UUID PURCHASES = UUID.fromString("5f2c4bd0-6a0f-5a43-9c0b-7c7f2f4f6d1e");

  private static final StringArgGenerator NAMED =
      new NameBasedGenerator(PURCHASES, sha1(), UUIDType.NAME_BASED_SHA1);

  private final NoArgGenerator timeOrdered;

  TicketIds(Clock clock, Random random) {
    // All but the time is random: the other generator of this version counts up within a
    // millisecond, so that one id tells the next.
    this.timeOrdered = new TimeBasedEpochRandomGenerator(random, millisecondsOf(clock));
  }

  /** A new id (UUID version 7): ids made later sort later, to the millisecond. */
  String next() {
    return timeOrdered.generate().toString();
  }

  /**
   * Always the same id for the same buyer and key (UUID version 5), so that a repeated purchase
   * finds its ticket.
   */
  static String named(String buyerId, String idempotencyKey) {
    // A buyer id has no line break, so that no two pairs make the same name.
    return NAMED.generate(buyerId + "\n" + idempotencyKey).toString();
  }

  private static UUIDClock millisecondsOf(Clock clock) {
    return new UUIDClock() {
      @Override
      public long currentTimeMillis() {
        return clock.millis();
      }
    };
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
