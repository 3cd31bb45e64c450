package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * What open pages of buyers are for a node: two streams each, of all totals and of one's own
 * tickets, whose events are read and forgotten, by one thread.
 */
final class OpenPages implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final InetSocketAddress address;
  private final Selector selector = Selector.open();

  /** Those that the reader does not know yet. */
  private final Queue<SocketChannel> opened = new ConcurrentLinkedQueue<>();

  private final Thread reader = new Thread(this::read, "open-pages");
  private long answered;
  private long bytes;
  private Throwable failure;

  OpenPages(InetSocketAddress address) throws IOException {
    this.address = address;
    reader.setDaemon(true);
    reader.start();
  }

  void open(String token) throws IOException {
    open("/matches/events", token);
    open("/tickets/events", token);
  }

  private void open(String stream, String token) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(stream, token);
    ByteBuffer text = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.configureBlocking(false);
    opened.add(channel);
    selector.wakeup();
  }

  /** Waits until so many streams have begun, and counts the bytes from then on. */
  synchronized void awaitAnswers(int streams) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (answered < streams && failure == null) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(answered + " of " + streams + " streams have begun");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    bytes = 0;
  }

  synchronized long bytes() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return bytes;
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    try {
      while (selector.isOpen()) {
        for (SocketChannel one = opened.poll(); one != null; one = opened.poll()) {
          one.register(selector, SelectionKey.OP_READ);
        }
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          read(key, buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException e) {
      return; // all has been seen
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int read = ((SocketChannel) key.channel()).read(buffer);
    if (read < 0) {
      throw new IOException("a stream has ended");
    }
    boolean first = key.attachment() == null;
    if (first) {
      key.attach(true);
      String head = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException(head);
      }
    }
    synchronized (this) {
      bytes += read;
      answered += first ? 1 : 0;
      notifyAll();
    }
  }

  private synchronized void fail(Throwable e) {
    failure = e;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
