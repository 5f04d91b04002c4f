/**
 * Opens the engine of whoever is logged in: in a SharedWorker, else in the tab that leads, else in this page alone.
 *
 * @module
 */
import { joinEngine, openEngine } from '@posthorn/client/engine';
import type { Engine, Serving } from '@posthorn/client/engine';
import { accountOf, optionsOf } from './account.ts';
import type { EngineOf } from './account.ts';
import { serve } from './serve.ts';
import { startWorker } from './start-worker.ts';

/** Resolves when what is on the device can be shown. */
export async function openEngineOf(of: EngineOf): Promise<Engine> {
  const hasWorker = typeof SharedWorker !== 'undefined';
  // Pages without TLS have no locks, whatever the types say.
  const hasLocks = (navigator as Partial<Navigator>).locks !== undefined;
  if (!hasWorker && !hasLocks) return openEngine(optionsOf(of));
  // One for each page, also if it logs in again: the lock decides which of them runs the engine.
  let own: Serving | undefined;
  const serveHere = (): void => {
    if (hasLocks) own ??= serve(of);
  };
  if (hasWorker) startWorker(of, serveHere);
  else serveHere();
  return joinEngine({
    account: accountOf(of),
    onSilence() {
      // A page that is frozen keeps the lock; one that has a worker waits for it.
      if (hasWorker) serveHere();
      else own?.takeOver();
    },
    onClose: () => own?.close(),
  });
}
