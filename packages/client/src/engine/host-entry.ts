/**
 * Runs the engine: in a worker, in the tab that leads, or in one page alone.
 *
 * @module
 */
import type { Engine } from './api.ts';
import { runEngine } from './open.ts';
import type { HostOptions } from './open.ts';
import { portPair } from './ports.ts';
import { TabEngine } from './tab.ts';
import { onWake } from './wake.ts';

export type { HostOptions, RunningEngine } from './open.ts';
export type { ServeOptions, Serving } from './serve.ts';
export { runEngine } from './open.ts';
export { serveEngine } from './serve.ts';

/** Runs the engine in this page alone. Resolves when what is on the device is shown; the network comes later. */
export async function openEngine(options: HostOptions): Promise<Engine> {
  const running = runEngine(options);
  const [near, far] = portPair();
  running.host.attach(far);
  const engine = new TabEngine(near, async () => {
    stop();
    await running.close();
  });
  const stop = onWake(() => engine.probe());
  await engine.ready();
  return engine;
}
