/** What a screen reader is told, beside what has the focus. One place says it, and seldom. */

/** @param {string} words */
export function speak(words) {
  const place = document.getElementById('speech');
  if (place) {
    // The same words once more are a change, too.
    place.textContent = place.textContent === words ? `${words}\u00a0` : words;
  }
}
