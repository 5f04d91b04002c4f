/**
 * Which other servers this one calls: those that its users name, and those that administrators and operators name.
 *
 * @module
 */
import { list, network } from './kinds.ts';
import { OPTION_GROUPS, option, optionsOf } from './option.ts';
import type { OptionTable, Values } from './option.ts';

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
  webhookAllow: option({
    group: OPTION_GROUPS.limits,
    kind: list(network),
    default: [],
    description:
      'Addresses and networks to which webhooks are delivered, and where before-hooks are asked, although they are not ' +
      'public; there on every port, and over http too. Without it, only public addresses, over https at the port 443, are called. Set it for all routers.',
    example: '10.1.0.0/16,127.0.0.1',
  }),
} as const satisfies OptionTable;

/** What is said is not for whoever listens on the way: public servers that are told of it have https. */
const PUBLIC_PORTS: readonly number[] = [443];

/** What receivers of webhooks and before-hooks are called by: those that operators allow, and public ones over https. */
export function hookReach(options: Values): {
  readonly allowed: readonly string[];
  readonly publicPorts: readonly number[];
} {
  return { allowed: optionsOf(options, OUTGOING_OPTIONS).webhookAllow, publicPorts: PUBLIC_PORTS };
}
