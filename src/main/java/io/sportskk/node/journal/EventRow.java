package io.sportskk.node.journal;

/**
 * An event as it is written to the journal.
 *
 * @param writer the incarnation of the entity that wrote it
 * @param timestamp in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // rows are neither compared nor changed
record EventRow(
    String persistenceId,
    long sequenceNumber,
    String writer,
    long timestamp,
    String adapterManifest,
    int serializerId,
    String serializerManifest,
    byte[] payload) {}
