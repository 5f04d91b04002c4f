/**
 * How far the members of a conversation have received and read, when it is opened; receipts come as events then.
 *
 * @module
 */
import type { Client, ReceiptNote } from '@posthorn/client';
import type { Room } from './state.ts';

/** A page: of a larger group not everybody is asked about. */
const MAX_RECEIPTS = 200;

/** Rejects with a PosthornError. */
export async function receiptsIn(client: Client, room: Room | undefined): Promise<readonly ReceiptNote[]> {
  if (room?.kind !== 'direct' && room?.kind !== 'group') return [];
  return (await client.call('listReceipts', { conversation: room.id, limit: MAX_RECEIPTS })).receipts;
}
