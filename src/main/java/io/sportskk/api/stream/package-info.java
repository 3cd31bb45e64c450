/** Server-Sent Events: one ticket, all tickets, all totals, one settlement. */
package io.sportskk.api.stream;
