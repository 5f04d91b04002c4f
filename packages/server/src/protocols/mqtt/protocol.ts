/**
 * MQTT 5 and 3.1.1, as a peer of the native protocol: over TCP, TLS and WebSockets.
 *
 * @module
 */
import { filePath } from '@posthorn/protocol/words';
import { PROXIES } from '../../config/address-options.ts';
import { LIMIT_OPTIONS } from '../../config/limit-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Protocol, ProtocolCapabilities } from '../protocol.ts';
import type { GatewayPlace, WireProtocol } from '../wire-protocol.ts';
import { ContentReader } from './content-reader.ts';
import { listenForMqtt, MQTT_ADDRESSES, SUBPROTOCOL } from './listen.ts';
import { MQTT } from './name.ts';
import { openTopicsProtocol } from './open-topics/protocol.ts';
import { checkMqtt, MQTT_OPTIONS } from './options.ts';
import type { MqttPlace } from './place.ts';
import { MqttSession } from './session.ts';
import { PullReader } from './pull.ts';
import { Known } from './known.ts';
import { SharedPayloads } from './shared-payloads.ts';
import { Takeovers } from './takeovers.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: true,
  acks: true,
  notes: true,
  pulls: true,
  heartbeats: true,
};

/** See --heartbeat. */
const SILENT_HEARTBEATS = 2.5;

export const MQTT_PROTOCOL = {
  name: MQTT,
  capabilities: CAPABILITIES,
  options: { table: MQTT_OPTIONS, check: checkMqtt },
  isOn: (config) => optionsOf(config, MQTT_OPTIONS).mqtt,
  addresses: MQTT_ADDRESSES,
  listen: (place) => listenForMqtt(place, protocolAt(place)),
} as const satisfies WireProtocol;

function protocolAt(place: GatewayPlace): Protocol {
  const { mqttOpenTopics } = optionsOf(place.config, MQTT_OPTIONS);
  return mqttOpenTopics ? openTopicsProtocol(MQTT, place) : createMqttProtocol(place);
}

function createMqttProtocol({ node, config, contents, clock, random }: GatewayPlace): Protocol {
  const { heartbeat, maxFrame: maxPacketBytes } = optionsOf(config, LIMIT_OPTIONS);
  const base = optionsOf(config, PROXIES).publicUrl?.href ?? '';
  const linkTo = (file: string): string => base + filePath(file);
  const place: MqttPlace = {
    node,
    contents,
    clock,
    random,
    contentReader: new ContentReader(),
    pullReader: new PullReader(),
    payloads: new SharedPayloads({ contents, linkTo }),
    known: new Known(clock),
    takeovers: new Takeovers(),
    maxPacketBytes,
    silenceMs: heartbeat * SILENT_HEARTBEATS,
  };
  return {
    name: MQTT,
    capabilities: CAPABILITIES,
    schemes: MQTT_ADDRESSES.schemes,
    subprotocol: SUBPROTOCOL,
    open: (host) => new MqttSession(host, place),
    encode: () => undefined,
  };
}
