/**
 * The answer to a CONNECT that is let in, and the keep-alive.
 *
 * @module
 */
import { MAX_INBOUND_ALIASES } from './aliases.ts';
import type { Entry } from './login.ts';
import type { ConnackPacket, ConnectPacket, Properties } from './packets.ts';
import type { KeptSession } from './kept-session.ts';
import type { MqttPlace } from './place.ts';
import { REASON } from './reason-codes.ts';

/** A client is cut when it was silent for so many keep-alives [MQTT-3.1.2-22]. */
const SILENT_KEEP_ALIVES = 1.5;
/** PUBLISH packets of a client that are on their way at once. */
export const RECEIVE_MAXIMUM = 64;
/** Of Session Expiry Interval. */
const FOR_EVER = 0xff_ff_ff_ff;
/** For clients of 3.1.1 that have no keep-alive: they cannot be told another one. */
const LONGEST_KEEP_ALIVE_S = 65_535;

/** Seconds. MQTT 5 is told the server's, if the client wants to be silent for longer. */
export function keepAliveOf({ protocolVersion, keepalive }: ConnectPacket, place: MqttPlace): number {
  const longest =
    protocolVersion === 5 ? Math.floor(place.silenceMs / 1000 / SILENT_KEEP_ALIVES) : LONGEST_KEEP_ALIVE_S;
  return keepalive === 0 ? longest : Math.min(keepalive, longest);
}

export function silenceOf(keepAliveS: number): number {
  return keepAliveS * 1000 * SILENT_KEEP_ALIVES;
}

/** Seconds for which the client wants its session kept; 3.1.1 has no end for it. */
export function expiryOf({ protocolVersion, clean, properties }: ConnectPacket): number {
  if (protocolVersion === 4) return clean ? 0 : FOR_EVER;
  return properties?.sessionExpiryInterval ?? 0;
}

export interface Admission {
  readonly entry: Entry;
  readonly session: KeptSession;
  readonly place: MqttPlace;
}

export function connackOf(connect: ConnectPacket, { entry, session, place }: Admission): ConnackPacket {
  const serverKeepAlive = keepAliveOf(connect, place);
  const { expirySeconds } = session;
  const properties: Properties = {
    receiveMaximum: RECEIVE_MAXIMUM,
    maximumPacketSize: place.maxPacketBytes,
    topicAliasMaximum: MAX_INBOUND_ALIASES,
    sharedSubscriptionAvailable: false,
    // The server retains what it says itself. Clients that know this do not even send what ends their connection [MQTT-3.2.2-14].
    retainAvailable: false,
    ...(entry.isAssigned && { assignedClientIdentifier: entry.clientId }),
    ...(connect.keepalive !== serverKeepAlive && { serverKeepAlive }),
    ...(expirySeconds !== expiryOf(connect) && { sessionExpiryInterval: expirySeconds }),
  };
  return { cmd: 'connack', sessionPresent: session.isPresent, reasonCode: REASON.success, properties };
}
