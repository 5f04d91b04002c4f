/**
 * The options of the search.
 *
 * @module
 */
import { onOff } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const SEARCH_OPTIONS = {
  search: option({
    group: OPTION_GROUPS.operation,
    kind: onOff,
    default: true,
    description:
      'Whether messages can be searched. The index takes about as much of the disk as the messages. With `off` it is neither ' +
      'written nor read, and caught up when the search is turned on again. Set it for all routers.',
    example: 'off',
  }),
} as const satisfies OptionTable;
