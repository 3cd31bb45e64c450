package io.sportskk.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands on a port of its own between a client and its server, which can thereby be away in ways in
 * which a server that works never is.
 */
public final class TcpProxy implements AutoCloseable {

  private enum Line {
    OPEN,
    SILENT
  }

  private final InetSocketAddress server;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private Line line = Line.OPEN;

  private TcpProxy(InetSocketAddress server, ServerSocket listener) {
    this.server = server;
    this.port = listener.getLocalPort();
    listen(listener);
  }

  /** In front of a server on this machine. */
  public static TcpProxy to(int serverPort) {
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      return new TcpProxy(new InetSocketAddress(here, serverPort), new ServerSocket(0, 50, here));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Connections are refused, and those that are open are cut. */
  public synchronized void refuse() {
    try {
      listener.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connections are accepted, but nothing is passed on any more. */
  public synchronized void silence() {
    line = Line.SILENT;
  }

  /** As at the beginning. Connections that have missed something are cut. */
  public synchronized void open() {
    try {
      line = Line.OPEN;
      cut();
      notifyAll();
      if (listener.isClosed()) {
        listen(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    refuse();
    line = Line.OPEN;
    notifyAll();
  }

  private void listen(ServerSocket on) {
    listener = on;
    inBackground(() -> accept(on));
  }

  private void accept(ServerSocket on) {
    while (true) {
      try {
        Socket client = on.accept();
        sockets.add(client);
        inBackground(() -> connect(client));
      } catch (IOException e) {
        return; // no longer listening
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket behind = new Socket()) {
      awaitOpen();
      sockets.add(behind);
      behind.connect(server);
      inBackground(() -> pass(behind, client));
      pass(client, behind);
    } catch (IOException e) {
      sockets.remove(client); // cut: whoever is at its ends has seen that, too
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        awaitOpen();
        out.write(bytes, 0, read);
      }
    } catch (IOException e) {
      sockets.remove(to); // cut
    } finally {
      sockets.remove(from);
    }
  }

  private synchronized void awaitOpen() {
    try {
      while (line == Line.SILENT) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
