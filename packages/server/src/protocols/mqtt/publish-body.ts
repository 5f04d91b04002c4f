/**
 * What is the same in the PUBLISH packets of all who receive it: the payload, and its properties as bytes.
 *
 * @module
 */
import { encodeProperties, encodePublish } from './encode.ts';
import type { MqttVersion, QoS } from './packets.ts';
import type { Payload } from './payloads.ts';

/** What is the receiver's own. */
export interface PublishHead {
  /** Empty: the alias says it. */
  readonly topic: string;
  readonly topicAlias: number | undefined;
  readonly identifiers: readonly number[];
  /** With QoS 1 and 2. */
  readonly messageId: number | undefined;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain: boolean;
}

export class PublishBody {
  readonly payload: Uint8Array;
  /** Undefined: 3.1.1. */
  readonly #properties: Uint8Array | undefined;
  /** By topic, the packet for those who have nothing of their own in it. */
  #packets: Map<string, Uint8Array> | undefined;

  constructor({ payload, properties }: Payload, version: MqttVersion) {
    this.payload = payload;
    this.#properties = version === 5 ? encodeProperties(properties) : undefined;
  }

  /** Its bytes may be shared: they are not to be changed. */
  packet(head: PublishHead): Uint8Array {
    if (head.qos > 0 || head.retain || head.topicAlias !== undefined || head.identifiers.length > 0)
      return this.#encode(head);
    const known = this.#packets?.get(head.topic);
    if (known !== undefined) return known;
    const made = this.#encode(head);
    (this.#packets ??= new Map()).set(head.topic, made);
    return made;
  }

  #encode({ identifiers, topicAlias, ...head }: PublishHead): Uint8Array {
    const own = {
      ...(identifiers.length > 0 && { subscriptionIdentifier: identifiers }),
      ...(topicAlias !== undefined && { topicAlias }),
    };
    return encodePublish({ ...head, payload: this.payload }, this.#properties, own);
  }
}
