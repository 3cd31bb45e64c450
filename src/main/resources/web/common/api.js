/**
 * Asks the API. What goes wrong comes as a {@link Problem}, which says whether it is known that
 * nothing was done.
 */
import { bearer, renew } from './session.js';

/** How long a read may take, in milliseconds. */
const PATIENCE = 15_000;

/** An answer that is no success, or none at all. */
export class Problem extends Error {
  /**
   * @param {string} kind the last part of the problem's type, such as `sales-closed`; `offline` if there was no answer
   * @param {number} status 0 if there was no answer
   * @param {Partial<ProblemBody>} body
   * @param {number} [retryAfter] in milliseconds
   */
  constructor(kind, status, body, retryAfter) {
    super(body.detail ?? body.title ?? kind);
    this.name = 'Problem';
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** Whether nobody knows if it was done: the same may be asked again, with the same key. */
  get unknown() {
    return this.status === 0 || this.status >= 500;
  }
}

/**
 * @template T
 * @param {string} path
 * @param {{method?: string, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal, patience?: number}} [options]
 * @returns {Promise<{status: number, headers: Headers, body: T}>} fails with a {@link Problem}, whatever is wrong, but for what the caller has ended
 */
export async function ask(path, options = {}) {
  try {
    let answer = await send(path, options);
    if (answer.status === 401 && bearer() !== null && (await renew())) {
      answer = await send(path, options);
    }
    if (!answer.ok) {
      throw await problem(answer);
    }
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.status === 204 ? undefined : await answer.json(),
    };
  } catch (e) {
    if (e instanceof Problem || options.signal?.aborted) {
      throw e;
    }
    throw noAnswer(e);
  }
}

/** @param {unknown} cause */
function noAnswer(cause) {
  return new Problem('offline', 0, { detail: String(cause) });
}

/**
 * @template T
 * @param {string} path
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<T>}
 */
export async function read(path, options) {
  return /** @type {{body: T}} */ (await ask(path, options)).body;
}

/**
 * @template T
 * @param {'POST' | 'PUT'} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<T>}
 */
export async function write(method, path, body, headers) {
  return /** @type {{body: T}} */ (await ask(path, { method, body, headers, patience: 30_000 })).body;
}

/**
 * @param {string} path
 * @param {{method?: string, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal, patience?: number}} options
 */
async function send(path, { method = 'GET', body, headers = {}, signal, patience = PATIENCE }) {
  const token = bearer();
  const limit = AbortSignal.timeout(patience);
  return fetch(path, {
    method,
    headers: {
      Accept: 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    cache: 'no-store',
  });
}

/**
 * @param {Response} answer
 * @returns {Promise<Problem>}
 */
export async function problem(answer) {
  /** @type {Partial<ProblemBody>} */
  let body = {};
  if (answer.headers.get('Content-Type')?.includes('json')) {
    try {
      body = await answer.json();
    } catch (e) {
      return noAnswer(e); // it may be that which says that it is not known yet
    }
  }
  const kind = body.type?.split('/').pop() ?? 'unexpected';
  const seconds = Number(answer.headers.get('Retry-After'));
  return new Problem(kind, answer.status, body, seconds > 0 ? seconds * 1000 : undefined);
}
