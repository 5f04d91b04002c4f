/**
 * The options of people.
 *
 * @module
 */
import { choice } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';

export const PEOPLE_OPTIONS = {
  contacts: option({
    group: OPTION_GROUPS.accounts,
    kind: choice('optional', 'required'),
    default: 'optional',
    description:
      'Who may write to people by default: everybody, or only contacts: those whose request was accepted, those in a common ' +
      'group, and those to whom one has written.',
    example: 'required',
  }),
} as const;
