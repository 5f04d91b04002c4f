/**
 * Logging, metrics and stopping.
 *
 * @module
 */
import { ConfigError } from './config-error.ts';
import { choice, duration, onOff, freeText } from './kinds.ts';
import { listenAddress } from './listen-address.ts';
import { flagOf, OPTION_GROUPS, option, optional, optionsOf } from './option.ts';
import type { OptionTable, Values } from './option.ts';

export const OPERATION_OPTIONS = {
  logLevel: option({
    group: OPTION_GROUPS.operation,
    kind: choice('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    description:
      'How much is logged, on stderr. `debug` follows each message by its numbers, never its text.',
    example: 'debug',
  }),
  logFormat: option({
    group: OPTION_GROUPS.operation,
    kind: choice('auto', 'json', 'text'),
    default: 'auto',
    description: 'One JSON object a line, or text for people. `auto`: text on a terminal.',
    example: 'json',
  }),
  drainWindow: option({
    group: OPTION_GROUPS.operation,
    kind: duration({ minMs: 0, maxMs: 600_000 }),
    default: 5000,
    description:
      'When a server stops that is alone, its clients leave at a random moment within this time, and come back ' +
      'after another one. Also when the database was restored.',
    example: '30s',
  }),
  metrics: option({
    group: OPTION_GROUPS.operation,
    kind: choice('private', 'public', 'off'),
    default: 'private',
    description:
      'Who may read /metrics: `private` lets in requests from this machine that crossed no proxy, an ' +
      'administrator’s token, and the metrics token; `public` everybody. A proxy is known by the headers that it adds, ' +
      'such as `X-Forwarded-For`, or by the host name of its clients.',
    example: 'private',
  }),
  metricsListen: optional({
    group: OPTION_GROUPS.operation,
    kind: listenAddress,
    absent: 'the HTTP port',
    description:
      'Address of a port for /metrics, /healthz and /readyz alone; the HTTP port then has no /metrics. Who may read ' +
      'them is still what --metrics says.',
    example: '10.0.0.7:9100',
  }),
  metricsToken: optional({
    group: OPTION_GROUPS.operation,
    kind: freeText('SECRET', { min: 16, max: 256 }),
    absent: 'none',
    description: 'A bearer token with which a monitoring system reads /metrics.',
    example: 'a-long-random-secret',
    secret: true,
  }),
  sweepInterval: option({
    group: OPTION_GROUPS.operation,
    kind: duration({ minMs: 50, maxMs: 25_000 }),
    default: 10_000,
    description: 'How often recently changed conversations are announced again, which repairs lost pushes.',
    example: '10s',
  }),
  json: option({
    group: OPTION_GROUPS.operation,
    kind: onOff,
    default: false,
    description: 'Print one line of JSON on stdout when the server is ready, for scripts.',
    example: '',
    flagOnly: true,
  }),
} as const satisfies OptionTable;

export function checkOperation(config: Values): void {
  const { metrics, metricsToken, metricsListen } = optionsOf(config, OPERATION_OPTIONS);
  if (metrics !== 'off') return;
  const useless = Object.entries({ metricsToken, metricsListen }).find(([, value]) => value !== undefined);
  if (useless !== undefined) {
    throw new ConfigError(
      `--${flagOf(useless[0])} is there although --metrics is off; leave one of them out.`,
    );
  }
}
