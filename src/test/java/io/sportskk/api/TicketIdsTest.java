package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.http.TextRule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicketIdsTest {

  private static TicketIds at(String time) {
    return new TicketIds(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), new Random(1));
  }

  @Test
  void aNewIdIsAUuidOfVersion7ThatCarriesItsTime() {
    String id = at("2026-05-01T10:00:00.123Z").next();

    assertThat(TextRule.TICKET_ID.accepts(id)).isTrue();
    assertThat(UUID.fromString(id).version()).isEqualTo(7);
    assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    assertThat(UUID.fromString(id).getMostSignificantBits() >>> 16)
        .isEqualTo(Instant.parse("2026-05-01T10:00:00.123Z").toEpochMilli());
  }

  @Test
  void laterIdsSortLater() {
    assertThat(at("2026-05-01T10:00:00.124Z").next())
        .isGreaterThan(at("2026-05-01T10:00:00.123Z").next());
  }

  @Test
  void idsOfOneMomentDiffer() {
    TicketIds ids = at("2026-05-01T10:00:00Z");
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
    }
    assertThat(made).hasSize(10_000);
  }

  @Test
  void oneIdDoesNotTellTheNextOfItsMoment() {
    TicketIds ids = at("2026-05-01T10:00:00Z");
    // Beside version and variant 74 bits are random: of 1,000 ids each bit is set in about 500.
    int[] set = new int[80];
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(ids.next());
      for (int bit = 0; bit < 16; bit++) {
        set[bit] += (int) (id.getMostSignificantBits() >>> (15 - bit) & 1);
      }
      for (int bit = 0; bit < 64; bit++) {
        set[16 + bit] += (int) (id.getLeastSignificantBits() >>> (63 - bit) & 1);
      }
    }
    assertThat(Arrays.stream(set).filter(times -> times > 400 && times < 600).count())
        .isEqualTo(74);
  }

  @Test
  void aNamedIdIsAlwaysTheSame() {
    String id = TicketIds.named("buyer-1", "key");

    assertThat(TextRule.TICKET_ID.accepts(id)).isTrue();
    assertThat(UUID.fromString(id).version()).isEqualTo(5);
    assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    // Written down: were it to change, a retry during an upgrade would buy twice.
    assertThat(id).isEqualTo("45ae00a4-d030-5fd0-94ce-5c0c7dcd7c9b");
    assertThat(TicketIds.named("구매자-1", "")).isEqualTo("ee593180-f9d8-55cb-9a06-c43948f7cf41");
  }

  @Test
  void namedIdsOfOtherBuyersOrKeysDiffer() {
    assertThat(
            Set.of(
                TicketIds.named("a", "bc"),
                TicketIds.named("ab", "c"),
                TicketIds.named("a", "bd"),
                TicketIds.named("b", "bc")))
        .hasSize(4);
  }
}
