/**
 * Writes PUBLISH packets to one client.
 *
 * @module
 */
import { OutboundAliases } from './aliases.ts';
import type { Named } from './aliases.ts';
import type { Link } from './link.ts';
import type { Properties, QoS } from './packets.ts';
import type { Payload } from './payloads.ts';
import type { Match } from './subscriptions.ts';

export interface WriteAs {
  readonly messageId?: number;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain?: boolean;
}

export class Publications {
  readonly #link: Link;
  readonly #aliases: OutboundAliases;

  /** `maxAliases`: Topic Alias Maximum of the client. */
  constructor(link: Link, maxAliases: number) {
    this.#link = link;
    this.#aliases = new OutboundAliases(link.version === 5 ? maxAliases : 0);
  }

  /** False: it is larger than the client takes. */
  write(
    { topic, identifiers }: Pick<Match, 'topic' | 'identifiers'>,
    { payload, properties }: Payload,
    { messageId, qos, dup, retain = false }: WriteAs,
  ): boolean {
    const named = this.#aliases.nameOf(topic);
    const isWritten = this.#link.write({
      cmd: 'publish',
      topic: named.topic,
      payload,
      qos,
      dup,
      retain,
      ...(messageId !== undefined && { messageId }),
      properties: propertiesOf(properties, identifiers, named),
    });
    if (isWritten) this.#aliases.told(named);
    return isWritten;
  }
}

function propertiesOf(
  properties: Properties | undefined,
  subscriptionIdentifier: readonly number[],
  { topicAlias }: Named,
): Properties {
  return {
    ...properties,
    ...(subscriptionIdentifier.length > 0 && { subscriptionIdentifier }),
    ...(topicAlias !== undefined && { topicAlias }),
  };
}
