/**
 * The options of MQTT’s wire.
 *
 * @module
 */
import { isExposed, TLS_OPTIONS } from '../../config/address-options.ts';
import { ConfigError } from '../../config/config-error.ts';
import { listenPlaceOrOff } from '../../config/listen-place.ts';
import { choice, freeText, onOff } from '../../config/kinds.ts';
import { option, optional, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';

const MQTT_GROUP = { heading: 'MQTT’s clients', order: 52 };

/** The ports that IANA has registered for MQTT, without and with TLS. */
export const MQTT_PORT = 1883;
export const MQTT_TLS_PORT = 8883;

export const MQTT_OPTIONS = {
  mqtt: option({
    group: MQTT_GROUP,
    kind: onOff,
    default: false,
    description:
      'Let MQTT’s clients in, versions 5 and 3.1.1: over TCP, with TLS where the server has a certificate, and as WebSockets at `/mqtt`. They log in as any user does, and take part in the same conversations.',
    example: 'on',
  }),
  mqttPort: optional({
    group: MQTT_GROUP,
    kind: listenPlaceOrOff,
    absent: `${MQTT_PORT}, with TLS ${MQTT_TLS_PORT}`,
    description:
      'Port for MQTT over TCP. 0 takes any free one. An absolute path makes a Unix socket instead. off: over WebSockets alone.',
    example: '1883',
  }),
  mqttClientCa: optional({
    group: MQTT_GROUP,
    kind: freeText('PATH', { min: 1, max: 4096 }),
    absent: 'clients are asked for no certificates',
    description:
      'PEM file with the certificates of CAs. MQTT’s clients over TLS may then log in by a certificate that one of these has ' +
      'signed, without a password: its common name is the name of the user. Not over WebSockets. Read again when it changes, and at SIGHUP.',
    example: '/etc/posthorn/devices-ca.pem',
  }),
  mqttClientCrl: optional({
    group: MQTT_GROUP,
    kind: freeText('PATH', { min: 1, max: 4096 }),
    absent: 'no certificate is revoked',
    description:
      'PEM file with the lists of certificates that the CAs of --mqtt-client-ca have revoked, one of each CA. Read again ' +
      'when it changes, and at SIGHUP; connections that are there stay.',
    example: '/etc/posthorn/devices-crl.pem',
  }),
  mqttClientRequired: option({
    group: MQTT_GROUP,
    kind: onOff,
    default: false,
    description:
      'Whether MQTT’s clients must have a certificate, also those that log in by password or token. There is no MQTT over WebSockets then.',
    example: 'on',
  }),
  mqttClientName: option({
    group: MQTT_GROUP,
    kind: choice('cn', 'dns'),
    default: 'cn',
    description:
      'Where a client’s certificate names its user: in the common name of its subject, or in its DNS name (subject alternative name).',
    example: 'dns',
  }),
  mqttOpenTopics: option({
    group: MQTT_GROUP,
    kind: onOff,
    default: false,
    description:
      'Only for public test suites of MQTT: instead of people and their conversations, MQTT’s clients find a broker with free topics and without a login, which keeps everything in memory. A server that others can reach refuses to start with it.',
    example: 'on',
  }),
} as const satisfies OptionTable;

export function checkMqtt(config: Values): void {
  checkClientCertificates(config);
  const { mqtt, mqttOpenTopics } = optionsOf(config, MQTT_OPTIONS);
  if (!mqttOpenTopics) return;
  if (!mqtt) throw new ConfigError('--mqtt-open-topics is on without --mqtt on; turn that on too.');
  if (isExposed(config)) {
    throw new ConfigError(
      '--mqtt-open-topics is for tests on this machine alone, since it asks nobody for a login: give --host 127.0.0.1, ' +
        'and neither --public-url nor --trusted-proxies nor a Unix socket for HTTP.',
    );
  }
}

function checkClientCertificates(config: Values): void {
  const { mqtt, mqttPort, mqttOpenTopics, mqttClientCa, mqttClientCrl, mqttClientRequired, tlsCert } =
    optionsOf(config, { ...MQTT_OPTIONS, ...TLS_OPTIONS });
  if (mqttClientCa === undefined) {
    const useless = mqttClientRequired ? 'required' : mqttClientCrl === undefined ? undefined : 'crl';
    if (useless === undefined) return;
    throw new ConfigError(
      `--mqtt-client-${useless} is there without --mqtt-client-ca; say who signs the certificates.`,
    );
  }
  if (!mqtt) throw new ConfigError('--mqtt-client-ca is there without --mqtt on; turn that on too.');
  if (tlsCert === undefined)
    throw new ConfigError('--mqtt-client-ca needs TLS: give --tls-cert and --tls-key too.');
  if (mqttPort === 'off')
    throw new ConfigError('--mqtt-client-ca is for MQTT over TLS, and --mqtt-port is off; give a port.');
  if (mqttOpenTopics)
    throw new ConfigError(
      '--mqtt-client-ca and --mqtt-open-topics do not go together: those ask for no login.',
    );
}
