package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What open pages of buyers are for a node: two streams each, of all totals and of one's own
 * tickets, whose events are read and forgotten.
 */
final class OpenPages implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ReadStreams streams;
  private long answered;
  private long bytes;

  OpenPages(InetSocketAddress address) throws IOException {
    this.streams = new ReadStreams(address);
  }

  void open(String token) throws IOException {
    streams.open("/matches/events", token, new Page());
    streams.open("/tickets/events", token, new Page());
  }

  /** Waits until so many streams have begun, and counts the bytes from then on. */
  void awaitAnswers(int count) throws InterruptedException {
    streams.await(
        () -> answered >= count, PATIENCE, () -> answered + " of " + count + " streams have begun");
    streams.look(() -> bytes = 0L);
  }

  long bytes() {
    return streams.look(() -> bytes);
  }

  private final class Page implements ReadStreams.Reader {

    private boolean begun;

    @Override
    public void read(ByteBuffer read) throws IOException {
      bytes += read.remaining();
      if (!begun) {
        begun = true;
        answered++;
        String head = StandardCharsets.US_ASCII.decode(read).toString();
        if (!head.startsWith("HTTP/1.1 200")) {
          throw new IOException(head);
        }
      }
    }

    @Override
    public void ended() throws IOException {
      throw new IOException("a stream has ended");
    }
  }

  @Override
  public void close() throws IOException {
    streams.close();
  }
}
