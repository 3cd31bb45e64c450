/** How Akka's journal plugin writes and reads events, where the plugin's own way is not enough. */
package io.sportskk.node.journal;
