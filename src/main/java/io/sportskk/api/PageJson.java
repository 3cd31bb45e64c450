package io.sportskk.api;

import java.util.List;

/**
 * A page of a list.
 *
 * @param nextCursor null on the last page
 */
record PageJson<T>(List<T> items, String nextCursor) {}
