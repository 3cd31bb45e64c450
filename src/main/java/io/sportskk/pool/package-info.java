/**
 * The arithmetic of a pari-mutuel pool: what is staked on a match is shared out among those who
 * staked on the winner, by published rules. Whole numbers only, no clock, no state: whoever has a
 * result's inputs can compute it again.
 */
package io.sportskk.pool;
