/** The pools, schemas and clock of the four databases. */
package io.sportskk.node.database;
