/**
 * One node of a cluster: its own process.
 *
 * @module
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { PosthornProcess } from '@posthorn/services';
import type { BusLine } from '../network/bus-line.ts';
import type { Host } from './hosts.ts';
import type { ClusterNode } from './system.ts';

export interface NodeOptions {
  /** For example "router 2"; also the name of its data and log. */
  readonly name: string;
  readonly role: ClusterNode['role'];
  /** The path of the `posthorn` script. */
  readonly launcher: string;
  readonly folder: string;
  /** Options of `posthorn start`. */
  readonly options: readonly string[];
  readonly busLine: BusLine;
  readonly busSecret: string;
  /** The host on which it runs; absent: this machine. */
  readonly host?: Host | undefined;
  /** Called if it ends by itself. */
  readonly onDeath: (sentence: string) => void;
}

export class NodeProcess extends PosthornProcess implements ClusterNode {
  readonly role: ClusterNode['role'];
  readonly busLine: BusLine;
  readonly host: Host | undefined;

  constructor({ name, role, launcher, folder, options, busLine, busSecret, host, onDeath }: NodeOptions) {
    const path = join(folder, name.replace(' ', '-'));
    super({
      name,
      launcher,
      options: [`--data=${path}`, `--bus=${busLine.url}`, ...options],
      env: { POSTHORN_BUS_SECRET: busSecret },
      ...(host !== undefined && { address: host.address, prefix: host.prefix }),
      onLog: (text) => appendFileSync(`${path}.log`, text),
      onDeath,
    });
    this.role = role;
    this.busLine = busLine;
    this.host = host;
  }
}
