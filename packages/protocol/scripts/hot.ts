/**
 * The messages that get straight-line code, because there are many of them on the wire; everything else goes by tables
 * (src/tables.ts), since whatever a client can ask for is in its bundle.
 *
 * @module
 */
import type protobuf from 'protobufjs';

export const HOT: ReadonlySet<string> = new Set([
  'ClientFrame',
  'ServerFrame',
  'Ping',
  'Done',
  'Send',
  'Ack',
  'Message',
  'Content',
  'Attachment',
  'Event',
  'Custom',
  'Edit',
  'Recall',
  'Reaction',
  'Vote',
  'State',
  'ReactionCount',
  'OwnState',
  'Quote',
  'Pull',
  'Range',
  'Pulled',
  'Batch',
  'Head',
  'Heads',
  'Cursor',
  'MoveCursors',
  'ReceiptNote',
  'PresenceNote',
  'Member',
  'User',
  'Conversation',
]);

/** Whether a message goes by tables. What nodes tell each other does not: no browser has it. */
export function isRare({ fullName, name }: protobuf.Type): boolean {
  return fullName.startsWith('.posthorn.v1.') && !HOT.has(name);
}
