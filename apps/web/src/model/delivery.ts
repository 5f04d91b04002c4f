/**
 * How far one's own message has come.
 *
 * @module
 */
import type { Cursor } from '@posthorn/client/engine';

export type Delivery = 'failed' | 'waiting' | 'sent' | 'delivered' | 'read';

/** Of a message in the log, by the cursors of the one who should read it. */
export function deliveryOf(seq: number, cursor: Cursor | undefined): 'sent' | 'delivered' | 'read' {
  if (cursor === undefined) return 'sent';
  if (cursor.read >= seq) return 'read';
  return cursor.delivered >= seq ? 'delivered' : 'sent';
}
