/**
 * One node of a cluster, in a process of its own.
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
  /** Like "router 2"; names its data and its log too. */
  readonly name: string;
  readonly role: ClusterNode['role'];
  /** The script that is `posthorn`. */
  readonly launcher: string;
  readonly folder: string;
  /** Of `posthorn start`. */
  readonly options: readonly string[];
  readonly busLine: BusLine;
  /** Where it runs; absent: here. */
  readonly host?: Host | undefined;
  /** Hears when it ends though nobody has told it to. */
  readonly onDeath: (sentence: string) => void;
}

export class NodeProcess extends PosthornProcess implements ClusterNode {
  readonly role: ClusterNode['role'];
  readonly busLine: BusLine;
  readonly host: Host | undefined;

  constructor({ name, role, launcher, folder, options, busLine, host, onDeath }: NodeOptions) {
    const path = join(folder, name.replace(' ', '-'));
    super({
      name,
      launcher,
      options: [`--data=${path}`, `--bus=${busLine.url}`, ...options],
      ...(host !== undefined && { address: host.address, prefix: host.prefix }),
      onLog: (text) => appendFileSync(`${path}.log`, text),
      onDeath,
    });
    this.role = role;
    this.busLine = busLine;
    this.host = host;
  }
}
