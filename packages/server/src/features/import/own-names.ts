/**
 * Entries of users' own spaces (docs/protocol.md, Personal space), whose keys and values name conversations, messages and
 * users by numbers that mean something on one server alone. Outside, these stand beside the rest.
 *
 * @module
 */

/** An entry, taken apart. */
export interface OwnEntry {
  /** The key without numbers: `draft`, `folder/1`. */
  readonly key: string;
  readonly conversation?: number;
  /** The message in the key: a star's, or the first one of a thread. */
  readonly seq?: number;
  readonly user?: number;
  /** JSON; without the numbers below. */
  readonly value: string;
  /** Seqs in the value, by the names of their fields. */
  readonly seqs: Readonly<Record<string, number>>;
  /** Conversations in the value of a folder. */
  readonly conversations?: readonly number[];
}

/** Fields of values that are seqs of the conversation in the key. */
const SEQS: ReadonlyMap<string, readonly string[]> = new Map([
  ['draft', ['replyTo', 'thread']],
  ['pin', []],
  ['archive', ['through']],
  ['mute', []],
  ['unread', ['from']],
  ['level', []],
  ['star', []],
  ['hide', []],
]);

const KEY = /^([a-z]+)\/(\d{1,15})(?:\/(\d{1,15}))?$/;

/** What clients have written as they like goes as it is. */
export function takenApart(key: string, value: string): OwnEntry {
  const [, name = '', first, second] = KEY.exec(key) ?? [];
  const fields = SEQS.get(name);
  if (fields !== undefined) {
    const { kept, seqs } = withoutSeqs(value, fields);
    const seq = second === undefined ? undefined : Number(second);
    return { key: name, conversation: Number(first), ...(seq !== undefined && { seq }), value: kept, seqs };
  }
  if (name === 'contact' && second === undefined) return { key: name, user: Number(first), value, seqs: {} };
  const folder = key.startsWith('folder/') ? objectIn(value) : undefined;
  if (folder === undefined) return { key, value, seqs: {} };
  const { conversations, ...rest } = folder;
  const ids = Array.isArray(conversations) ? conversations.filter((id) => Number.isSafeInteger(id)) : [];
  return { key, value: JSON.stringify(rest), seqs: {}, conversations: ids as readonly number[] };
}

/** The entry that an {@link OwnEntry} was. */
export function putTogether(entry: OwnEntry): { readonly key: string; readonly value: string } {
  const { key, conversation, seq, user, value, seqs, conversations } = entry;
  const parts = [key, conversation, seq, user].filter((part) => part !== undefined);
  const added = { ...seqs, ...(conversations !== undefined && { conversations }) };
  const fields = Object.keys(added).length > 0 ? objectIn(value) : undefined;
  return {
    key: parts.join('/'),
    value: fields === undefined ? value : JSON.stringify({ ...fields, ...added }),
  };
}

function withoutSeqs(
  value: string,
  fields: readonly string[],
): { readonly kept: string; readonly seqs: Readonly<Record<string, number>> } {
  const object = fields.length === 0 ? undefined : objectIn(value);
  if (object === undefined) return { kept: value, seqs: {} };
  const seqs = Object.fromEntries(
    fields.flatMap((field) => {
      const seq = object[field];
      return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? [[field, seq]] : [];
    }),
  );
  const kept = Object.entries(object).filter(([name]) => !fields.includes(name));
  return { kept: JSON.stringify(Object.fromEntries(kept)), seqs };
}

function objectIn(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(value);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
