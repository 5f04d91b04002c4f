/**
 * Who is typing, and how far everybody has read, both ways: `<chat>/typing`, `<chat>/read`, `<chat>/delivered`.
 *
 * @module
 */
import type { ReceiptNote, ServerFrame, TypingNote } from '@posthorn/protocol';
import { isDeeperThan } from '../../http/json-depth.ts';
import type { Ask } from '../lookups.ts';
import type { ChatInfo } from './chat-info.ts';
import type { Chats } from './chats.ts';
import { MqttError } from './error.ts';
import { noticeOf } from './notices.ts';
import type { Publish } from './notices.ts';
import { REASON } from './reason-codes.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Chat } from './topics.ts';

export type SignalPart = 'typing' | 'read' | 'delivered';

export interface SignalsOptions {
  readonly request: Ask;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publish: Publish;
}

/** Cursors of others that are remembered, so that what has not moved is not told again. */
const MAX_CURSORS = 1000;
const EVERYTHING = Number.MAX_SAFE_INTEGER;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

type Cursor = Pick<ReceiptNote, 'read' | 'delivered'>;
const NOTHING: Cursor = { read: 0, delivered: 0 };

export class Signals {
  readonly #options: SignalsOptions;
  /** By conversation and user. */
  readonly #cursors = new Map<string, Cursor>();

  constructor(options: SignalsOptions) {
    this.#options = options;
  }

  /**
   * Carries out what the client has published. Rejects with 0x99 for a payload that says nothing, and with what the router
   * refuses.
   */
  async take(part: SignalPart, chat: Chat, payload: Uint8Array): Promise<void> {
    const { request, chats } = this.#options;
    const given = valueIn(payload);
    if (part === 'typing') {
      const active = isActive(given);
      await request({ case: 'typing', value: { conversation: await chats.conversationOf(chat), active } });
      return;
    }
    const seq = seqIn(given, part);
    const conversation = await chats.conversationOf(chat);
    const cursor = { conversation, read: 0, delivered: 0, [part]: seq };
    await request({ case: 'moveCursors', value: { cursors: [cursor] } });
  }

  /** Publishes what was pushed, if the client has subscribed to it. */
  async push({ body }: ServerFrame): Promise<void> {
    const { subscriptions } = this.#options;
    // Most clients do not want it: then nobody is looked up.
    if (body?.case === 'typingNote' && subscriptions.wants('typing')) await this.#typing(body.value);
    else if (
      body?.case === 'receiptNote' &&
      (subscriptions.wants('read') || subscriptions.wants('delivered'))
    )
      await this.#receipt(body.value);
  }

  async #typing({ conversation, user, active }: TypingNote): Promise<void> {
    const chat = await this.#options.chats.chatOf(conversation);
    if (chat !== undefined) await this.#tell(chat, 'typing', { user, active });
  }

  async #receipt({ conversation, user, ...now }: ReceiptNote): Promise<void> {
    const chat = await this.#options.chats.chatOf(conversation);
    if (chat === undefined) return;
    const key = `${conversation} ${user}`;
    const before = this.#cursors.get(key) ?? NOTHING;
    if (this.#cursors.size >= MAX_CURSORS) this.#cursors.clear();
    this.#cursors.set(key, now);
    for (const part of ['delivered', 'read'] as const) {
      if (now[part] > before[part]) await this.#tell(chat, part, { user, [part]: now[part] });
    }
  }

  async #tell(
    { conversation, topic }: ChatInfo,
    part: SignalPart,
    said: { readonly user: number; readonly [what: string]: unknown },
  ): Promise<void> {
    const { subscriptions, chats, publish } = this.#options;
    const name = `${topic}/${part}`;
    if (subscriptions.match(name) === undefined) return;
    const json = { conversation, ...said, name: await chats.nameOf(said.user) };
    const notice = noticeOf(subscriptions, { topic: name, json });
    if (notice !== undefined) publish(notice);
  }
}

/** A text without spaces around it, or a JSON object as in REST. */
function valueIn(payload: Uint8Array): string | Readonly<Record<string, unknown>> {
  try {
    const text = UTF_8.decode(payload).trim();
    if (!text.startsWith('{')) return text;
    if (isDeeperThan(payload, 1)) throw new SyntaxError('nested');
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new MqttError(REASON.payloadFormatInvalid, 'the payload is neither a text nor JSON', { cause });
  }
}

function isActive(given: ReturnType<typeof valueIn>): boolean {
  const value = typeof given === 'string' ? given : given['active'];
  if (value === '' || value === '1' || value === 'true' || value === true) return true;
  if (value === '0' || value === 'false' || value === false) return false;
  throw new MqttError(
    REASON.payloadFormatInvalid,
    'typing is 1 or 0, true or false, or {"active": true}; an empty payload says that you are',
  );
}

function seqIn(given: ReturnType<typeof valueIn>, part: 'read' | 'delivered'): number {
  if (given === '') return EVERYTHING;
  const value = typeof given === 'string' ? numberIn(given) : given[part];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new MqttError(
    REASON.payloadFormatInvalid,
    `${part} is the seq of a message, like 42 or {"${part}": 42}; an empty payload says everything`,
  );
}

function numberIn(text: string): number {
  return /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
}
