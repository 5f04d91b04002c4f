/**
 * Topic aliases of MQTT 5 (§3.3.2.3.4): a number instead of a topic that was named before.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';

/** How many a client may use towards us. */
export const MAX_INBOUND_ALIASES = 32;
/** No topic of this server is longer, and each that is named is kept. */
const MAX_TOPIC_CHARS = 512;
/** How many we use towards a client. */
const MAX_OUTBOUND_ALIASES = 64;

/** What the client has named. */
export class InboundAliases {
  readonly #topics = new Map<number, string>();

  /** The topic of a PUBLISH. Throws a MqttError for an alias that stands for nothing. */
  resolve(topic: string, alias: number | undefined): string {
    if (alias === undefined) return topic;
    if (alias === 0 || alias > MAX_INBOUND_ALIASES)
      throw new MqttError(REASON.topicAliasInvalid, `a topic alias is from 1 to ${MAX_INBOUND_ALIASES}`);
    if (topic === '') return this.#known(alias);
    if (topic.length > MAX_TOPIC_CHARS)
      throw new MqttError(
        REASON.topicNameInvalid,
        `a topic with an alias has at most ${MAX_TOPIC_CHARS} characters`,
      );
    this.#topics.set(alias, topic);
    return topic;
  }

  #known(alias: number): string {
    const topic = this.#topics.get(alias);
    if (topic === undefined) throw new MqttError(REASON.protocolError, 'this topic alias has no topic yet');
    return topic;
  }
}

export interface Named {
  /** Empty: the alias says it. */
  readonly topic: string;
  readonly topicAlias?: number;
}

/** What we have named. The first topics get an alias, for good. */
export class OutboundAliases {
  readonly #max: number;
  readonly #aliases = new Map<string, number>();

  /** `max`: Topic Alias Maximum of the client. */
  constructor(max: number) {
    this.#max = Math.min(max, MAX_OUTBOUND_ALIASES);
  }

  /** What to write for a topic. */
  nameOf(topic: string): Named {
    const known = this.#aliases.get(topic);
    if (known !== undefined) return { topic: '', topicAlias: known };
    return this.#aliases.size < this.#max ? { topic, topicAlias: this.#aliases.size + 1 } : { topic };
  }

  /** The client has been told this name. */
  told({ topic, topicAlias }: Named): void {
    if (topic !== '' && topicAlias !== undefined) this.#aliases.set(topic, topicAlias);
  }
}
