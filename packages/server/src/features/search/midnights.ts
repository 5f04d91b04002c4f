/**
 * When a day begins, somewhere.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { momentOf, offsetsOf } from '../../zones.ts';
import type { OffsetAt } from '../../zones.ts';

/** Unix ms of the first moment of a day (`YYYY-MM-DD`) in a time zone like `Asia/Shanghai`; empty: UTC. Throws INVALID. */
export function midnight(day: string, zone: string): number {
  return momentOf(Date.parse(`${day}T00:00:00Z`), checkedOffsets(zone));
}

function checkedOffsets(zone: string): OffsetAt {
  try {
    return offsetsOf(zone);
  } catch (cause) {
    throw new PosthornError('INVALID', 'a time zone is called like Asia/Shanghai', { cause });
  }
}
