/**
 * What the server publishes besides messages: signals, state and answers. It comes with QoS 0, and is not kept for whoever
 * is away: all of it can be asked for again.
 *
 * @module
 */
import type { Properties } from './packets.ts';
import { CONTENT_TYPES } from './payloads.ts';
import type { Match, Subscriptions } from './subscriptions.ts';

export interface Notice {
  /** As the client spells it. */
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
  /** All but the identifiers of subscriptions. 3.1.1 has none. */
  readonly properties: Properties;
}

/** Writes it to the client. False: it is larger than the client takes, and was not written. */
export type Publish = (notice: Notice) => boolean;

/** A topic, and what is published there as JSON. */
export interface NoticeInit {
  readonly topic: string;
  readonly json: unknown;
  /** `told`: the client has subscribed just now; `changed`: it is retained, and has changed. Default: it is not retained. */
  readonly state?: 'told' | 'changed';
}

/** Undefined: the client has not subscribed to it. */
export function noticeOf(subscriptions: Subscriptions, notice: NoticeInit): Notice | undefined {
  const match = subscriptions.match(notice.topic);
  return match === undefined ? undefined : noticeFor(match, notice);
}

export function noticeFor(match: Match, { json, state }: NoticeInit): Notice {
  const { topic, retainAsPublished } = match;
  return {
    topic,
    payload: Buffer.from(JSON.stringify(json)),
    // [MQTT-3.3.1-8], [MQTT-3.3.1-12] and [MQTT-3.3.1-13].
    retain: state === 'told' || (state === 'changed' && retainAsPublished),
    properties: { contentType: CONTENT_TYPES.json, payloadFormatIndicator: true },
  };
}
