/**
 * What a push says (docs/protocol.md, Web Push), and what a page says of a message that it tells of itself.
 *
 * @module
 */

export interface MessageNews {
  readonly conversation: number;
  readonly seq: number;
  /** Unix ms. */
  readonly time: number;
  readonly mention: boolean;
  readonly unread: number;
  readonly title: string | undefined;
  readonly sender: string | undefined;
  readonly kind: string | undefined;
  readonly body: string | undefined;
}

/** Somebody asks to be a contact. */
export interface ContactNews {
  /** The inbox. */
  readonly conversation: number;
  readonly seq: number;
  /** Unix ms. */
  readonly time: number;
  /** How many wait for an answer. */
  readonly requests: number;
  /** The name of the account that asks. */
  readonly user: string | undefined;
  readonly sender: string | undefined;
  readonly body: string | undefined;
}

export interface PushNews {
  /** Without both there is nothing new: something was only read elsewhere. */
  readonly message: MessageNews | undefined;
  readonly contact: ContactNews | undefined;
  readonly badge: number | undefined;
  /** Conversations of which nothing is to be shown any more, up to a seq. */
  readonly read: readonly (readonly [conversation: number, through: number])[];
}

/** Undefined: it cannot be understood, as of a later version of the server. */
export function newsIn(json: unknown): PushNews | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { type, badge, read, ...said } = json as Readonly<Record<string, unknown>>;
  if (type !== 'message' && type !== 'contact' && type !== 'read') return undefined;
  const [conversation, seq] = [numberIn(said['conversation']), numberIn(said['seq'])];
  if (type !== 'read' && (conversation === undefined || seq === undefined)) return undefined;
  return {
    message: type === 'message' ? messageIn(said, conversation ?? 0, seq ?? 0) : undefined,
    contact: type === 'contact' ? contactIn(said, conversation ?? 0, seq ?? 0) : undefined,
    badge: numberIn(badge),
    read: Array.isArray(read) ? read.flatMap(pairIn) : [],
  };
}

function messageIn(said: Readonly<Record<string, unknown>>, conversation: number, seq: number): MessageNews {
  return {
    conversation,
    seq,
    time: numberIn(said['time']) ?? 0,
    mention: said['mention'] === true,
    unread: numberIn(said['unread']) ?? 1,
    title: textIn(said['title']),
    sender: textIn(said['sender']),
    kind: textIn(said['kind']),
    body: textIn(said['body']),
  };
}

function contactIn(said: Readonly<Record<string, unknown>>, conversation: number, seq: number): ContactNews {
  return {
    conversation,
    seq,
    time: numberIn(said['time']) ?? 0,
    requests: numberIn(said['requests']) ?? 1,
    user: textIn(said['user']),
    sender: textIn(said['sender']),
    body: textIn(said['body']),
  };
}

function pairIn(value: unknown): readonly (readonly [number, number])[] {
  if (!Array.isArray(value)) return [];
  const [conversation, through] = [numberIn(value[0]), numberIn(value[1])];
  return conversation === undefined || through === undefined ? [] : [[conversation, through]];
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
