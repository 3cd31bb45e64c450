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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Many event streams of a node, read by one thread. */
final class ReadStreams implements AutoCloseable {

  /** What becomes of what one stream brings. Nobody else looks at any of them meanwhile. */
  interface Reader {

    void read(ByteBuffer bytes) throws IOException;

    void ended() throws IOException;
  }

  private record Opened(SocketChannel channel, Reader reader) {}

  private final InetSocketAddress address;
  private final Selector selector = Selector.open();

  /** Those that the thread does not know yet. */
  private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();

  private final Thread thread = new Thread(this::read, "streams");
  private Throwable failure;

  ReadStreams(InetSocketAddress address) throws IOException {
    this.address = address;
    thread.setDaemon(true);
    thread.start();
  }

  void open(String path, String token, Reader reader) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path, token);
    ByteBuffer text = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.configureBlocking(false);
    opened.add(new Opened(channel, reader));
    selector.wakeup();
  }

  /**
   * Waits until what was read is enough.
   *
   * @param state what it is, in words
   */
  synchronized void await(BooleanSupplier enough, Duration patience, Supplier<String> state)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (failure == null && !enough.getAsBoolean()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(state.get());
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    requireSound();
  }

  /** Looks at what was read, or changes it, while nothing is being read. */
  synchronized <T> T look(Supplier<T> at) {
    requireSound();
    return at.get();
  }

  private void requireSound() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(65_536);
    try {
      while (selector.isOpen()) {
        for (Opened one = opened.poll(); one != null; one = opened.poll()) {
          one.channel().register(selector, SelectionKey.OP_READ, one.reader());
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
    Reader reader = (Reader) key.attachment();
    synchronized (this) {
      if (read < 0) {
        key.channel().close();
        reader.ended();
      } else {
        reader.read(buffer.flip());
      }
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
