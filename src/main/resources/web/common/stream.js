/**
 * Server-Sent Events, read by `fetch`: a token goes into a header, never into an address. What
 * breaks off is connected again and goes on after the last event.
 */
import { bearer, renew } from './session.js';

/** If nothing is heard for so long, not even a heartbeat, the line is dead; in milliseconds. */
const SILENCE = 40_000;

const LONGEST_WAIT = 15_000;

/**
 * @typedef {object} Listener
 * @property {(event: string, data: any, id: string) => void} event
 * @property {(live: boolean) => void} [state] whether what was told is up to date
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
  /** @type {boolean | undefined} */
  let told;
  const tell = (/** @type {boolean} */ live) => {
    if (told !== live) {
      told = live;
      listener.state?.(live);
    }
  };
  while (!ended.aborted) {
    const silence = watchdog(ended);
    try {
      const answer = await connect(path, lastId, silence.signal);
      if (answer.status === 204) {
        tell(true);
        return; // there is nothing more to come
      }
      if (answer.status === 401 && (await renew())) {
        continue;
      }
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
        console.error(`${path}: ${answer.status}`);
        tell(false);
        return;
      }
      if (!answer.ok || answer.body === null) {
        throw new Error(`${path}: ${answer.status}`);
      }
      tell(true);
      failures = 0;
      await events(answer.body, silence.heard, (field) => {
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
      failures++;
    } finally {
      silence.end();
    }
    // A server ends each stream now and then: only who can't come back is offline.
    if (failures > 0) {
      tell(false);
    }
    await pause(failures === 0 ? retry * Math.random() : Math.min(LONGEST_WAIT, retry * 2 ** (failures - 1)), ended);
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

/** @param {AbortSignal} ended */
function watchdog(ended) {
  const dead = new AbortController();
  let timer = setTimeout(() => dead.abort(), SILENCE);
  return {
    signal: AbortSignal.any([ended, dead.signal]),
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(() => dead.abort(), SILENCE);
    },
    end: () => clearTimeout(timer),
  };
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
