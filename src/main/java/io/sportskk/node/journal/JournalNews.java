package io.sportskk.node.journal;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;

/** By which who writes to the journal tells who reads it, if that is on the same node. */
final class JournalNews implements Extension {

  private static final ExtensionId<JournalNews> ID =
      new ExtensionId<>() {
        @Override
        public JournalNews createExtension(ActorSystem<?> system) {
          return new JournalNews();
        }
      };

  private volatile Runnable listener = () -> {};

  private JournalNews() {}

  static JournalNews get(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /**
   * @param reader is told that there is something new; it must not block
   */
  void listen(Runnable reader) {
    listener = reader;
  }

  void tell() {
    listener.run();
  }
}
