/**
 * The options of the audit.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const DAY_MS = 86_400_000;

export const AUDIT_OPTIONS = {
  auditRetention: option({
    group: OPTION_GROUPS.operation,
    kind: duration({ minMs: DAY_MS, maxMs: 3650 * DAY_MS }),
    default: 90 * DAY_MS,
    description:
      'How long the audit keeps its records: logins, what administrators did, what was refused. Set it for all routers.',
    example: '365d',
  }),
} as const satisfies OptionTable;
