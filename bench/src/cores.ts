/**
 * Pins server and load to different cores, if there are two and `taskset` is installed.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** The core of the measured program. The load runs on core 1 and up. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** The command that runs `command` on one core; unchanged if the machine cannot pin. */
export function onCore(core: number, command: readonly string[]): readonly [string, ...string[]] {
  const [head, ...rest] = command;
  if (head === undefined) throw new RangeError('an empty command');
  return canPin ? ['taskset', '-c', String(core), head, ...rest] : [head, ...rest];
}

/** Moves this process and all its threads to the load's core. */
export function moveToLoadCore(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', String(LOAD_CORE), String(process.pid)]);
}

/** Says whether server and load had separate cores. */
export function pinningNote(): string {
  return canPin ? 'server and load on a core each' : 'server and load share cores';
}
