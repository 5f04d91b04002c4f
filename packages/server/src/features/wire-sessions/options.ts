/**
 * The option of sessions of other wires.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const DAY_MS = 86_400_000;

export const WIRE_SESSION_OPTIONS = {
  wireSessionTtl: option({
    group: OPTION_GROUPS.limits,
    kind: duration({ minMs: 60_000, maxMs: 365 * DAY_MS }),
    default: 30 * DAY_MS,
    description:
      'How long the session of an MQTT client is kept while the client is away, at most. A client that asks for longer is ' +
      'told. Set it for all routers.',
    example: '7d',
  }),
} as const satisfies OptionTable;
