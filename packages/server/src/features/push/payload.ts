/**
 * What a browser is told, in JSON. Its service worker makes a notification of it (apps/web/src/sw/), in the browser's language.
 *
 * @module
 */
import { MAX_PAYLOAD_BYTES } from './encrypt.ts';

/** What a message is, so that the browser has words for one without text. */
export type Kind = 'text' | 'picture' | 'video' | 'audio' | 'voice' | 'file' | 'poll';

/** Conversations in which a browser may close what it shows, and up to which seq. */
export type Closed = readonly (readonly [conversation: number, through: number])[];

interface Common {
  readonly conversation: number;
  /** Conversations that the user was told of here and has not read, for the icon. */
  readonly badge: number;
  readonly read: Closed;
}

/** There is a new message. Absent parts are not for this browser to show. */
export interface MessagePayload extends Common {
  readonly type: 'message';
  readonly seq: number;
  readonly time: number;
  readonly mention: boolean;
  readonly unread: number;
  /** Of a group. */
  readonly title?: string;
  readonly sender?: string;
  readonly kind?: Kind;
  /** Plain text. */
  readonly body?: string;
}

/** What was shown of a conversation was read elsewhere: `read` says so. */
export interface ReadPayload extends Common {
  readonly type: 'read';
}

/** Somebody asks to be a contact. Absent parts are not for this browser to show. */
export interface ContactPayload extends Common {
  readonly type: 'contact';
  /** Of the event in the inbox, which is `conversation`. */
  readonly seq: number;
  readonly time: number;
  /** How many wait for an answer. */
  readonly requests: number;
  /** The name of the account, whose page shows the request. */
  readonly user?: string;
  readonly sender?: string;
  /** What they said. */
  readonly body?: string;
}

export type Payload = MessagePayload | ContactPayload | ReadPayload;

const MAX_CLOSED = 50;
const MAX_NAME_CHARS = 100;
/** Each may take up to 4 bytes, or 6 where JSON escapes it; the rest is cut then. */
const MAX_BODY_CHARS = 800;
const SHORTER = 0.7;

/** As bytes that fit into one push. */
export function encodePayload(payload: Payload): Uint8Array {
  const closed = payload.read.slice(0, MAX_CLOSED);
  if (payload.type === 'read') return bytesOf({ ...payload, read: closed });
  const { sender, body } = payload;
  const title = payload.type === 'message' ? payload.title : undefined;
  const named = {
    ...payload,
    read: closed,
    ...(title !== undefined && { title: cut(title, MAX_NAME_CHARS) }),
    ...(sender !== undefined && { sender: cut(sender, MAX_NAME_CHARS) }),
  };
  if (body === undefined) return bytesOf(named);
  for (let chars = MAX_BODY_CHARS; ; chars = Math.floor(chars * SHORTER)) {
    const bytes = bytesOf({ ...named, body: cut(body, chars) });
    if (bytes.length <= MAX_PAYLOAD_BYTES || chars === 0) return bytes;
  }
}

function bytesOf(payload: Payload): Uint8Array {
  return Buffer.from(JSON.stringify(payload));
}

/** At a code point, so that no character is torn. */
function cut(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const isTorn = /[\uD800-\uDBFF]$/.test(text.slice(0, chars));
  return `${text.slice(0, isTorn ? chars - 1 : chars)}…`;
}
