/**
 * How far the thread that is shown was read.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import type { Room } from './state.ts';

/** Tells the server how far the thread that is shown was read. Resolves with that seq; 0: with nothing new. */
export async function markThreadRead(client: Client, { id, thread, lines }: Room): Promise<number> {
  if (thread === 0) return 0;
  const known = lines.find(({ seq }) => seq === thread)?.state?.own?.read ?? 0;
  const last = lines.findLast((line) => line.thread === thread)?.seq ?? 0;
  if (last <= known) return 0;
  await client.call('setThread', { conversation: id, seq: thread, read: last });
  return last;
}
