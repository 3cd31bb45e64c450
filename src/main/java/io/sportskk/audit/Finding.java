package io.sportskk.audit;

/**
 * Something that is wrong.
 *
 * @param id of what it is about: a ticket id, a wallet's buyer id, a persistence id, or match/team
 * @param sentence says what was found and what was expected
 */
public record Finding(FindingKind kind, String id, String sentence) {}
