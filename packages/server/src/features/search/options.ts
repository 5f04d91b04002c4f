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
      'Whether messages can be searched. The index lies beside the database. With `off` there is none: it is emptied, and built anew ' +
      'when the search is turned on again. Set it for all routers.',
    example: 'off',
  }),
} as const satisfies OptionTable;
