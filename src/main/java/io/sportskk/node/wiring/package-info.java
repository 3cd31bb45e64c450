/** The adapters that plug a context into the ports of another. */
package io.sportskk.node.wiring;
