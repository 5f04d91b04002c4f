/**
 * What the parts of one client share: each has a reference to this instead of options of its own, since there may be a hundred
 * thousand clients.
 *
 * @module
 */
import type { ProtocolHost } from '../protocol.ts';
import type { Chats } from './chats.ts';
import type { KeptSession } from './kept-session.ts';
import type { Link } from './link.ts';
import type { Entry } from './login.ts';
import type { MqttPlace } from './place.ts';
import type { Publications } from './publications.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface ClientParts {
  readonly host: ProtocolHost;
  readonly link: Link;
  readonly entry: Entry;
  readonly session: KeptSession;
  readonly place: MqttPlace;
  /** Of the client. */
  readonly receiveMaximum: number;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publications: Publications;
  /** The connection cannot go on. */
  fail(error: unknown): void;
}
