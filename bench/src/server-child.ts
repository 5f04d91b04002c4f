/**
 * The server under measurement, seen from outside.
 *
 * @module
 */
import type { Child } from './child.ts';

/** What the server process has used. Bytes; `cpuSeconds` of all its threads. */
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

  usage(): Promise<Usage> {
    return this.child.ask('usage');
  }

  /** The same after a collection of garbage: what is left is what is held. */
  usageAfterGc(): Promise<Usage> {
    return this.child.ask('gc');
  }

  /** The highest resident memory since the last call, in bytes, looked at every few ms. */
  async peakRss(): Promise<number> {
    return (await this.child.ask<{ readonly peakRss: number }>('peak')).peakRss;
  }

  /** Sums of metrics, by name. */
  metrics<Name extends string>(...names: readonly Name[]): Promise<Readonly<Record<Name, number>>> {
    return this.child.ask(`metrics ${names.join(' ')}`);
  }
}
