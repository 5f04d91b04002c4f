/**
 * CONNECT (§3.1), the packet that says what all others are written in.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { malformed } from './field-reader.ts';
import type { FieldReader } from './field-reader.ts';
import type { ConnectPacket, MqttVersion, QoS, Will } from './packets.ts';
import { checkTopicName, readProperties } from './properties.ts';
import { REASON } from './reason-codes.ts';

/** What the client speaks; for a version that is refused, the nearest one, which the refusal is written in. */
export interface SaidVersion {
  readonly version: MqttVersion;
  readonly refusal: MqttError | undefined;
}

/** The fields that CONNECT has had in every version. */
export function readVersion(fields: FieldReader): SaidVersion {
  const name = fields.string();
  const level = fields.byte();
  if (name === 'MQTT' && (level === 4 || level === 5)) return { version: level, refusal: undefined };
  const refusal = new MqttError(
    REASON.unsupportedVersion,
    `this server speaks MQTT 3.1.1 and 5, not ${JSON.stringify(name.slice(0, 20))} of level ${level}`,
  );
  // Bridges set the highest bit, and go on without it when they are refused in their version.
  return { version: name === 'MQTT' && (level & 127) > 4 ? 5 : 4, refusal };
}

/** What follows the version. */
export function parseConnect(fields: FieldReader, protocolVersion: MqttVersion): ConnectPacket {
  const flags = fields.byte();
  if ((flags & 1) !== 0) throw malformed('the reserved flag of CONNECT is set'); // [MQTT-3.1.2-3]
  const clean = (flags & 2) !== 0;
  const keepalive = fields.uint16();
  const properties = protocolVersion === 5 ? readProperties(fields, 'connect') : undefined;
  const clientId = fields.string();
  if (clientId === '' && !clean && protocolVersion === 4)
    throw new MqttError(REASON.clientIdNotValid, 'a session that is kept needs a client identifier');
  const will = willIn(fields, flags, protocolVersion);
  const hasName = (flags & 128) !== 0;
  const hasPassword = (flags & 64) !== 0;
  if (hasPassword && !hasName && protocolVersion === 4)
    throw malformed('a password without a user name, which MQTT 5 alone allows');
  return {
    cmd: 'connect',
    protocolVersion,
    clean,
    keepalive,
    clientId,
    ...(will !== undefined && { will }),
    ...(hasName && { username: fields.string() }),
    ...(hasPassword && { password: fields.binary() }),
    ...(properties !== undefined && { properties }),
  };
}

function willIn(fields: FieldReader, flags: number, version: MqttVersion): Will | undefined {
  const qos = (flags >>> 3) & 3;
  const retain = (flags & 32) !== 0;
  if (qos === 3) throw malformed('there is no QoS 3'); // [MQTT-3.1.2-12]
  if ((flags & 4) === 0) {
    if (qos > 0 || retain) throw malformed('QoS or Retain of a will that is not there'); // [MQTT-3.1.2-11]
    return undefined;
  }
  const properties = version === 5 ? readProperties(fields, 'will') : undefined;
  const topic = fields.string();
  checkTopicName(topic, 'the topic of the will');
  return {
    topic,
    payload: fields.binary(),
    qos: qos as QoS,
    retain,
    ...(properties !== undefined && { properties }),
  };
}
