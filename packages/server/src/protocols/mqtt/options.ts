/**
 * The options of MQTT’s wire.
 *
 * @module
 */
import { listenPlaceOrOff } from '../../config/listen-place.ts';
import { onOff } from '../../config/kinds.ts';
import { option, optional } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

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
} as const satisfies OptionTable;
