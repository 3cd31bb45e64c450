package io.sportskk.benchmark.purchase;

/** Whom a load comes from. */
interface Buyers {

  /**
   * @param number of the connection, from 0
   */
  Buyer connect(int number) throws Exception;
}
