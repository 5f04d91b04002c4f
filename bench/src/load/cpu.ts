/**
 * How much of a core the load itself uses: where it comes near 1 the figures are the load's, not the server's. And what
 * processes use that are not ours.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { familyOf } from '@posthorn/services';
import type { ServerChild } from '../server-child.ts';

/** Shares of a core, 1 for all of it. */
export interface CpuShares {
  readonly serverCpu: number;
  readonly loadCpu: number;
}

/** Counts from here until the returned function is called. */
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

/** In the kernel's accounting, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of a core that a process of another program and all below it have used; 0 where the system does not say. */
export function familyCpuSeconds(pid: number): number {
  return familyOf(pid).reduce((sum, each) => sum + ownCpuSeconds(each), 0);
}

function ownCpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
