/**
 * A published message on its way to those who subscribe.
 *
 * @module
 */
import type { Properties, PublishPacket, QoS, Will } from '../packets.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  /** The publisher's, which go through as they are [MQTT-3.3.2-4]. */
  readonly properties: Properties;
  /** Client id of the publisher. */
  readonly from: string;
  /** By the monotonic clock; Infinity: never. */
  readonly expiresAt: number;
}

export function messageOf(
  packet: Pick<PublishPacket, 'topic' | 'payload' | 'qos' | 'retain' | 'properties'> | Will,
  from: string,
  now: number,
): Message {
  const { topicAlias: _alias, willDelayInterval: _delay, ...properties } = packet.properties ?? {};
  const { messageExpiryInterval: seconds = Infinity } = properties;
  const { topic, payload, qos, retain } = packet;
  return { topic, payload, qos, retain, properties, from, expiresAt: now + seconds * 1000 };
}

/** The properties for a subscriber. The interval counts the time here [MQTT-3.3.2-6]. Undefined: the message has expired. */
export function propertiesFor(
  message: Message,
  identifiers: readonly number[],
  now: number,
): Properties | undefined {
  if (now >= message.expiresAt) return undefined;
  const left = message.expiresAt - now;
  return {
    ...message.properties,
    ...(left !== Infinity && { messageExpiryInterval: Math.ceil(left / 1000) }),
    ...(identifiers.length > 0 && { subscriptionIdentifier: identifiers }),
  };
}
