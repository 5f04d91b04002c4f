/**
 * The CPU shares of load, server and other processes. If the load's share is close to 1, the load was the bottleneck,
 * not the server.
 *
 * @module
 */
import type { ServerChild } from '../server-child.ts';
import { processorTime } from './processor-time.ts';

/** Shares of a core, 1 for all of it. */
export interface CpuShares {
  readonly serverCpu: number;
  readonly loadCpu: number;
}

/** Counts until the returned function is called. */
export async function watchCpu(server: ServerChild): Promise<() => Promise<CpuShares>> {
  const serverBefore = (await server.usage()).cpuSeconds;
  const loadBefore = process.cpuUsage();
  const start = performance.now();
  return async () => {
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(loadBefore);
    const { cpuSeconds } = await server.usage();
    return {
      serverCpu: share(cpuSeconds - serverBefore, seconds),
      loadCpu: share((user + system) / 1e6, seconds),
    };
  };
}

function share(cpuSeconds: number, seconds: number): number {
  return Number((cpuSeconds / seconds).toFixed(2));
}

/** CPU seconds of another program's process and its descendants; 0 if the system does not say. */
export async function familyCpuSeconds(pid: number): Promise<number> {
  return (await processorTime([pid]))?.tree ?? 0;
}
