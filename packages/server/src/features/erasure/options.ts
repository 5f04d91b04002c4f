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
  eraseWords: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: true,
    description:
      'Whether the words of the direct messages that somebody has sent go with their account. What they said in groups stays.',
    example: 'off',
  }),
} as const satisfies OptionTable;
