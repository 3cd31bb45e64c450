package io.sportskk.kernel;

/**
 * Marks what crosses a node's border or is stored: bound to Jackson CBOR in {@code
 * serialization.conf}.
 *
 * <p>The class name is the manifest, in the journal too. A class that carries this mark is
 * therefore never renamed or changed without a {@code JacksonMigration}.
 */
public interface CborSerializable {}
