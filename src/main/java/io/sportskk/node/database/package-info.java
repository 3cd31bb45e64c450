/** The pools, schemas and clock of the three databases. */
package io.sportskk.node.database;
