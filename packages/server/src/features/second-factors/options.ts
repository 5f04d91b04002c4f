/**
 * The option of second factors.
 *
 * @module
 */
import { choice } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const SECOND_FACTOR_OPTIONS = {
  secondFactor: option({
    group: OPTION_GROUPS.accounts,
    kind: choice('nobody', 'administrators', 'everybody'),
    default: 'nobody',
    description:
      'Who must have a second factor to log in with a password: an app that shows codes, or a passkey. Whoever has none yet ' +
      'adds one at the next login. Anybody may have one.',
    example: 'administrators',
  }),
} as const satisfies OptionTable;
