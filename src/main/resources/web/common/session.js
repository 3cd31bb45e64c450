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
 * @typedef {object} Way a way to sign in
 * @property {() => Promise<string | null>} resume a token of who is signed in already, null if nobody is
 * @property {(hint?: {id: string, roles: string[]}) => Promise<string | null>} signIn may leave the page
 * @property {() => Promise<string | null>} renew a new token, null if there has to be a sign-in
 * @property {() => Promise<void>} signOut may leave the page
 */

/** A token is renewed so long before it ends, in milliseconds. */
const AHEAD = 60_000;

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
  settings = found;
  if (found.kind === 'DEMO') {
    way = demoSignIn();
  } else if (found.kind === 'OIDC') {
    way = oidcSignIn(found);
  }
  take(way ? await way.resume() : null);
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
  renewing ??= renewOnce().finally(() => {
    renewing = null;
  });
  await renewing;
  return token !== null;
}

async function renewOnce() {
  if (way) {
    take(await way.renew());
  }
}

/** @param {string | null} next */
function take(next) {
  clearTimeout(timer);
  const before = person?.id;
  token = next;
  const claims = next === null ? null : claimsOf(next);
  person = claims && { id: claims.sub, roles: claims.roles ?? [] };
  if (claims) {
    const wait = Math.max(1000, claims.exp * 1000 - Date.now() - AHEAD);
    // A browser takes no longer time than this.
    timer = setTimeout(() => renew().catch((e) => console.warn('the session is not renewed yet', e)), Math.min(wait, 2 ** 31 - 1));
  }
  if (before !== person?.id) {
    listeners.forEach((listener) => listener());
  }
}

/**
 * Only to show who it is: the server checks it.
 *
 * @param {string} jwt
 * @returns {{sub: string, exp: number, roles?: string[]}}
 */
function claimsOf(jwt) {
  const part = jwt.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
