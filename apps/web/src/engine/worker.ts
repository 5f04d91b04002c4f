/**
 * The SharedWorker of the engine. Each page says whose engine it needs; the worker lives as long as one of them.
 *
 * @module
 */
import type { Serving } from '@posthorn/client/engine/host';
import { accountOf } from './account.ts';
import type { EngineOf } from './account.ts';
import { serve } from './serve.ts';

const servings = new Map<string, Serving>();

function start(of: EngineOf): void {
  const account = accountOf(of);
  if (servings.get(account)?.isEnding === false) return;
  // After a logout the next login starts another one, which waits for the lock of the one before.
  servings.set(account, serve(of));
}

addEventListener('connect', (event) => {
  // The types are those of a page.
  const [port] = (event as MessageEvent).ports;
  port?.addEventListener('message', ({ data }: MessageEvent<EngineOf>) => start(data));
  port?.start();
});
