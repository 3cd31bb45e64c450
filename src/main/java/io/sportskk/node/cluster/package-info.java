/** How a node comes into its cluster, keeps others from its journal, and leaves. */
package io.sportskk.node.cluster;
