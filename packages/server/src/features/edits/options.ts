/**
 * How long people may change what they have said.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const YEARS = 3650 * 86_400_000;

export const EDIT_OPTIONS = {
  editWithin: option({
    group: OPTION_GROUPS.limits,
    kind: duration({ minMs: 0, maxMs: YEARS }),
    default: 2 * 86_400_000,
    description: 'How long after sending a message can be edited; 0ms sets no bound.',
    example: '15m',
  }),
  recallWithin: option({
    group: OPTION_GROUPS.limits,
    kind: duration({ minMs: 0, maxMs: YEARS }),
    default: 2 * 86_400_000,
    description:
      'How long after sending a message its sender can recall it; 0ms sets no bound. Admins of a group always can.',
    example: '15m',
  }),
} as const satisfies OptionTable;
