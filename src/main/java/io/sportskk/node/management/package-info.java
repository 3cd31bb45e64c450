/** What the management port tells: health, readiness, figures. */
package io.sportskk.node.management;
