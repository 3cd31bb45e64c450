/**
 * What every room of the node needs while it starts: the layers of its configuration, the parts
 * that it runs, where it listens, and how it says that it can't start.
 */
package io.sportskk.node.startup;
