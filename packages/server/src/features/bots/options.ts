/**
 * The options of bots.
 *
 * @module
 */
import { count } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const BOT_OPTIONS = {
  botsPerUser: option({
    group: OPTION_GROUPS.accounts,
    kind: count({ min: 0, max: 10_000 }),
    default: 5,
    description: 'Bots that one user may have; 0: only administrators make bots, those of the server.',
    example: '20',
  }),
} as const satisfies OptionTable;
