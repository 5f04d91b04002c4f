/**
 * The options of webhooks.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const WEBHOOK_OPTIONS = {
  webhookRetention: option({
    group: OPTION_GROUPS.operation,
    kind: duration({ minMs: HOUR_MS, maxMs: 3650 * DAY_MS }),
    default: 30 * DAY_MS,
    description:
      'How long positions of events are kept, so how far back a webhook can be replayed, and how long a receiver may be ' +
      'down before it misses something. Set it for all routers.',
    example: '90d',
  }),
} as const satisfies OptionTable;
