/**
 * The options of groups.
 *
 * @module
 */
import { count } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const GROUP_OPTIONS = {
  maxGroupMembers: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 2, max: 1_000_000 }),
    default: 10_000,
    description: 'Members that a group may have.',
    example: '500',
  }),
} as const satisfies OptionTable;
