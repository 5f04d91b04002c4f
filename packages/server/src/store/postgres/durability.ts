/**
 * The settings of PostgreSQL on which promise 1 stands: set where a session may, and read back.
 *
 * @module
 */
import { StoreError } from '../store.ts';

/** What a commit waits for. The last two: the flush on the synchronous standbys too, where there are some. */
const DURABLE = ['on', 'remote_apply'];

export interface DurabilitySettings {
  readonly synchronous_commit: string;
  readonly fsync: string;
  readonly full_page_writes: string;
}

/** Whether this session must be told to wait for the disk. */
export function needsSyncCommit({
  synchronous_commit: found,
}: Pick<DurabilitySettings, 'synchronous_commit'>): boolean {
  return !DURABLE.includes(found);
}

/** Throws what to change when an acknowledged message could be lost. Returns what is worth a warning. */
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
