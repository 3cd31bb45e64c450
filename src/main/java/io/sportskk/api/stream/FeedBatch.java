package io.sportskk.api.stream;

import akka.util.ByteString;

/**
 * A part of a feed.
 *
 * @param events as they are sent; may be empty
 * @param position where the reader stands after these
 * @param last whether the reader is not to go on
 */
record FeedBatch(ByteString events, long position, boolean last) {

  static FeedBatch of(ByteString events, long position) {
    return new FeedBatch(events, position, false);
  }

  static FeedBatch end() {
    return new FeedBatch(ByteString.emptyByteString(), 0, true);
  }
}
