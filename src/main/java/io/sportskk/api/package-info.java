/**
 * The only door from outside: HTTP on the public port. Routes parse, ask and render; the rules are
 * in the other contexts.
 */
package io.sportskk.api;
