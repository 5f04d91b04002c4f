/**
 * Parts of the system that a fault needs and that may be missing.
 *
 * @module
 */
import type { System } from '../system/system.ts';

export interface Need<K extends keyof System> {
  /** Why faults that need it are skipped; undefined: it is there. */
  readonly whyNot: (system: System) => string | undefined;
  /** Throws if it is missing: then the fault should have been skipped. */
  readonly of: (system: System) => NonNullable<System[K]>;
}

/** `why`: the reason, unless the system gives a better one. */
function need<K extends keyof System>(part: K, why: string): Need<K> {
  const whyNot = (system: System): string | undefined =>
    system[part] === undefined ? (system.missing[part] ?? why) : undefined;
  return {
    whyNot,
    of(system) {
      const found = system[part];
      if (found === undefined || found === null) throw new Error(whyNot(system));
      return found;
    },
  };
}

export const life = need('life', 'this server is not ours to stop');
export const body = need('body', 'there is no process of its own');
export const disk = need('disk', 'the disk is not ours to break');
export const wallClock = need('wallClock', 'the clock of this server is not ours to set');
export const backups = need('backups', 'there is no backup of this server to put back');
export const cluster = need('cluster', 'this is no cluster of ours');
