package io.sportskk.api.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request comes from: the other end of its connection, or, behind proxies that are trusted,
 * whom the outermost of them was asked by. What stands further left in {@code X-Forwarded-For} can
 * be anything: clients send it.
 */
final class ClientAddress {

  private static final String FORWARDED = "x-forwarded-for";

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";

  /** What may be one: with two colons at least, and no longer than the longest. */
  private static final String VERSION_6 = "(?=[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:)[0-9A-Fa-f:.]{2,45}";

  /** An address of version 4 or 6, perhaps with a port. No name: it would be looked up. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<v4>(?:"
              + BYTE
              + "\\.){3}"
              + BYTE
              + ")(?::[0-9]+)?"
              + "|\\[(?<bracketed>"
              + VERSION_6
              + ")](?::[0-9]+)?"
              + "|(?<v6>"
              + VERSION_6
              + ")");

  /** What one customer has of version 6, at least: they could have an address for each request. */
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /** By what requests of one client are counted; empty if it can't be told. */
  static Optional<String> of(HttpRequest request, int trustedProxies) {
    List<String> forwarded = trustedProxies == 0 ? List.of() : forwarded(request);
    Optional<InetAddress> client =
        forwarded.isEmpty()
            ? Optional.empty()
            : parsed(forwarded.get(Math.max(0, forwarded.size() - trustedProxies)));
    return client
        .or(
            () ->
                request
                    .getAttribute(AttributeKeys.remoteAddress)
                    .flatMap(RemoteAddress::getAddress))
        .map(ClientAddress::key);
  }

  private static List<String> forwarded(HttpRequest request) {
    List<String> addresses = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(FORWARDED)) {
        Arrays.stream(header.value().split(",", -1)).map(String::strip).forEach(addresses::add);
      }
    }
    return addresses;
  }

  private static Optional<InetAddress> parsed(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (String group : List.of("v4", "bracketed", "v6")) {
      String address = matcher.group(group);
      if (address != null) {
        try {
          // In brackets it can only be an address: anything else might be asked of a name server.
          return Optional.of(
              InetAddress.getByName("v4".equals(group) ? address : "[" + address + "]"));
        } catch (UnknownHostException e) {
          return Optional.empty(); // it has the characters of an address only
        }
      }
    }
    return Optional.empty();
  }

  private static String key(InetAddress address) {
    if (address instanceof Inet6Address) {
      byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
      return "6:" + Arrays.toString(network);
    }
    return address.getHostAddress();
  }
}
