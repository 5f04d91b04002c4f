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
    default: 100_000,
    description: 'Members that a group may have.',
    example: '500',
  }),
  groupsPerHour: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 0, max: 1_000_000 }),
    default: 100,
    description:
      'Groups that one user may create within an hour, per router; 0 sets no bound. Administrators have none.',
    example: '20',
  }),
  addedPerHour: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 0, max: 10_000_000 }),
    default: 10_000,
    description:
      'People whom one user may add to groups within an hour, per router; 0 sets no bound. Administrators have none.',
    example: '500',
  }),
} as const satisfies OptionTable;
