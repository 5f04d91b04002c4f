/**
 * Writes PUBLISH packets to one client.
 *
 * @module
 */
import { OutboundAliases } from './aliases.ts';
import type { Named } from './aliases.ts';
import type { Link } from './link.ts';
import type { QoS } from './packets.ts';
import type { PublishBody } from './publish-body.ts';
import type { Match } from './subscriptions.ts';

export interface WriteAs {
  readonly messageId?: number;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain?: boolean;
}

export class Publications {
  readonly #link: Link;
  /** Undefined: the client takes none. */
  readonly #aliases: OutboundAliases | undefined;
  /** Of payloads that are not written yet. */
  pendingBytes = 0;

  /** `maxAliases`: Topic Alias Maximum of the client. */
  constructor(link: Link, maxAliases: number) {
    this.#link = link;
    this.#aliases = link.version === 5 && maxAliases > 0 ? new OutboundAliases(maxAliases) : undefined;
  }

  /** False: it is larger than the client takes. */
  write(
    { topic, identifiers }: Pick<Match, 'topic' | 'identifiers'>,
    body: PublishBody,
    { messageId, qos, dup, retain = false }: WriteAs,
  ): boolean {
    const named: Named = this.#aliases?.nameOf(topic) ?? { topic };
    const { topicAlias } = named;
    const packet = body.packet({ topic: named.topic, topicAlias, identifiers, messageId, qos, dup, retain });
    const isWritten = this.#link.writeBytes(packet);
    if (isWritten) this.#aliases?.told(named);
    return isWritten;
  }
}
