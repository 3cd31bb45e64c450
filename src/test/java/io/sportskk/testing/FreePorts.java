package io.sportskk.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for what is started later, in other processes too. They are below those that the system
 * gives to whoever asks for any, and in each fork of a build other ones: nobody of this build takes
 * one in the meantime. Two builds at the same time have the same ones only by chance.
 */
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int PER_PROCESS = 100;
  private static final int PROCESSES = 200;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private FreePorts() {}

  /** On all addresses of this machine. */
  public static int next() {
    int first = FIRST + TestFork.of(PROCESSES) * PER_PROCESS;
    for (int tried = 0; tried < PER_PROCESS; tried++) {
      int port = first + NUMBER.getAndIncrement() % PER_PROCESS;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("none of " + PER_PROCESS + " ports is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // taken
    }
  }
}
