package io.sportskk.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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

  private static TailEvent event(long number, String tag) {
    EventRow row =
        new EventRow(
            "entity-" + number,
            1,
            "writer",
            0,
            "",
            STRING_SERIALIZER,
            "",
            ("event " + number).getBytes(StandardCharsets.UTF_8),
            tag);
    return new TailEvent(
        new EventTable.Stored(row, number),
        new EventCodec(SerializationExtension.get(KIT.system())));
  }

  private static List<TailEvent> events(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(number -> event(number, number % 2 == 0 ? "even" : "odd"))
        .toList();
  }

  private Optional<List<Long>> numbers(String tag, long after, long upTo, long max) {
    return tail.of(tag, after, upTo, max)
        .map(found -> found.stream().map(TailEvent::ordering).toList());
  }

  @Test
  void hasNothingBeforeItHasBegun() {
    assertThat(tail.goesOnFrom(0)).isFalse();
    assertThat(numbers("odd", 0, 0, 100)).isEmpty();
  }

  @Test
  void hasTheEventsOfATagInTheirOrder() {
    tail.beginAt(100);
    tail.add(events(101, 108), List.of(), 108);
    assertThat(numbers("odd", 100, 108, 100)).contains(List.of(101L, 103L, 105L, 107L));
    assertThat(numbers("even", 102, 107, 100)).contains(List.of(104L, 106L));
    assertThat(numbers("odd", 100, 108, 2)).contains(List.of(101L, 103L));
    assertThat(numbers("other", 100, 108, 100)).contains(List.of());
    assertThat(numbers("odd", 108, 108, 100)).contains(List.of());
    assertThat(tail.goesOnFrom(108)).isTrue();
  }

  @Test
  void hasNoAnswerForWhatItHasNotReadOrHasNoMore() {
    tail.beginAt(100);
    tail.add(events(101, 105), List.of(), 105);
    assertThat(numbers("odd", 99, 105, 100)).as("before it began").isEmpty();
    assertThat(numbers("odd", 100, 106, 100)).as("not yet told of").isEmpty();
    tail.add(events(106, 112), List.of(), 112);
    assertThat(numbers("odd", 101, 112, 100)).as("two are kept no more").isEmpty();
    assertThat(numbers("odd", 102, 112, 100)).contains(List.of(103L, 105L, 107L, 109L, 111L));
  }

  @Test
  void anEventThatComesLateIsInItsPlace() {
    tail.beginAt(0);
    tail.add(List.of(event(1, "odd"), event(3, "odd")), List.of(), 1);
    assertThat(numbers("odd", 0, 3, 100)).as("2 may still come").isEmpty();
    assertThat(numbers("odd", 0, 1, 100)).contains(List.of(1L));
    assertThat(tail.goesOnFrom(1)).isTrue();

    tail.add(List.of(event(2, "odd"), event(3, "odd")), List.of(), 3);
    assertThat(numbers("odd", 0, 3, 100)).contains(List.of(1L, 2L, 3L));
  }

  @Test
  void whatIsAboveAGapIsNotLostWhenMoreIsKeptThanThereIsRoomFor() {
    tail.beginAt(0);
    tail.add(events(2, 14), List.of(), 0); // 1 is missing
    tail.add(events(1, 14), List.of(), 14);
    assertThat(numbers("even", 4, 14, 100)).contains(List.of(6L, 8L, 10L, 12L, 14L));
  }

  @Test
  void beginsAnewWhereItIsTold() {
    tail.beginAt(0);
    tail.add(events(1, 5), List.of(), 5);
    tail.beginAt(50);
    assertThat(numbers("odd", 0, 5, 100)).isEmpty();
    assertThat(numbers("odd", 50, 50, 100)).contains(List.of());
  }

  @Test
  void eachEventIsDecodedOnceForAll() {
    tail.beginAt(0);
    tail.add(events(1, 1), List.of(), 1);
    Object first = tail.of("odd", 0, 1, 100).orElseThrow().get(0).event().get();
    tail.add(events(1, 1), List.of(), 1);
    Object second = tail.of("odd", 0, 1, 100).orElseThrow().get(0).event().get();
    assertThat(second).isSameAs(first);
  }
}
