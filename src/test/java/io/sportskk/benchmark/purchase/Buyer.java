package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.sql.SQLException;

/** One connection over which purchases are made, one after the other. */
interface Buyer extends AutoCloseable {

  /**
   * Buys one ticket.
   *
   * @return what came of it, in a word
   */
  String buy() throws IOException, SQLException;

  @Override
  void close() throws IOException, SQLException;
}
