/**
 * A cluster of real processes: gateways and routers on a database and a NATS of their own.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startMariadb, startNats, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { LAUNCHER, ServerProcess } from './server-process.ts';
import type { Place, WayIn } from './place.ts';

export const DATABASES: Readonly<Record<string, () => Promise<PrivateService>>> = {
  PostgreSQL: () => startPostgres(),
  MariaDB: () => startMariadb(),
};

export class ProcessCluster implements Place {
  readonly #services: PrivateService[] = [];
  readonly gateways: ServerProcess[] = [];
  readonly routers: ServerProcess[] = [];
  #stagehand: Client | undefined;
  lobby = 0;

  /**
   * Two gateways and two routers; `launchers` are the `posthorn` of the first router and gateway, and of the second
   * ones, which start when the first ones serve. Rejects with what a process printed.
   */
  static async start(
    startDatabase: () => Promise<PrivateService>,
    launchers: readonly [string, string] = [LAUNCHER, LAUNCHER],
  ): Promise<ProcessCluster> {
    const cluster = new ProcessCluster();
    try {
      await cluster.#start(startDatabase, launchers);
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

  async idOf(name: string): Promise<number> {
    const answer = await this.#stagehand?.call('getUsers', { names: [name] });
    const id = answer?.users[0]?.id;
    assert.ok(id !== undefined, `there is no ${name}`);
    return id;
  }

  /** What all nodes have logged; for a failing test. */
  get logs(): string {
    return [...this.routers, ...this.gateways].map(({ stderr }) => stderr).join('\n');
  }

  /** Resolves when every node takes traffic. */
  async untilReady(): Promise<void> {
    for (const node of [...this.routers, ...this.gateways]) await node.untilReady();
  }

  async close(): Promise<void> {
    await this.#stagehand?.close();
    for (const node of [...this.gateways, ...this.routers]) await node.remove();
    for (const service of this.#services) await service.remove();
  }

  async #start(
    startDatabase: () => Promise<PrivateService>,
    launchers: readonly [string, string],
  ): Promise<void> {
    const nats = await startNats();
    this.#services.push(nats);
    const database = await startDatabase();
    this.#services.push(database);
    const shared = ['--bus', nats.url, '--drain-window', '200ms', '--login-policy', 'multi'];
    const ofRouter = ['--role', 'router', '--store', database.url, '--password-min-length', '1'];
    for (const launcher of launchers) {
      const [router, gateway] = await Promise.allSettled([
        ServerProcess.start([...shared, ...ofRouter], undefined, launcher),
        ServerProcess.start([...shared, '--role', 'gateway'], undefined, launcher),
      ]);
      if (router.status === 'fulfilled') this.routers.push(router.value);
      if (gateway.status === 'fulfilled') this.gateways.push(gateway.value);
      for (const started of [router, gateway]) if (started.status === 'rejected') throw started.reason;
      await this.untilReady();
    }
    this.#stagehand = await connect({
      server: this.url('tcp', 0),
      user: 'stagehand',
      password: 'pw',
      register: true,
    });
    const { state } = this.#stagehand;
    this.lobby = state.name === 'online' ? state.session.lobby : 1;
  }
}
