/**
 * Pays the tickets of a match that is over: makes the totals of its pool final, fixes what each
 * team pays, settles each ticket, and proves that the sums come out.
 */
package io.sportskk.settlement;
