/**
 * The properties of MQTT 5 (§2.2.2): how each is written, and which packets of a client may have it.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { malformed, protocolError } from './field-reader.ts';
import type { FieldReader } from './field-reader.ts';
import type { FieldWriter } from './field-writer.ts';
import type { PacketName, Properties, UserProperties } from './packets.ts';
import { REASON } from './reason-codes.ts';

/** Most that a packet may have of what it may have many of. */
export const MAX_ITEMS = 1000;

/** The packets of clients that have properties, and the will. */
export type PropertyPlace = PacketName | 'will';

type Kind = 'flag' | 'byte' | 'uint16' | 'uint32' | 'varint' | 'string' | 'binary' | 'pair';

interface Rule {
  readonly id: number;
  readonly name: keyof Properties;
  readonly kind: Kind;
  readonly places: readonly PropertyPlace[];
  /** 0 is a protocol error. */
  readonly isPositive: boolean;
}

const MESSAGES: readonly PropertyPlace[] = ['publish', 'will'];
const LOGINS: readonly PropertyPlace[] = ['connect', 'auth'];
const REASONS: readonly PropertyPlace[] = ['puback', 'pubrec', 'pubrel', 'pubcomp', 'disconnect', 'auth'];
const ALL: readonly PropertyPlace[] = [...REASONS, ...MESSAGES, 'connect', 'subscribe', 'unsubscribe'];

/** Those without places are the server's alone. */
const RULES: readonly Rule[] = [
  rule(1, 'payloadFormatIndicator', 'flag', MESSAGES),
  rule(2, 'messageExpiryInterval', 'uint32', MESSAGES),
  rule(3, 'contentType', 'string', MESSAGES),
  rule(8, 'responseTopic', 'string', MESSAGES),
  rule(9, 'correlationData', 'binary', MESSAGES),
  rule(11, 'subscriptionIdentifier', 'varint', ['subscribe'], true),
  rule(17, 'sessionExpiryInterval', 'uint32', ['connect', 'disconnect']),
  rule(18, 'assignedClientIdentifier', 'string'),
  rule(19, 'serverKeepAlive', 'uint16'),
  rule(21, 'authenticationMethod', 'string', LOGINS),
  rule(22, 'authenticationData', 'binary', LOGINS),
  rule(23, 'requestProblemInformation', 'flag', ['connect']),
  rule(24, 'willDelayInterval', 'uint32', ['will']),
  rule(25, 'requestResponseInformation', 'flag', ['connect']),
  rule(26, 'responseInformation', 'string'),
  rule(28, 'serverReference', 'string'),
  rule(31, 'reasonString', 'string', REASONS),
  rule(33, 'receiveMaximum', 'uint16', ['connect'], true),
  rule(34, 'topicAliasMaximum', 'uint16', ['connect']),
  rule(35, 'topicAlias', 'uint16', ['publish']),
  rule(36, 'maximumQoS', 'byte'),
  rule(37, 'retainAvailable', 'flag'),
  rule(38, 'userProperties', 'pair', ALL),
  rule(39, 'maximumPacketSize', 'uint32', ['connect'], true),
  rule(40, 'wildcardSubscriptionAvailable', 'flag'),
  rule(41, 'subscriptionIdentifiersAvailable', 'flag'),
  rule(42, 'sharedSubscriptionAvailable', 'flag'),
];

const BY_ID = new Map(RULES.map((each) => [each.id, each]));
const BY_NAME = Object.fromEntries(RULES.map((each) => [each.name, each])) as Record<keyof Properties, Rule>;

/** Reads the length and the properties. Undefined: there are none. */
export function readProperties(reader: FieldReader, place: PropertyPlace): Properties | undefined {
  const length = reader.varint();
  if (length === 0) return undefined;
  const part = reader.part(length);
  const properties: Record<string, unknown> = {};
  const pairs: [string, string][] = [];
  while (part.hasMore) {
    const each = ruleOf(part.varint(), place);
    const { name, kind } = each;
    if (kind === 'pair') {
      if (pairs.push([part.string(), part.string()]) > MAX_ITEMS) throw tooMany('user properties');
      properties[name] = pairs;
      continue;
    }
    if (properties[name] !== undefined) throw protocolError(`the property ${name} comes twice`);
    properties[name] = valueOf(part, each);
  }
  return checked(properties, place);
}

/** Writes the length and the properties. */
export function writeProperties(writer: FieldWriter, properties: Properties | undefined): void {
  const start = writer.open();
  putProperties(writer, properties);
  writer.close(start);
}

/** Writes the properties alone. */
export function putProperties(writer: FieldWriter, properties: Properties | undefined): void {
  if (properties === undefined) return;
  for (const name in properties) {
    const { id, kind } = BY_NAME[name as keyof Properties];
    const value = properties[name as keyof Properties];
    if (value !== undefined) write(writer, id, kind, value);
  }
}

export function tooMany(what: string): MqttError {
  return new MqttError(REASON.quotaExceeded, `more than ${MAX_ITEMS} ${what} in a packet`);
}

function ruleOf(id: number, place: PropertyPlace): Rule {
  const found = BY_ID.get(id);
  if (found === undefined) throw malformed(`there is no property ${id}`);
  if (!found.places.includes(place)) throw protocolError(`${place} may not have the property ${found.name}`);
  return found;
}

function valueOf(reader: FieldReader, { name, kind, isPositive }: Rule): unknown {
  const value = read(reader, kind);
  if (isPositive && value === 0) throw protocolError(`the property ${name} may not be 0`);
  // The only one that a server may send several times.
  return name === 'subscriptionIdentifier' ? [value] : value;
}

function read(reader: FieldReader, kind: Exclude<Kind, 'pair'> | Kind): unknown {
  switch (kind) {
    case 'flag': {
      const byte = reader.byte();
      if (byte > 1) throw protocolError('a property that is 0 or 1 is something else');
      return byte === 1;
    }
    case 'byte':
      return reader.byte();
    case 'uint16':
      return reader.uint16();
    case 'uint32':
      return reader.uint32();
    case 'varint':
      return reader.varint();
    case 'string':
      return reader.string();
    case 'binary':
      return reader.binary();
    case 'pair':
      return [reader.string(), reader.string()];
  }
}

function checked(properties: Properties, place: PropertyPlace): Properties {
  const { authenticationData, authenticationMethod, responseTopic, topicAlias } = properties;
  if (authenticationData !== undefined && authenticationMethod === undefined)
    throw protocolError('authentication data without a method');
  // [MQTT-3.3.2-14]
  if (responseTopic !== undefined) checkTopicName(responseTopic, `the response topic of ${place}`);
  if (topicAlias === 0) throw new MqttError(REASON.topicAliasInvalid, 'a topic alias is 1 or above'); // [MQTT-3.3.2-8]
  return properties;
}

/** A topic name has no wildcards [MQTT-3.3.2-2] and at least one character [MQTT-4.7.3-1]. */
export function checkTopicName(name: string, what: string): void {
  if (name === '') throw new MqttError(REASON.topicNameInvalid, `${what} is empty`);
  if (name.includes('+') || name.includes('#'))
    throw new MqttError(REASON.topicNameInvalid, `${what} has a wildcard; those are for subscriptions`);
}

function write(writer: FieldWriter, id: number, kind: Kind, value: Properties[keyof Properties]): void {
  if (kind === 'pair') {
    for (const [name, text] of value as UserProperties) {
      writer.byte(id);
      writer.string(name);
      writer.string(text);
    }
    return;
  }
  for (const each of Array.isArray(value) ? value : [value]) {
    writer.byte(id);
    if (kind === 'string') writer.string(each as string);
    else if (kind === 'binary') writer.binary(each as Uint8Array);
    else writer[kind === 'flag' ? 'byte' : kind](Number(each));
  }
}

function rule(
  id: number,
  name: keyof Properties,
  kind: Kind,
  places: readonly PropertyPlace[] = [],
  isPositive = false,
): Rule {
  return { id, name, kind, places, isPositive };
}
