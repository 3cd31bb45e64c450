/** Who makes a request: tokens, how they are verified, and what a principal may do. */
package io.sportskk.api.auth;
