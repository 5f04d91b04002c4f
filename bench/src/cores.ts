/**
 * Keeps the server and the load on different cores, where there are two and `taskset` is installed.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** The core of whatever is measured. Core 1 and up carry the load. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Puts `command` on one core: the arguments for spawn(). Unpinned where the machine can't. */
export function onCore(core: number, command: readonly string[]): readonly [string, ...string[]] {
  const [head, ...rest] = command;
  if (head === undefined) throw new RangeError('an empty command');
  return canPin ? ['taskset', '-c', String(core), head, ...rest] : [head, ...rest];
}

/** Moves this process with all its threads to the load's core. */
export function moveToLoadCore(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', String(LOAD_CORE), String(process.pid)]);
}

/** Says in words whether the figures come from separate cores. */
export function pinningNote(): string {
  return canPin ? 'server and load on a core each' : 'server and load share cores';
}
