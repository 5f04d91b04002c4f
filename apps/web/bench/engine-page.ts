/**
 * What runs in the browser: opens the engine on a database that is full.
 *
 * @module
 */
import { openEngine, runEngine, serveEngine } from '../../../packages/client/src/engine/host-entry.ts';
import { joinEngine } from '../../../packages/client/src/engine/index.ts';
import { LARGE } from './local-data.ts';

export { fill } from './local-data.ts';

const ACCOUNT = 'bench';

/** Milliseconds until the list, the newest messages, an older page, and a jump are there, without a server. */
export async function measure(): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    times[name] = performance.now() - start;
    return result;
  };
  const credentials = { server: 'http://127.0.0.1:1', token: 'x' };
  const engine = await timed('open', () => openEngine({ credentials, account: ACCOUNT, onError: () => {} }));
  times['conversations'] = engine.conversations.get().size;
  const window = engine.timeline(LARGE);
  const loaded = (isIt: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const off = window.slice.subscribe(() => {
        if (!isIt()) return;
        off();
        resolve();
      });
    });
  await timed('newest', async () => {
    const shown = loaded(() => window.slice.get().isLoaded);
    void window.showNewest();
    await shown;
  });
  times['rows'] = window.slice.get().messages.length;
  await timed('older', () => window.older());
  await timed('around', () => window.showAround(50_000));
  await timed('search', () => engine.searchHere('yonder'));
  await engine.close();
  // The same for a tab that shares it.
  const options = { credentials, account: ACCOUNT, onError: () => {} };
  const serving = serveEngine({ account: ACCOUNT, run: (onOver) => runEngine({ ...options, onOver }) });
  const first = await timed('open shared', () => joinEngine({ account: ACCOUNT }));
  const second = await timed('open second tab', () => joinEngine({ account: ACCOUNT }));
  const shared = second.timeline(LARGE);
  await timed('newest shared', () => shared.showNewest());
  await Promise.all([first.close(), second.close(), serving.close()]);
  return times;
}
