/** The PostgreSQL of a laptop's node. */
package io.sportskk.node.embedded;
