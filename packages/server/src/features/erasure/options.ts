/**
 * The options of erasing accounts.
 *
 * @module
 */
import { onOff } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const ERASURE_OPTIONS = {
  eraseOwnAccount: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: false,
    description:
      'Whether people may erase their own accounts, with their password. Administrators always may.',
    example: 'on',
  }),
} as const satisfies OptionTable;
