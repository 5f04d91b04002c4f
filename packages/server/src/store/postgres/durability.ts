/**
 * Checks the settings of PostgreSQL that promise 1 depends on. Sets those that a session may set.
 *
 * @module
 */
import { StoreError } from '../store.ts';

/** Values of synchronous_commit that wait for the disk. The last two also wait for synchronous standbys, if any. */
const DURABLE = ['on', 'remote_apply'];

export interface DurabilitySettings {
  readonly synchronous_commit: string;
  readonly fsync: string;
  readonly full_page_writes: string;
}

/** Whether the session must be set to wait for the disk. */
export function needsSyncCommit({
  synchronous_commit: found,
}: Pick<DurabilitySettings, 'synchronous_commit'>): boolean {
  return !DURABLE.includes(found);
}

/** Throws if acknowledged messages could be lost, and says what to change. Returns warnings. */
export function checkDurability(found: DurabilitySettings): readonly string[] {
  if (needsSyncCommit(found)) {
    throw new StoreError(
      'unavailable',
      `PostgreSQL did not take synchronous_commit = on; it says ${found.synchronous_commit}. ` +
        'Acknowledged messages could be lost: let the user of --store set it.',
    );
  }
  if (found.fsync !== 'on') {
    throw new StoreError(
      'unavailable',
      'PostgreSQL runs with fsync = off, so acknowledged messages could be lost: set fsync = on in postgresql.conf.',
    );
  }
  if (found.full_page_writes === 'on') return [];
  return [
    'PostgreSQL runs with full_page_writes = off: after a power cut its data may be damaged, unless its file ' +
      'system writes pages whole.',
  ];
}
