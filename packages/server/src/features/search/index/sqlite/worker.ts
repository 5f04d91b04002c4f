/**
 * A thread with one connection to the index.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { yieldToOthers } from '../../../../low-priority.ts';
import { failureOf } from '../../../../store/sqlite/failures.ts';
import { CLOSE, carryOut } from './calls.ts';
import type { Call, Opened, Result, ThreadOptions } from './calls.ts';
import { FtsIndex } from './fts-index.ts';

const ERASED_MS = 2000;

const port = parentPort;
if (port === null) throw new Error('this runs in a thread alone');

try {
  const options = workerData as ThreadOptions;
  const index = new FtsIndex(options);
  // Whoever appends goes first; whoever searches waits for an answer.
  if (!options.isReader) yieldToOthers();
  port.postMessage({ opened: true } satisfies Opened);
  let timer: NodeJS.Timeout | undefined;
  const tidyLater = (): void => {
    if (!index.hasErased) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      index.tidy();
      tidyLater();
    }, options.erasedMs ?? ERASED_MS);
  };
  port.on('message', (message: Call | typeof CLOSE) => {
    if (message === CLOSE) {
      clearTimeout(timer);
      if (index.hasErased) index.tidy();
      index.close();
      port.close();
      return;
    }
    port.postMessage(resultOf(index, message));
    tidyLater();
  });
} catch (error) {
  port.postMessage({ failure: failureOf(error) } satisfies Opened);
  port.close();
}

function resultOf(index: FtsIndex, call: Call): Result {
  try {
    return { value: carryOut(index, call) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}
