/**
 * Pages of history by request and response: a client publishes to `<chat>/pull`, and gets a page on its Response Topic.
 *
 * @module
 */
import { decodeBatch, encodeBatch, errorName, PosthornError, toPosthornError } from '@posthorn/protocol';
import type { BatchInit, Range } from '@posthorn/protocol';
import { SCHEMAS, toJson } from '@posthorn/protocol/schema';
import { errorAnswer } from '../../http/failure.ts';
import { InputReader } from '../../http/input.ts';
import type { InputSchemas } from '../../http/input.ts';
import { isDeeperThan } from '../../http/json-depth.ts';
import type { Ask } from '../lookups.ts';
import type { Chats } from './chats.ts';
import { MqttError } from './error.ts';
import type { Properties } from './packets.ts';
import { noticeFor } from './notices.ts';
import type { Publish } from './notices.ts';
import { REASON } from './reason-codes.ts';
import type { Match, Subscriptions } from './subscriptions.ts';
import { parseTopic } from './topics.ts';
import type { Chat } from './topics.ts';

/** The inputs of REST's call that reads messages; `before` and `after` say in which direction. */
const SEQ = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const NOTHING = { type: 'object', properties: {} };
const INPUTS: InputSchemas = {
  path: NOTHING,
  query: NOTHING,
  body: {
    type: 'object',
    properties: { after: SEQ, before: SEQ, limit: SEQ, mark: SEQ },
    additionalProperties: false,
  },
};

/** The newest ones, where the request does not say. */
const NEWEST = { before: Number.MAX_SAFE_INTEGER };

export interface PullsOptions {
  readonly request: Ask;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publish: Publish;
  /** Shared by all connections of this wire. */
  readonly reader: PullReader;
  /** Resolves when the client has taken what was written, or is gone. */
  readonly drained: () => Promise<void>;
}

export class Pulls {
  readonly #options: PullsOptions;

  constructor(options: PullsOptions) {
    this.#options = options;
  }

  /**
   * Answers a request, by a page or by an error, as REST does. Returns the reason code for its ack: 0, or 0x10 when the client
   * has not subscribed to the Response Topic. Rejects with 0x90 where there is none, and with what the router refuses. What may
   * pass is not answered: it is asked again.
   */
  async take(chat: Chat, payload: Uint8Array, properties: Properties | undefined): Promise<number> {
    const topic = replyTopic(properties);
    const match = this.#options.subscriptions.match(topic);
    if (match === undefined) return REASON.noMatchingSubscribers;
    const answer = (json: object): boolean => this.#answer(match, { topic, json, properties });
    try {
      if (!answer(toJson('Batch', await this.#read(chat, payload))))
        throw new PosthornError(
          'TOO_LARGE',
          'the page is larger than the client takes: ask for fewer messages',
        );
    } catch (caught) {
      const error = toPosthornError(caught);
      if (!error.canRetry) answer(errorAnswer(error).body);
      throw error;
    }
    return REASON.success;
  }

  async #read(chat: Chat, payload: Uint8Array): Promise<BatchInit> {
    const { request, chats, reader, drained } = this.#options;
    const wanted = reader.read(payload);
    // Requests are small, and pages are not: a client that does not read gets no more of them.
    await drained();
    const conversation = await chats.conversationOf(chat);
    const range = { after: 0, before: 0, limit: 0, mark: 0, ...wanted, conversation };
    const reply = await request({ case: 'pull', value: { ranges: [range] } });
    const [batch] = reply.case === 'pulled' ? (reply.value.batches ?? []) : [];
    if (batch === undefined) throw new PosthornError('INTERNAL', 'no batch came');
    // With the defaults of all fields, as REST has it.
    const { error, ...page } = decodeBatch(encodeBatch(batch));
    if (error !== 0) throw new PosthornError(errorName(error), 'the conversation cannot be read');
    return page;
  }

  #answer(
    match: Match,
    {
      topic,
      json,
      properties,
    }: { readonly topic: string; readonly json: object; readonly properties: Properties | undefined },
  ): boolean {
    const made = noticeFor(match, { topic, json });
    const { correlationData } = properties ?? {};
    return this.#options.publish({
      ...made,
      properties: { ...made.properties, ...(correlationData !== undefined && { correlationData }) },
    });
  }
}

/** Reads what a client asks for. It compiles its schema at the first use. */
export class PullReader {
  #reader: InputReader | undefined;

  /** Throws 0x99. */
  read(payload: Uint8Array): Partial<Range> {
    if (payload.length === 0) return NEWEST;
    try {
      if (isDeeperThan(payload, 1)) throw new PosthornError('INVALID', 'the request is nested');
      const body: unknown = JSON.parse(Buffer.from(payload).toString());
      this.#reader ??= new InputReader(SCHEMAS);
      const range: Partial<Range> = this.#reader.read(INPUTS, { path: {}, query: {}, body });
      return range.after === undefined && range.before === undefined ? { ...range, ...NEWEST } : range;
    } catch (cause) {
      const { message } = cause instanceof PosthornError ? cause : { message: 'the payload is not JSON' };
      throw new MqttError(
        REASON.payloadFormatInvalid,
        `${message}: ask like {"before": 100, "limit": 50} or {"after": 41}, or by an empty payload for the newest`,
        { cause },
      );
    }
  }
}

function replyTopic(properties: Properties | undefined): string {
  const { responseTopic } = properties ?? {};
  if (responseTopic !== undefined && parseTopic(responseTopic).part === 'reply') return responseTopic;
  throw new MqttError(
    REASON.topicNameInvalid,
    'a request names a Response Topic that begins with reply/, which MQTT 5 has and 3.1.1 has not',
  );
}
