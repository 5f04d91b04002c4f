/**
 * A will: what is said for a client that goes without a goodbye. That it is gone shows in the presence of its user anyway, so
 * a will on that topic needs nothing more. The router keeps it with the session, and says it also if this gateway is gone.
 *
 * @module
 */
import type { Schedule } from '@posthorn/protocol';
import type { Chats } from './chats.ts';
import type { ContentReader } from './content-reader.ts';
import { MqttError } from './error.ts';
import type { ConnectPacket } from './packets.ts';
import { REASON } from './reason-codes.ts';
import { parseTopic } from './topics.ts';

/** What is sent, and how many ms (`at`) after the connection was lost. */
export type Will = Omit<Schedule, 'clientId'>;

/** Undefined: there is nothing to say. Rejects with a PosthornError for a will that could not be published. */
export async function willOf(
  { will }: ConnectPacket,
  { chats, contentReader }: { readonly chats: Chats; readonly contentReader: ContentReader },
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
  return { target, content, at: willDelayInterval * 1000 };
}
