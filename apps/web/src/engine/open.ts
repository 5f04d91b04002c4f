/**
 * Opens the engine of whoever is logged in: in a SharedWorker, else in the tab that leads, else in this page alone. A page that
 * has a worker does not load what runs the engine.
 *
 * @module
 */
import { joinEngine } from '@posthorn/client/engine';
import type { Engine } from '@posthorn/client/engine';
import type { Serving } from '@posthorn/client/engine/host';
import { updateReady } from '../push/service-worker.ts';
import { accountOf } from './account.ts';
import type { EngineOf } from './account.ts';
import { startWorker } from './start-worker.ts';

/** Resolves when what is on the device can be shown. */
export async function openEngineOf(of: EngineOf): Promise<Engine> {
  const hasWorker = typeof SharedWorker !== 'undefined';
  // Pages without TLS have no locks, whatever the types say.
  const hasLocks = (navigator as Partial<Navigator>).locks !== undefined;
  if (!hasWorker && !hasLocks) return (await import('./serve.ts')).openAlone(of);
  // The lock decides which of all pages and workers runs the engine.
  let own: Promise<Serving> | undefined;
  const serveHere = (): void => {
    if (hasLocks) own ??= import('./serve.ts').then(({ serve }) => serve(of));
  };
  if (hasWorker) startWorker(of, serveHere);
  else serveHere();
  const engine = await joinEngine({
    account: accountOf(of),
    onSilence() {
      // A page that is frozen keeps the lock; one that has a worker waits for it.
      if (hasWorker) serveHere();
      else void own?.then((serving) => serving.takeOver());
    },
    onGone() {
      // A worker dies with the page that it shares a process with.
      if (hasWorker) startWorker(of, serveHere);
    },
    onClose: async () => (await own)?.close(),
  });
  // A tab with a newer build has taken the engine over, and this page does not understand it.
  engine.status.subscribe(() => {
    if (engine.status.get().error?.code === 'UNSUPPORTED_VERSION') updateReady.set(true);
  });
  return engine;
}
