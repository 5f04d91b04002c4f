/**
 * A cluster on this machine: NATS, one router with the database, and gateways, each in its own process.
 *
 * @module
 */
import { startNats } from '@posthorn/services';
import type { Lab, ServerOptions } from './lab.ts';
import { familyCpuSeconds } from './load/cpu.ts';
import { seed } from './seed.ts';
import type { Seeded } from './seed.ts';
import type { ServerChild } from './server-child.ts';

export interface BenchCluster {
  readonly router: ServerChild;
  readonly gateways: readonly ServerChild[];
  readonly users: readonly Seeded[];
  readonly natsPid: number;
}

/** Rejects with a MissingProgramError if nats-server is not installed. */
export async function startCluster(
  lab: Lab,
  {
    gateways,
    users,
    config = {},
  }: { readonly gateways: number; readonly users: number; readonly config?: ServerOptions },
): Promise<BenchCluster> {
  const nats = await startNats();
  lab.onClose(() => nats.remove());
  const directory = await lab.directory();
  const seeded = await seed(directory, users);
  const shared = { ...config, bus: nats.url };
  const router = await lab.server(directory, { ...shared, role: 'router' });
  const started: ServerChild[] = [];
  for (let index = 0; index < gateways; index++) {
    started.push(await lab.server(await lab.directory(), { ...shared, role: 'gateway' }));
  }
  return { router, gateways: started, users: seeded, natsPid: nats.pid };
}

/** CPU seconds since the start. */
export interface ClusterCpu {
  readonly router: number;
  readonly nats: number;
  /** The sum of all gateways. */
  readonly gateways: number;
}

export async function cpuSecondsOf({ router, gateways, natsPid }: BenchCluster): Promise<ClusterCpu> {
  const [ofRouter = 0, ...ofGateways] = await Promise.all(
    [router, ...gateways].map(async (server) => (await server.usage()).cpuSeconds),
  );
  return {
    router: ofRouter,
    nats: await familyCpuSeconds(natsPid),
    gateways: ofGateways.reduce((sum, each) => sum + each, 0),
  };
}
