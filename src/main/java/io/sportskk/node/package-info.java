/**
 * Starting a node: {@link io.sportskk.node.Main} and {@link io.sportskk.node.Node}, and {@link
 * io.sportskk.node.Parts}, which plugs the contexts together.
 */
package io.sportskk.node;
