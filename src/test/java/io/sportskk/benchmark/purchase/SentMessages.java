package io.sportskk.benchmark.purchase;

import akka.actor.ActorRef;
import akka.remote.artery.RemoteInstrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Counts what a node tells other nodes, heartbeats and gossip included. Akka makes one for each
 * stream of messages; the number is in a file that all of them have in memory, and that the
 * benchmark reads while the node runs.
 */
public final class SentMessages extends RemoteInstrument {

  private static final String FILE = "benchmark.sent-messages";
  private static final byte IDENTIFIER = 31;
  private static final VarHandle NUMBER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteBuffer file;

  /** By Akka, in the node. */
  public SentMessages() {
    try (FileChannel channel =
        FileChannel.open(
            Path.of(System.getProperty(FILE)),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a node count them there. */
  static List<String> options(Path file) {
    return List.of(
        "-Dakka.remote.artery.advanced.instruments.0=" + SentMessages.class.getName(),
        "-D" + FILE + "=" + file.toAbsolutePath());
  }

  /** How many it has sent so far. */
  static long in(Path file) throws IOException {
    return Files.exists(file) ? ByteBuffer.wrap(Files.readAllBytes(file)).getLong() : 0;
  }

  @Override
  public byte identifier() {
    return IDENTIFIER;
  }

  @Override
  public void remoteMessageSent(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {
    NUMBER.getAndAdd(file, 0, 1L);
  }

  @Override
  public void remoteMessageReceived(
      ActorRef recipient, Object message, ActorRef sender, int size, long time) {}

  @Override
  public void remoteWriteMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

  @Override
  public void remoteReadMetadata(
      ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}
}
