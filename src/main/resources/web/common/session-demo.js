/** On a laptop one picks who to be; that is remembered, the token is not. */

const KEY = 'sportskk.demo-person';

/** How it is for this page: a buyer's and an administrator's may be open side by side. */
const STORE = sessionStorage;

/** @typedef {{token: string} | null} Given */

/**
 * @returns {{
 *   resume: () => Promise<Given>,
 *   signIn: (hint?: {id: string, roles: string[]}) => Promise<Given>,
 *   renews: () => boolean,
 *   renew: () => Promise<Given>,
 *   signOut: () => Promise<void>,
 * }}
 */
export function demoSignIn() {
  const again = async () => {
    const stored = STORE.getItem(KEY);
    return stored === null ? null : given(JSON.parse(stored));
  };
  return {
    resume: again,
    renews: () => true,
    renew: again,
    signIn: async (hint) => {
      if (!hint) {
        return null;
      }
      STORE.setItem(KEY, JSON.stringify(hint));
      return given(hint);
    },
    signOut: async () => STORE.removeItem(KEY),
  };
}

/**
 * @param {{id: string, roles: string[]}} person
 * @returns {Promise<Given>}
 */
async function given({ id, roles }) {
  const answer = await fetch('/demo/tokens', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: id, roles }),
  });
  if (!answer.ok) {
    throw new Error(`/demo/tokens: ${answer.status}`);
  }
  const { token } = await answer.json();
  return { token };
}
