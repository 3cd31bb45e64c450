package io.sportskk.testing;

/**
 * Which one of the processes this is that run tests on this machine at the same time. The build
 * says by {@code -Dtest.fork} which of its own it is.
 */
final class TestFork {

  /** How many forks of one build are told apart. */
  private static final int FORKS = 4;

  private TestFork() {}

  /**
   * Its share of something that there is so many times. Two forks of one build never have the same
   * one, two builds only by chance.
   *
   * @param shares a multiple of 4
   */
  static int of(int shares) {
    int pid = (int) ProcessHandle.current().pid();
    int build = pid / FORKS % (shares / FORKS);
    return build * FORKS + Integer.getInteger("test.fork", pid) % FORKS;
  }
}
