/**
 * Who is signed in. The token is in the memory of this page alone: no other page, no storage and no
 * address has it. A page that is loaded anew asks for a new one.
 */
import { demoSignIn } from './session-demo.js';
import { oidcSignIn } from './session-oidc.js';

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string[]} roles
 *
 * @typedef {object} Given
 * @property {string} token
 * @property {number} [lasts] in milliseconds, if that was said
 *
 * @typedef {object} Way a way to sign in
 * @property {() => Promise<Given | null>} resume a token of who is signed in already, null if nobody is
 * @property {(hint?: {id: string, roles: string[]}) => Promise<Given | null>} signIn may leave the page
 * @property {() => boolean} renews whether it can give a new token without asking the person
 * @property {() => Promise<Given | null>} renew a new token, null if there has to be a sign-in
 * @property {() => Promise<void>} signOut may leave the page
 */

/** A token is renewed so long before it ends, or the person is told so; in milliseconds. */
const AHEAD = 60_000;

/** From one renewal to the next, at least; in milliseconds. */
const APART = 10_000;

/** A browser waits no longer than this, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** @type {SignIn | undefined} */
let settings;
/** @type {Way | undefined} */
let way;
/** @type {string | null} */
let token = null;
/** @type {Person | null} */
let person = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<void> | null} */
let renewing = null;
/** When the token was renewed, by a clock that nobody sets. */
let renewedAt = -Infinity;
/** Whether the token ends soon and can't be renewed. */
let ending = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Finds out how to sign in here, and whether somebody is.
 *
 * @returns {Promise<SignIn>}
 */
export async function open() {
  const answer = await fetch('/sign-in');
  if (!answer.ok) {
    throw new Error(`/sign-in: ${answer.status}`);
  }
  const found = /** @type {SignIn} */ (await answer.json());
  if (found.kind === 'DEMO') {
    way = demoSignIn();
  } else if (found.kind === 'OIDC') {
    way = oidcSignIn(found);
  }
  try {
    const given = way ? await way.resume() : null;
    settings = found; // not before: who signs in while the provider is asked would ask it twice
    take(given);
  } finally {
    settings = found;
  }
  return found;
}

/** @returns {SignIn | undefined} */
export function howToSignIn() {
  return settings;
}

/** @returns {Person | null} */
export function who() {
  return person;
}

/** @returns {string | null} */
export function bearer() {
  return token;
}

/** @returns {boolean} whether the person is signed out soon, unless signing in again */
export function endsSoon() {
  return ending;
}

/**
 * @param {() => void} listener is told when somebody has signed in or out
 * @returns {() => void} ends that
 */
export function onSession(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {{id: string, roles: string[]}} [hint] who to be, where one may choose */
export async function signIn(hint) {
  if (way) {
    take(await way.signIn(hint));
  }
}

export async function signOut() {
  const left = way;
  take(null);
  await left?.signOut();
}

/**
 * A server did not take the token: get another one, once for all who ask.
 *
 * @returns {Promise<boolean>} whether there is one
 */
export async function renew() {
  if (token !== null && performance.now() - renewedAt < APART) {
    return true; // it was the one before that was not taken, or another one helps no more
  }
  await once(null);
  return token !== null;
}

/** @param {number | null} left how long the token that there is goes on, if that is known; in milliseconds */
function once(left) {
  renewing ??= renewOnce(left).finally(() => {
    renewing = null;
  });
  return renewing;
}

/** @param {number | null} left */
async function renewOnce(left) {
  if (!way) {
    return;
  }
  const before = token;
  const next = await way.renew();
  if (token !== before) {
    return; // somebody has signed out meanwhile, or in
  }
  renewedAt = performance.now();
  if (next === null && left !== null) {
    endsIn(left);
  } else {
    take(next);
  }
}

/** @param {Given | null} given */
function take(given) {
  clearTimeout(timer);
  const before = person?.id;
  token = given?.token ?? null;
  ending = false;
  const claims = given === null ? null : claimsOf(given.token);
  person = claims && { id: claims.sub, roles: claims.roles ?? [] };
  if (given && claims) {
    // By how long it lasts: this device may take the time to be another.
    const lasts = given.lasts ?? (claims.iat === undefined ? claims.exp * 1000 - Date.now() : (claims.exp - claims.iat) * 1000);
    const ahead = Math.min(AHEAD, lasts / 3);
    if (way?.renews()) {
      after(Math.max(APART, lasts - ahead), () => renewInTime(ahead));
    } else {
      after(lasts - ahead, () => endsIn(ahead));
    }
  }
  if (before !== person?.id) {
    listeners.forEach((listener) => listener());
  }
}

/** @param {number} left */
function renewInTime(left) {
  once(left).catch((e) => {
    console.warn('the session is not renewed yet', e);
    after(APART, () => renewInTime(left));
  });
}

/** @param {number} left */
function endsIn(left) {
  ending = true;
  after(left, () => take(null));
}

/**
 * @param {number} millis
 * @param {() => void} act
 */
function after(millis, act) {
  timer = setTimeout(() => (millis > LONGEST ? after(millis - LONGEST, act) : act()), Math.min(millis, LONGEST));
}

/**
 * Only to show who it is: the server checks it.
 *
 * @param {string} jwt
 * @returns {{sub: string, exp: number, iat?: number, roles?: string[]}}
 */
function claimsOf(jwt) {
  const part = jwt.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
