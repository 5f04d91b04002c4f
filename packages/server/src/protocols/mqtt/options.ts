/**
 * The options of MQTT’s wire.
 *
 * @module
 */
import { isExposed } from '../../config/address-options.ts';
import { ConfigError } from '../../config/config-error.ts';
import { listenPlaceOrOff } from '../../config/listen-place.ts';
import { onOff } from '../../config/kinds.ts';
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
