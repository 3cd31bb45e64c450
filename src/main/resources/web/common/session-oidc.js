/**
 * Sign-in at an OpenID provider: authorization code with PKCE (RFC 7636, OpenID Connect Core 3.1).
 * Tokens stay in the memory of this page. A page that is opened anew asks the provider silently
 * (`prompt=none`) before it asks the person.
 */

const FLOW = 'sportskk.oidc-flow';

/**
 * What has become of asking silently in this tab: `no` if nobody is signed in, or has signed out;
 * `asked` if the provider was asked and has not given a token.
 */
const SILENT = 'sportskk.oidc-silent';

/**
 * @typedef {object} Provider
 * @property {string} issuer
 * @property {string} authorization_endpoint
 * @property {string} token_endpoint
 * @property {string} [end_session_endpoint]
 *
 * @typedef {object} Flow what must be the same when the provider sends the browser back
 * @property {string} state
 * @property {string} verifier
 * @property {string} back where the page was
 */

/** The provider does not know who it is, or must ask: then there is no silent sign-in. */
const NOBODY = new Set(['login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

/**
 * @param {{issuer: string, clientId: string, scope: string}} settings
 */
export function oidcSignIn({ issuer, clientId, scope }) {
  /** @type {string | null} */
  let refreshToken = null;
  /** @type {string | null} */
  let idToken = null;
  /** @type {Promise<Provider> | null} */
  let found = null;

  /** @returns {Promise<Provider>} */
  function provider() {
    found ??= discover().catch((e) => {
      found = null;
      throw e;
    });
    return found;
  }

  /** @returns {Promise<Provider>} */
  async function discover() {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (!answer.ok) {
      throw new Error(`the provider ${issuer} does not answer: ${answer.status}`);
    }
    const it = /** @type {Provider} */ (await answer.json());
    if (it.issuer !== issuer) {
      throw new Error(`the provider at ${issuer} calls itself ${it.issuer}`);
    }
    return it;
  }

  /** @param {boolean} silent */
  async function leave(silent) {
    const { authorization_endpoint } = await provider();
    /** @type {Flow} */
    const flow = { state: random(), verifier: random(), back: location.pathname + location.search + location.hash };
    sessionStorage.setItem(FLOW, JSON.stringify(flow));
    const to = new URL(authorization_endpoint);
    to.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri(),
      scope,
      state: flow.state,
      code_challenge: await challenge(flow.verifier),
      code_challenge_method: 'S256',
      ...(silent ? { prompt: 'none' } : {}),
    }).toString();
    location.assign(to);
    return new Promise(() => {}); // the page is left
  }

  /**
   * @param {Record<string, string>} parameters
   * @returns {Promise<{token: string, lasts?: number} | null>}
   */
  async function ask(parameters) {
    const { token_endpoint } = await provider();
    const answer = await fetch(token_endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: clientId, ...parameters }).toString(),
    });
    if (answer.status === 400 || answer.status === 401) {
      return null; // the code or the refresh token is of no use any more
    }
    if (!answer.ok) {
      throw new Error(`the provider does not give a token: ${answer.status}`);
    }
    const tokens = await answer.json();
    refreshToken = tokens.refresh_token ?? refreshToken;
    idToken = tokens.id_token ?? idToken;
    return { token: tokens.access_token, lasts: tokens.expires_in > 0 ? tokens.expires_in * 1000 : undefined };
  }

  return {
    resume: async () => {
      const query = new URLSearchParams(location.search);
      const stored = sessionStorage.getItem(FLOW);
      if (stored !== null && query.has('state')) {
        sessionStorage.removeItem(FLOW);
        const flow = /** @type {Flow} */ (JSON.parse(stored));
        history.replaceState(null, '', flow.back);
        dispatchEvent(new HashChangeEvent('hashchange')); // which a replaced address does not tell by itself
        if (query.get('state') !== flow.state) {
          throw new Error('the answer of the provider is not to what this page has asked');
        }
        const code = query.get('code');
        if (code !== null) {
          const given = await ask({
            grant_type: 'authorization_code',
            code,
            redirect_uri: redirectUri(),
            code_verifier: flow.verifier,
          });
          if (given) {
            sessionStorage.removeItem(SILENT);
          }
          return given;
        }
        const error = query.get('error') ?? 'no code';
        if (!NOBODY.has(error)) {
          throw new Error(`the provider says ${error}: ${query.get('error_description') ?? ''}`);
        }
        sessionStorage.setItem(SILENT, 'no');
        return null;
      }
      // A provider that knows nobody is not asked with each reload; one that has failed is asked with the next one.
      const silent = sessionStorage.getItem(SILENT);
      if (silent === 'no') {
        return null;
      }
      if (silent === 'asked') {
        sessionStorage.removeItem(SILENT);
        return null;
      }
      await provider(); // a page that can't leave has not asked
      sessionStorage.setItem(SILENT, 'asked');
      return leave(true);
    },
    signIn: () => {
      sessionStorage.removeItem(SILENT);
      return leave(false);
    },
    renews: () => refreshToken !== null,
    renew: async () => (refreshToken === null ? null : ask({ grant_type: 'refresh_token', refresh_token: refreshToken })),
    signOut: async () => {
      refreshToken = null;
      sessionStorage.setItem(SILENT, 'no');
      const { end_session_endpoint } = await provider();
      if (end_session_endpoint) {
        const to = new URL(end_session_endpoint);
        to.search = new URLSearchParams({
          client_id: clientId,
          post_logout_redirect_uri: redirectUri(),
          ...(idToken === null ? {} : { id_token_hint: idToken }),
        }).toString();
        location.assign(to);
      }
    },
  };
}

/** Where the provider sends the browser back to: the page itself. */
function redirectUri() {
  return location.origin + location.pathname;
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {string} verifier */
async function challenge(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
