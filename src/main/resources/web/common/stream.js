/**
 * Server-Sent Events, read by `fetch`: a token goes into a header, never into an address. What
 * breaks off is connected again and goes on after the last event.
 *
 * A browser has six connections to a server by HTTP/1.1, for all its tabs together. So a page that
 * nobody looks at has none.
 */
import { bearer, renew } from './session.js';

/** If nothing is heard for so long, not even a heartbeat, the line is dead; in milliseconds. */
const SILENCE = 40_000;

const LONGEST_WAIT = 15_000;

/** How long is waited when the server does not let us in: it may be of another release. In milliseconds. */
const LONG_WAIT = 60_000;

/** For so long a page that is out of sight keeps its lines: a glance aside costs nothing. In milliseconds. */
const GLANCE = 5_000;

/** What can be otherwise in a moment, in contrast to other refusals. */
const PASSING = new Set([401, 408, 425, 429]);

/**
 * @typedef {object} Listener
 * @property {(event: string, data: any, id: string) => void} event
 * @property {() => void} [begins] each time that a line is there, before its first event
 * @property {(live: boolean, resting: boolean) => void} [state] whether what was told is up to date; resting: it is not because nobody has looked
 *
 * @param {string} path
 * @param {Listener} listener
 * @returns {{close: () => void}}
 */
export function watch(path, listener) {
  const ended = new AbortController();
  void run(path, listener, ended.signal);
  return { close: () => ended.abort() };
}

/**
 * @param {string} path
 * @param {Listener} listener
 * @param {AbortSignal} ended
 */
async function run(path, listener, ended) {
  let lastId = '';
  let retry = 1000;
  let failures = 0;
  /** Whether it was tried with another token already. */
  let renewed = false;
  /** Whether the server does not let us in. */
  let refused = false;
  let told = '';
  const tell = (/** @type {boolean} */ live, resting = false) => {
    const state = `${live} ${resting}`;
    if (told !== state) {
      told = state;
      listener.state?.(live, resting);
    }
  };
  while (!ended.aborted) {
    if (document.hidden) {
      tell(false, true);
      await seen(ended);
      continue;
    }
    const line = open(ended, () => tell(false));
    try {
      const answer = await connect(path, lastId, line.signal);
      if (answer.status === 204) {
        tell(true);
        return; // there is nothing more to come
      }
      if (answer.status === 401 && (await renew()) && !renewed) {
        renewed = true;
        continue;
      }
      const before = refused;
      refused = answer.status >= 400 && answer.status < 500 && !PASSING.has(answer.status);
      if (refused && !before) {
        console.error(`${path}: ${answer.status}`);
      }
      if (!answer.ok || answer.body === null) {
        throw new Error(`${path}: ${answer.status}`);
      }
      listener.begins?.();
      tell(true);
      failures = 0;
      renewed = false;
      await events(answer.body, line.heard, (field) => {
        if (field.retry !== undefined) {
          retry = field.retry;
        }
        if (field.id !== undefined) {
          lastId = field.id;
        }
        if (field.event !== undefined) {
          listener.event(field.event, field.data, lastId);
        }
      });
    } catch (e) {
      if (ended.aborted) {
        return;
      }
      if (line.isCut()) {
        continue; // nothing has failed
      }
      failures++;
    } finally {
      line.end();
    }
    // A server ends each stream now and then: only who can't come back is offline.
    if (failures > 0) {
      tell(false);
    }
    const wait = refused ? LONG_WAIT : Math.min(LONGEST_WAIT, retry * 2 ** (failures - 1));
    await pause(failures === 0 ? retry * Math.random() : wait, ended);
  }
}

/**
 * @param {string} path
 * @param {string} lastId
 * @param {AbortSignal} signal
 */
function connect(path, lastId, signal) {
  const token = bearer();
  return fetch(path, {
    headers: {
      Accept: 'text/event-stream',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }),
    },
    cache: 'no-store',
    signal,
  });
}

/**
 * A line, and what ends it: silence, nobody who looks, and another network, as a line of the one
 * before may be dead without knowing.
 *
 * @param {AbortSignal} ended
 * @param {() => void} lost is told that the network is gone
 */
function open(ended, lost) {
  const dead = new AbortController();
  const cut = new AbortController();
  let silence = setTimeout(() => dead.abort(), SILENCE);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let glance;
  const look = () => {
    clearTimeout(glance);
    if (document.hidden) {
      glance = setTimeout(() => cut.abort(), GLANCE);
    }
  };
  const again = () => cut.abort();
  document.addEventListener('visibilitychange', look);
  addEventListener('online', again);
  addEventListener('offline', lost);
  look();
  return {
    signal: AbortSignal.any([ended, dead.signal, cut.signal]),
    isCut: () => cut.signal.aborted,
    heard: () => {
      clearTimeout(silence);
      silence = setTimeout(() => dead.abort(), SILENCE);
    },
    end: () => {
      clearTimeout(silence);
      clearTimeout(glance);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('online', again);
      removeEventListener('offline', lost);
    },
  };
}

/**
 * Until somebody looks.
 *
 * @param {AbortSignal} ended
 */
function seen(ended) {
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const go = () => {
      if (!document.hidden || ended.aborted) {
        document.removeEventListener('visibilitychange', go);
        ended.removeEventListener('abort', go);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', go);
    ended.addEventListener('abort', go);
  });
}

/**
 * WHATWG HTML, section 9.2.6, as far as this server writes it.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} heard
 * @param {(field: {event?: string, data?: any, id?: string, retry?: number}) => void} take
 */
async function events(body, heard, take) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    heard();
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      take(parse(block));
    }
  }
}

/** @param {string} block */
function parse(block) {
  /** @type {{event?: string, data?: any, id?: string, retry?: number}} */
  const field = {};
  let data = '';
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    const value = line.slice(colon + 2);
    switch (line.slice(0, colon)) {
      case 'event':
        field.event = value;
        break;
      case 'data':
        data += value;
        break;
      case 'id':
        field.id = value;
        break;
      case 'retry':
        field.retry = Number(value);
        break;
    }
  }
  if (data !== '') {
    field.data = JSON.parse(data);
  }
  return field;
}

/**
 * At once when the network is back.
 *
 * @param {number} millis
 * @param {AbortSignal} ended
 */
function pause(millis, ended) {
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      ended.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, millis);
    addEventListener('online', go);
    ended.addEventListener('abort', go);
  });
}
