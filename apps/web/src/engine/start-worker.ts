/**
 * Starts the SharedWorker of the engine.
 *
 * @module
 */
// Vite makes this module.
// oxlint-disable-next-line import/default
import script from './worker.ts?sharedworker&url';
import { workerScript } from '../push/worker-script.ts';
import { accountOf } from './account.ts';
import type { EngineOf } from './account.ts';

/** `onFailed`: the browser does not run it. */
export function startWorker(of: EngineOf, onFailed: () => void): void {
  const url = workerScript(new URL(script, import.meta.url));
  const worker = new SharedWorker(url, { type: 'module', name: `posthorn/${accountOf(of)}` });
  worker.addEventListener('error', onFailed);
  worker.port.start();
  worker.port.postMessage(of);
}
