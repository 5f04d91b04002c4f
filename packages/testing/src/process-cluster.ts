/**
 * A cluster of real processes: gateways and routers on a database and a NATS of their own.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startNats } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { LAUNCHER, ServerProcess } from './server-process.ts';
import type { Place, WayIn } from './place.ts';

/** A private service, or a database on a server that others use too, with pid 0. */
export type Lodging = Pick<PrivateService, 'url' | 'pid' | 'remove'>;

export interface ProcessClusterOptions {
  /**
   * The `posthorn` of the first router and gateway, and of the second ones, which start when the first ones serve.
   * Default: that of this repository.
   */
  readonly launchers?: readonly [string, string];
  /** More of `posthorn start`, for every node. */
  readonly options?: readonly string[];
  /** More of it, for the routers. */
  readonly routerOptions?: readonly string[];
  /** The nodes take this port and those after it; 0, the default: ports that are free. */
  readonly firstPort?: number;
  /** Called with each piece of a node's log. */
  readonly onLog?: (node: string, text: string) => void;
}

/** What transcripts need: short passwords, and several devices of one class. */
export const FOR_TESTS: ProcessClusterOptions = {
  options: ['--login-policy', 'multi'],
  routerOptions: ['--password-min-length', '1'],
};

export class ProcessCluster implements Place {
  readonly #options: ProcessClusterOptions;
  /** PostgreSQL or MariaDB, and NATS. */
  readonly services: Lodging[] = [];
  readonly gateways: ServerProcess[] = [];
  readonly routers: ServerProcess[] = [];
  #stagehand: Promise<Client> | undefined;
  #files: Promise<string> | undefined;
  readonly lobby = 1;

  private constructor(options: ProcessClusterOptions) {
    this.#options = options;
  }

  /** Two gateways and two routers. Rejects with what a process printed that does not start. */
  static async start(
    startDatabase: () => Promise<Lodging>,
    options: ProcessClusterOptions = {},
  ): Promise<ProcessCluster> {
    const cluster = new ProcessCluster(options);
    try {
      await cluster.#start(startDatabase);
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  url(wayIn: WayIn, index: number): string {
    const nodes = wayIn === 'http' ? this.routers : this.gateways;
    const node = nodes[index % nodes.length];
    assert.ok(node !== undefined);
    return wayIn === 'tcp' ? node.tcpUrl : node.httpUrl;
  }

  /** Makes an account of its own to ask. */
  async idOf(name: string): Promise<number> {
    this.#stagehand ??= connect({
      server: this.url('tcp', 0),
      user: 'stagehand',
      password: 'password',
      register: true,
    });
    const answer = await (await this.#stagehand).call('getUsers', { names: [name] });
    const id = answer.users[0]?.id;
    assert.ok(id !== undefined, `there is no ${name}`);
    return id;
  }

  /** What all nodes have logged; for a failing test. */
  get logs(): string {
    return this.nodes.map(({ stderr }) => stderr).join('\n');
  }

  get nodes(): readonly ServerProcess[] {
    return [...this.routers, ...this.gateways];
  }

  /** Resolves when every node takes traffic. */
  async untilReady(): Promise<void> {
    for (const node of this.nodes) await node.untilReady();
  }

  /** Ends all of it and removes its data. Idempotent. */
  async close(): Promise<void> {
    await (await this.#stagehand)?.close();
    for (const node of [...this.gateways, ...this.routers]) await node.remove();
    for (const service of this.services) await service.remove();
    const folder = await this.#files;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  /** Which all routers share. */
  #filesFolder(): Promise<string> {
    return (this.#files ??= mkdtemp(join(tmpdir(), 'posthorn-cluster-files-')));
  }

  async #start(startDatabase: () => Promise<Lodging>): Promise<void> {
    this.services.push(await startNats());
    this.services.push(await startDatabase());
    for (const launcher of this.#options.launchers ?? [LAUNCHER, LAUNCHER]) {
      const started = await Promise.allSettled([
        this.#startNode('router', launcher),
        this.#startNode('gateway', launcher),
      ]);
      for (const each of started) if (each.status === 'rejected') throw each.reason;
      await this.untilReady();
    }
  }

  async #startNode(role: 'router' | 'gateway', launcher: string): Promise<void> {
    const { options = [], routerOptions = [], firstPort = 0, onLog } = this.#options;
    const [nats, database] = this.services;
    assert.ok(nats !== undefined && database !== undefined);
    const nodes = this[`${role}s`];
    const name = `${role} ${nodes.length + 1}`;
    const offset = (role === 'gateway' ? 0 : 4) + nodes.length * 2;
    const ports =
      firstPort === 0 ? { http: 0, tcp: 0 } : { http: firstPort + offset, tcp: firstPort + offset + 1 };
    // Earlier versions know no files.
    const files = launcher === LAUNCHER ? ['--files', await this.#filesFolder()] : [];
    const ofRole = role === 'router' ? ['--store', database.url, ...files, ...routerOptions] : [];
    const node = await ServerProcess.start(
      ['--bus', nats.url, '--role', role, '--drain-window', '200ms', ...ofRole, ...options],
      { name, launcher, ports, ...(onLog !== undefined && { onLog: (text) => onLog(name, text) }) },
    );
    nodes.push(node);
  }
}
