/**
 * A will: what is said for a client that goes without a goodbye. That it is gone shows in the presence of its user anyway, so
 * a will on that topic needs nothing more.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Content, Reply, Request, Send } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import type { Chats } from './chats.ts';
import type { ContentReader } from './content-reader.ts';
import { MqttError } from './error.ts';
import type { ConnectPacket } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { parseTopic } from './topics.ts';

export interface WillOptions {
  readonly request: (request: Request) => Promise<Reply>;
  readonly clock: Clock;
  /** Of the session; the client ids of its wills begin with it. */
  readonly uid: string;
  /** Of this connection in the session. */
  readonly number: number;
}

const NAME = 'will';

export class Will {
  readonly #target: NonNullable<Send['target']>;
  readonly #content: Content;
  readonly #delayMs: number;

  private constructor(target: NonNullable<Send['target']>, content: Content, delayMs: number) {
    this.#target = target;
    this.#content = content;
    this.#delayMs = delayMs;
  }

  /**
   * Undefined: there is nothing to say. Rejects with a PosthornError for a will that could not be published. `expirySeconds`: the
   * session ends then, and its will is said at the latest [MQTT-3.1.3-9].
   */
  static async of(
    { will }: ConnectPacket,
    {
      chats,
      contentReader,
      expirySeconds,
    }: { readonly chats: Chats; readonly contentReader: ContentReader; readonly expirySeconds: number },
  ): Promise<Will | undefined> {
    if (will === undefined) return undefined;
    if (will.retain)
      throw new MqttError(REASON.retainNotSupported, 'a conversation keeps everything: no will with retain');
    const topic = parseTopic(will.topic);
    if (topic.part === 'presence') return undefined;
    if (topic.part !== 'chat')
      throw new MqttError(REASON.topicNameInvalid, 'a will is a message: its topic is that of a chat');
    const { willDelayInterval = 0, contentType } = will.properties ?? {};
    const content = contentReader.read(will.payload, topic.form, contentType);
    const target = await chats.targetOf(topic.chat);
    return new Will(target, content, Math.min(willDelayInterval, expirySeconds) * 1000);
  }

  /** It is said some time after the connection, and not at all if the client is back by then. */
  get isDelayed(): boolean {
    return this.#delayMs > 0;
  }

  /** Says it, or has it said after its delay. Nobody waits for the answer. */
  publish({ request, clock, uid, number }: WillOptions): void {
    const message = { target: this.#target, content: this.#content, clientId: clientIdOf(uid, number) };
    const said: Request =
      this.#delayMs === 0
        ? { case: 'send', value: { ...message, order: 0 } }
        : { case: 'schedule', value: { ...message, at: clock.now() + this.#delayMs } };
    request(said).catch(() => {});
  }
}

/** The client is back before the delay of its will is over [MQTT-3.1.3-9]. Rejects with a PosthornError. */
export async function cancelWills({ request, uid }: Pick<WillOptions, 'request' | 'uid'>): Promise<void> {
  const own = clientIdOf(uid, '');
  for (let cursor = ''; ;) {
    const reply = await request({ case: 'listScheduled', value: { cursor, limit: LIMITS.maxPageItems } });
    if (reply.case !== 'scheduledPage') return;
    const { scheduled = [], next = '' } = reply.value;
    for (const { id = 0, clientId = '' } of scheduled)
      if (clientId.startsWith(own)) await cancel(request, id);
    cursor = next;
    if (cursor === '') return;
  }
}

async function cancel(request: WillOptions['request'], scheduled: number): Promise<void> {
  // It may have been said just now.
  await request({
    case: 'changeScheduled',
    value: { scheduled, at: 0, content: undefined, cancel: true },
  }).catch(() => {});
}

function clientIdOf(uid: string, number: number | ''): string {
  return `${NAME}.${uid}.${number}`;
}
