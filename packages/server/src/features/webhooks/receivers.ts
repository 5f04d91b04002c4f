/**
 * Calls receivers: those that operators allow, and public ones over https.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import { OUTGOING_OPTIONS } from '../../config/outgoing-options.ts';
import { Outgoing } from '../../outgoing/outgoing.ts';
import type { RouterState } from '../../router/services.ts';

/** What is said is not for whoever listens on the way: public receivers have https. */
const PUBLIC_PORTS: readonly number[] = [443];

export const RECEIVERS: RouterState<Outgoing> = {
  name: 'receivers of webhooks',
  open({ config, clock }) {
    const { webhookAllow: allowed } = optionsOf(config.options, OUTGOING_OPTIONS);
    return new Outgoing({ allowed, publicPorts: PUBLIC_PORTS, clock });
  },
};
