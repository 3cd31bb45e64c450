package io.sportskk.api.stream;

/**
 * What a client is told when changes were missed that can't be sent again.
 *
 * @param lastEventId as the client sent it
 */
record FeedGapJson(String lastEventId) {}
