package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.SliceRange;
import io.sportskk.kernel.Slices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JournalTailTest {

  /** Of strings, see Akka's reference.conf. */
  private static final int STRING_SERIALIZER = 20;

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.defaultReference()));

  private final JournalTail tail = new JournalTail(10);

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  /** Those of {@code Odd} entities have odd numbers. */
  private static TailEvent event(long number) {
    EventRow row =
        new EventRow(
            (number % 2 == 0 ? "Even|" : "Odd|") + number,
            1,
            "writer",
            0,
            "",
            STRING_SERIALIZER,
            "",
            ("event " + number).getBytes(StandardCharsets.UTF_8));
    return new TailEvent(
        new EventTable.Stored(row, number, false),
        new EventCodec(SerializationExtension.get(KIT.system())));
  }

  private static List<TailEvent> events(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(JournalTailTest::event).toList();
  }

  private Optional<List<Long>> numbers(String entityType, long after, int max) {
    return tail.after(after, entityType, Slices.ALL, max)
        .map(part -> part.events().stream().map(TailEvent::ordering).toList());
  }

  private long upTo(String entityType, long after, int max) {
    return tail.after(after, entityType, Slices.ALL, max).orElseThrow().upTo();
  }

  @Test
  void hasNothingBeforeItHasBegun() {
    assertThat(tail.hasBegun()).isFalse();
    assertThat(numbers("Odd", 0, 100)).isEmpty();
  }

  @Test
  void hasTheEventsOfOneKindOfEntityInTheirOrder() {
    tail.beginAt(100);
    tail.add(events(101, 108), List.of(), 108);
    assertThat(numbers("Odd", 100, 100)).contains(List.of(101L, 103L, 105L, 107L));
    assertThat(upTo("Odd", 100, 100)).isEqualTo(108);
    assertThat(numbers("Even", 102, 100)).contains(List.of(104L, 106L, 108L));
    assertThat(numbers("Odd", 100, 2)).contains(List.of(101L, 103L));
    assertThat(upTo("Odd", 100, 2)).as("others may follow").isEqualTo(103);
    assertThat(numbers("Other", 100, 100)).contains(List.of());
    assertThat(upTo("Other", 100, 100)).isEqualTo(108);
    assertThat(numbers("Odd", 108, 100)).contains(List.of());
  }

  @Test
  void eachSliceHasItsOwn() {
    tail.beginAt(0);
    tail.add(events(1, 9), List.of(), 9);
    List<Long> all =
        new Slices("Odd", 7)
            .ranges().stream()
                .flatMap(range -> tail.after(0, "Odd", range, 100).orElseThrow().events().stream())
                .map(TailEvent::ordering)
                .sorted()
                .toList();
    assertThat(all).containsExactly(1L, 3L, 5L, 7L, 9L);
    int slice = Slices.of("Odd|5");
    assertThat(
            tail.after(0, "Odd", new SliceRange(slice, slice), 100).orElseThrow().events().stream()
                .map(TailEvent::ordering))
        .containsExactly(5L);
  }

  @Test
  void hasNoAnswerForWhatItHasNoMore() {
    tail.beginAt(100);
    tail.add(events(101, 105), List.of(), 105);
    assertThat(numbers("Odd", 99, 100)).as("before it began").isEmpty();
    tail.add(events(106, 112), List.of(), 112);
    assertThat(numbers("Odd", 101, 100)).as("two are kept no more").isEmpty();
    assertThat(numbers("Odd", 102, 100)).contains(List.of(103L, 105L, 107L, 109L, 111L));
  }

  @Test
  void anEventThatComesLateIsInItsPlace() {
    tail.beginAt(0);
    tail.add(List.of(event(1), event(3)), List.of(), 1);
    assertThat(numbers("Odd", 0, 100)).as("2 may still come").contains(List.of(1L));
    assertThat(tail.top()).isEqualTo(1);

    tail.add(List.of(event(2), event(3)), List.of(), 3);
    assertThat(numbers("Odd", 0, 100)).contains(List.of(1L, 3L));
    assertThat(numbers("Even", 0, 100)).contains(List.of(2L));
  }

  @Test
  void whatIsAboveAGapIsNotLostWhenMoreIsKeptThanThereIsRoomFor() {
    tail.beginAt(0);
    tail.add(events(2, 14), List.of(), 0); // 1 is missing
    tail.add(events(1, 14), List.of(), 14);
    assertThat(numbers("Even", 4, 100)).contains(List.of(6L, 8L, 10L, 12L, 14L));
  }

  @Test
  void whoHasSeenAllIsToldOfMore() {
    CompletableFuture<Void> begun = tail.moreThan(0).toCompletableFuture();
    assertThat(begun).isNotDone();
    tail.beginAt(5);
    assertThat(begun).isDone();
    assertThat(tail.moreThan(4).toCompletableFuture()).isDone();

    CompletableFuture<Void> more = tail.moreThan(5).toCompletableFuture();
    tail.add(List.of(event(7)), List.of(), 5); // 6 is missing
    assertThat(more).isNotDone();
    tail.add(List.of(event(6), event(7)), List.of(), 7);
    assertThat(more).isDone();
  }

  @Test
  void eachEventIsDecodedOnceForAll() {
    tail.beginAt(0);
    tail.add(events(1, 1), List.of(), 1);
    Object first = tail.after(0, "Odd", Slices.ALL, 100).orElseThrow().events().get(0).envelope();
    tail.add(events(1, 1), List.of(), 1);
    Object second = tail.after(0, "Odd", Slices.ALL, 100).orElseThrow().events().get(0).envelope();
    assertThat(second).isSameAs(first);
  }
}
