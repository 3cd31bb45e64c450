package io.sportskk.node.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets to PostgreSQL that notice within seconds that the server's host is gone, also while they
 * wait for a statement that may take an hour. Left to itself the system would look after two hours.
 *
 * <p>The driver makes it, by its name.
 */
public final class KeepAliveSockets extends SocketFactory {

  static final int IDLE_SECONDS = 5;
  static final int INTERVAL_SECONDS = 2;
  static final int COUNT = 3;

  private static final Map<SocketOption<Integer>, Integer> OPTIONS =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS,
          ExtendedSocketOptions.TCP_KEEPCOUNT, COUNT);

  @Override
  public Socket createSocket() throws IOException {
    return keptAlive(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return keptAlive(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return keptAlive(new Socket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return keptAlive(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return keptAlive(new Socket(address, port, localAddress, localPort));
  }

  /** As far as the system can. */
  private static Socket keptAlive(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    for (Map.Entry<SocketOption<Integer>, Integer> option : OPTIONS.entrySet()) {
      if (socket.supportedOptions().contains(option.getKey())) {
        socket.setOption(option.getKey(), option.getValue());
      }
    }
    return socket;
  }
}
