/**
 * What every request passes, whatever it asks for: the pipeline, its correlation id, its fields and
 * parameters, the problems that it may end in, and its figures.
 */
package io.sportskk.api.http;
