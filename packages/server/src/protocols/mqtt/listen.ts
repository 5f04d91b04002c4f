/**
 * Where MQTT’s clients connect: a TCP port, and WebSockets on the HTTP server.
 *
 * @module
 */
import { TLS_OPTIONS } from '../../config/address-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Values } from '../../config/option.ts';
import type { AskedCertificates } from '../../gateway/client-certificates.ts';
import type { Protocol } from '../protocol.ts';
import type { GatewayPlace, WireAddresses } from '../wire-protocol.ts';
import { MQTT } from './name.ts';
import { MQTT_OPTIONS, MQTT_PORT, MQTT_TLS_PORT } from './options.ts';

const WEB_SOCKET_PATH = '/mqtt';
/** [MQTT-6.0.0-4] */
export const SUBPROTOCOL = 'mqtt';

export async function listenForMqtt(place: GatewayPlace, protocol: Protocol): Promise<void> {
  const { tlsCert } = optionsOf(place.config, TLS_OPTIONS);
  const usual = tlsCert === undefined ? MQTT_PORT : MQTT_TLS_PORT;
  const { mqttPort = usual, mqttClientRequired } = optionsOf(place.config, MQTT_OPTIONS);
  // The HTTP server asks nobody for a certificate, since browsers would ask people.
  if (!mqttClientRequired) place.acceptWebSockets(WEB_SOCKET_PATH, protocol);
  if (mqttPort !== 'off') await place.listenTcp(MQTT, mqttPort, protocol, askedOf(place.config));
}

function askedOf(config: Values): AskedCertificates | undefined {
  const {
    mqttClientCa: ca,
    mqttClientCrl: crl,
    mqttClientName: named,
    mqttClientRequired: isRequired,
  } = optionsOf(config, MQTT_OPTIONS);
  return ca === undefined ? undefined : { ca, crl, named, isRequired };
}

export const MQTT_ADDRESSES: WireAddresses = {
  schemes: ['mqtt', 'mqtts'],
  help: 'mqtt://HOST:PORT or mqtts://HOST:PORT for MQTT’s clients',
  at({ hostname, ports, isSecure }) {
    const port = ports[MQTT];
    return port === undefined ? [] : [`${isSecure ? 'mqtts' : 'mqtt'}://${hostname}:${port}`];
  },
};
