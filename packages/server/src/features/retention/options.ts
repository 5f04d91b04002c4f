/**
 * The options of the retention of messages.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { OPTION_GROUPS, optional } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const HOUR_MS = 3_600_000;

export const RETENTION_OPTIONS = {
  retention: optional({
    group: OPTION_GROUPS.operation,
    kind: duration({ minMs: HOUR_MS, maxMs: 36_500 * 24 * HOUR_MS }),
    absent: 'for ever',
    description:
      'How long messages are kept. Older ones are deleted and cannot be read by anybody any more, nor brought back. Set it for all routers.',
    example: '365d',
  }),
} as const satisfies OptionTable;
