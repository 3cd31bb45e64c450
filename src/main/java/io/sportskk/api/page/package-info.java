/**
 * The pages for people: files of this program and of the few libraries that they use, as browsers
 * get them. Whatever they show they ask of the API.
 */
package io.sportskk.api.page;
