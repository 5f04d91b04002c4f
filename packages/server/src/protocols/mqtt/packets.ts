/**
 * MQTT's control packets, 3.1.1 and 5, as a server sees them: what clients send, and what it sends to them.
 * Sources: https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html,
 * https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html. Clauses cited as [MQTT-…] are those of version 5.
 *
 * @module
 */

/** 4 is MQTT 3.1.1. */
export type MqttVersion = 4 | 5;

export type QoS = 0 | 1 | 2;

/** Names may come several times, and their order counts. */
export type UserProperties = readonly (readonly [name: string, value: string])[];

/** What MQTT 5 adds to packets; properties.ts says which packet may have which. */
export interface Properties {
  payloadFormatIndicator?: boolean;
  messageExpiryInterval?: number;
  contentType?: string;
  responseTopic?: string;
  correlationData?: Uint8Array;
  /** A client gives one to a SUBSCRIBE; a PUBLISH to it has those of all subscriptions that it matches. */
  subscriptionIdentifier?: readonly number[];
  /** Seconds; 4,294,967,295: never. */
  sessionExpiryInterval?: number;
  assignedClientIdentifier?: string;
  serverKeepAlive?: number;
  authenticationMethod?: string;
  authenticationData?: Uint8Array;
  requestProblemInformation?: boolean;
  willDelayInterval?: number;
  requestResponseInformation?: boolean;
  responseInformation?: string;
  serverReference?: string;
  reasonString?: string;
  receiveMaximum?: number;
  topicAliasMaximum?: number;
  topicAlias?: number;
  maximumQoS?: number;
  retainAvailable?: boolean;
  userProperties?: UserProperties;
  maximumPacketSize?: number;
  wildcardSubscriptionAvailable?: boolean;
  subscriptionIdentifiersAvailable?: boolean;
  sharedSubscriptionAvailable?: boolean;
}

export interface Will {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties?: Properties;
}

export interface ConnectPacket {
  readonly cmd: 'connect';
  readonly protocolVersion: MqttVersion;
  /** Clean Session of 3.1.1, Clean Start of 5. */
  readonly clean: boolean;
  /** Seconds; 0: none. */
  readonly keepalive: number;
  /** Empty: the server chooses one. */
  readonly clientId: string;
  readonly will?: Will;
  readonly username?: string;
  readonly password?: Uint8Array;
  readonly properties?: Properties;
}

export interface ConnackPacket {
  readonly cmd: 'connack';
  readonly sessionPresent: boolean;
  /** One of MQTT 5; encode() translates it for 3.1.1. */
  readonly reasonCode: number;
  readonly properties?: Properties;
}

export interface PublishPacket {
  readonly cmd: 'publish';
  /** Empty in MQTT 5: the topic alias says which. */
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain: boolean;
  /** There is one for QoS 1 and 2. */
  readonly messageId?: number;
  readonly properties?: Properties;
}

export interface AckPacket {
  readonly cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp';
  readonly messageId: number;
  /** 0 in 3.1.1, which has none. */
  readonly reasonCode: number;
  readonly properties?: Properties;
}

export interface Subscription {
  readonly topic: string;
  readonly qos: QoS;
  /** No Local. False in 3.1.1, as the next one. */
  readonly nl: boolean;
  /** Retain As Published. */
  readonly rap: boolean;
  /** Retain Handling: 0 send what is retained, 1 only for a new subscription, 2 never. */
  readonly rh: 0 | 1 | 2;
}

export interface SubscribePacket {
  readonly cmd: 'subscribe';
  readonly messageId: number;
  readonly subscriptions: readonly Subscription[];
  readonly properties?: Properties;
}

export interface SubackPacket {
  readonly cmd: 'suback';
  readonly messageId: number;
  /** For each filter: the QoS, or a reason code of MQTT 5; encode() translates it for 3.1.1. */
  readonly granted: readonly number[];
  readonly properties?: Properties;
}

export interface UnsubscribePacket {
  readonly cmd: 'unsubscribe';
  readonly messageId: number;
  readonly unsubscriptions: readonly string[];
  readonly properties?: Properties;
}

export interface UnsubackPacket {
  readonly cmd: 'unsuback';
  readonly messageId: number;
  /** A reason code for each filter; 3.1.1 has none. */
  readonly granted: readonly number[];
  readonly properties?: Properties;
}

/** From a server in MQTT 5 only. */
export interface DisconnectPacket {
  readonly cmd: 'disconnect';
  readonly reasonCode: number;
  readonly properties?: Properties;
}

/** MQTT 5 only. */
export interface AuthPacket {
  readonly cmd: 'auth';
  readonly reasonCode: number;
  readonly properties?: Properties;
}

export type ClientPacket =
  | ConnectPacket
  | PublishPacket
  | AckPacket
  | SubscribePacket
  | UnsubscribePacket
  | { readonly cmd: 'pingreq' }
  | DisconnectPacket
  | AuthPacket;

export type ServerPacket =
  | ConnackPacket
  | PublishPacket
  | AckPacket
  | SubackPacket
  | UnsubackPacket
  | { readonly cmd: 'pingresp' }
  | DisconnectPacket
  | AuthPacket;

/** Types of control packets: the upper half of the first byte. */
export const PACKET_TYPES = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
  auth: 15,
} as const;

export type PacketName = keyof typeof PACKET_TYPES;
