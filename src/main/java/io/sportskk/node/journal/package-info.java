/**
 * The journal: how Akka's plugin writes events and loads entities from them, and the reader of all
 * projections.
 */
package io.sportskk.node.journal;
