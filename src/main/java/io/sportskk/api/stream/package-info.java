/** Server-Sent Events: one ticket, all tickets, all totals. */
package io.sportskk.api.stream;
