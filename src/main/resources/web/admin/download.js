/**
 * A file of the API, however large, onto this machine. The token goes in a header, so a plain link would not do. Where a
 * browser lets a page write a file, it is written as it comes; elsewhere it is held in memory first, up to a bound.
 */
import { Problem, problem } from '../common/api.js';
import { bearer, renew } from '../common/session.js';

/** What is held in memory at most, in bytes. */
export const BOUND = 256 * 1024 * 1024;

/** It was more than that. */
export class TooLarge extends Error {}

/** It broke off: what has come is not the whole file. */
export class BrokenOff extends Error {}

/**
 * @typedef {object} FileHandle
 * @property {() => Promise<WritableStream<Uint8Array>>} createWritable
 */

/**
 * @param {string} path
 * @param {string} name of the file, as it is proposed
 * @param {(bytes: number) => void} progress
 * @returns {Promise<boolean>} false if whoever was asked where to put it did not want it
 */
export async function download(path, name, progress) {
  const picker = /** @type {{showSaveFilePicker?: (options: object) => Promise<FileHandle>}} */ (window).showSaveFilePicker;
  /** @type {FileHandle | undefined} */
  let file;
  if (picker) {
    try {
      file = await picker({ suggestedName: name, types: [{ accept: { 'text/csv': ['.csv'] } }] });
    } catch (e) {
      if (e instanceof DOMException && e.name === 'AbortError') {
        return false;
      }
      // Not allowed here, for example in a frame: then through memory.
    }
  }
  const body = await open(path);
  if (file) {
    await onto(file, body, progress);
  } else {
    save(await held(body, progress), name);
  }
  return true;
}

/**
 * @param {string} path
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
async function open(path) {
  let answer = await request(path);
  if (answer.status === 401 && (await renew())) {
    answer = await request(path);
  }
  if (!answer.ok || answer.body === null) {
    throw await problem(answer);
  }
  return answer.body;
}

/** @param {string} path */
async function request(path) {
  try {
    return await fetch(path, {
      headers: { Accept: 'text/csv, application/problem+json', Authorization: `Bearer ${bearer()}` },
      cache: 'no-store',
    });
  } catch (e) {
    throw new Problem('offline', 0, { detail: String(e) });
  }
}

/**
 * @param {FileHandle} file
 * @param {ReadableStream<Uint8Array>} body
 * @param {(bytes: number) => void} progress
 */
async function onto(file, body, progress) {
  const writable = await file.createWritable();
  let bytes = 0;
  const counted = new TransformStream({
    transform: (/** @type {Uint8Array} */ chunk, controller) => {
      progress((bytes += chunk.byteLength));
      controller.enqueue(chunk);
    },
  });
  try {
    // What breaks off aborts the file, which is then left as it was before.
    await body.pipeThrough(counted).pipeTo(writable);
  } catch (e) {
    throw new BrokenOff(String(e));
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(bytes: number) => void} progress
 */
async function held(body, progress) {
  const reader = body.getReader();
  /** @type {BlobPart[]} */
  const chunks = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((e) => {
      throw new BrokenOff(String(e));
    });
    if (done) {
      return new Blob(chunks, { type: 'text/csv' });
    }
    bytes += value.byteLength;
    if (bytes > BOUND) {
      await reader.cancel();
      throw new TooLarge();
    }
    progress(bytes);
    chunks.push(/** @type {BlobPart} */ (value));
  }
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
