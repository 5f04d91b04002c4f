/**
 * The entries `mute/<conversation>`: the only ones that the server understands, since `Conversation.muted` follows from them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { MineChange, MineRecord } from './records.ts';

const PREFIX = 'mute/';
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** The entry that silences a conversation for ever, or takes this back. */
export function muteEntry(conversation: number, muted: boolean): MineRecord {
  return { key: `${PREFIX}${conversation}`, value: muted ? '{}' : '', version: 0 };
}

/** What these entries say about conversations. Throws INVALID if it cannot be understood. */
export function mutesIn(entries: readonly MineRecord[]): MineChange['mutes'] {
  return entries
    .filter(({ key }) => key.startsWith(PREFIX))
    .map(({ key, value }) => [conversationIn(key), value === '' ? 0 : untilIn(value)]);
}

function conversationIn(key: string): number {
  const conversation = Number(key.slice(PREFIX.length));
  if (Number.isSafeInteger(conversation) && key === `${PREFIX}${conversation}` && conversation > 0)
    return conversation;
  throw new PosthornError('INVALID', `a key that begins with ${PREFIX} ends with the id of a conversation`);
}

function untilIn(value: string): number {
  try {
    const { until = 0 } = JSON.parse(value) as { readonly until?: unknown };
    if (typeof until === 'number' && Number.isSafeInteger(until) && until >= 0)
      return until === 0 ? FOR_EVER : until;
  } catch {
    // Refused below.
  }
  throw new PosthornError('INVALID', `the value of ${PREFIX}… is JSON like {"until":1767225600000} or {}`);
}
