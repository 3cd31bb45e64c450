package io.sportskk.benchmark.purchase;

import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Who buy tickets by the API: one of many buyers, at one of the matches, each time. */
final class HttpBuyers implements Buyers {

  private static final int BUYERS = 10_000;

  private final String host;
  private final int port;
  private final List<OnSale> matches;
  private final List<String> tokens;

  /** What can be bought. */
  record OnSale(String matchId, String team) {}

  HttpBuyers(String host, int port, List<OnSale> matches, List<String> tokens) {
    this.host = host;
    this.port = port;
    this.matches = matches;
    this.tokens = tokens;
  }

  /** Of all buyers; to sign them takes a while. */
  static List<String> tokens() {
    return IntStream.range(0, BUYERS).mapToObj(n -> TestTokens.of("load-" + n, "buyer")).toList();
  }

  @Override
  public Buyer connect(int number) throws IOException {
    return new OverHttp(new HttpConnection(host, port));
  }

  private final class OverHttp implements Buyer {
    private final Random random = ThreadLocalRandom.current();
    private final HttpConnection connection;

    OverHttp(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public String buy() throws IOException {
      OnSale match = matches.get(random.nextInt(matches.size()));
      HttpConnection.Answer answer =
          connection.exchange(
              "POST",
              "/tickets",
              tokens.get(random.nextInt(tokens.size())),
              "{\"matchId\":\""
                  + match.matchId()
                  + "\",\"team\":\""
                  + match.team()
                  + "\",\"stake\":100}");
      return answer.status() + (answer.body().contains("\"tallied\":true") ? " tallied" : "");
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
