/**
 * The measured server, from outside.
 *
 * @module
 */
import type { Child } from './child.ts';
import { passed } from './load/paced.ts';

const READY_INTERVAL_MS = 20;

/** What the server process uses: memory in bytes, and the CPU seconds of all its threads. */
export interface Usage {
  readonly rss: number;
  readonly heap: number;
  readonly cpuSeconds: number;
}

export class ServerChild {
  readonly child: Child;
  readonly http: number;
  readonly tcp: number;

  constructor(child: Child, http: number, tcp: number) {
    this.child = child;
    this.http = http;
    this.tcp = tcp;
  }

  /** Resolves when the server reports that it is ready; a gateway has then found a router. */
  async ready(): Promise<void> {
    while ((await fetch(`http://127.0.0.1:${this.http}/readyz`)).status !== 200)
      await passed(READY_INTERVAL_MS);
  }

  usage(): Promise<Usage> {
    return this.child.ask('usage');
  }

  /** Like usage(), after a garbage collection: only memory in use is counted. */
  usageAfterGc(): Promise<Usage> {
    return this.child.ask('gc');
  }

  /** The highest resident memory since the last call, in bytes, sampled every few ms. */
  async peakRss(): Promise<number> {
    return (await this.child.ask<{ readonly peakRss: number }>('peak')).peakRss;
  }

  /** Sums of metrics, by name. */
  metrics<Name extends string>(...names: readonly Name[]): Promise<Readonly<Record<Name, number>>> {
    return this.child.ask(`metrics ${names.join(' ')}`);
  }
}
