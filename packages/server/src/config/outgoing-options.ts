/**
 * Which other servers this one calls on behalf of its users.
 *
 * @module
 */
import { list, network } from './kinds.ts';
import { OPTION_GROUPS, option } from './option.ts';
import type { OptionTable } from './option.ts';

export const OUTGOING_OPTIONS = {
  outgoingAllow: option({
    group: OPTION_GROUPS.limits,
    kind: list(network),
    default: [],
    description:
      'Addresses and networks that this server calls although they are not public, when users name them, as in a ' +
      'link; there on every port. Without it, only public addresses on the ports 80 and 443 are called.',
    example: '10.1.0.0/16,fd00:1::/32',
  }),
} as const satisfies OptionTable;
