/**
 * Calls receivers: those that operators allow, and public ones over https.
 *
 * @module
 */
import { hookReach } from '../../config/outgoing-options.ts';
import { Outgoing } from '../../outgoing/outgoing.ts';
import type { RouterState } from '../../router/services.ts';

export const RECEIVERS: RouterState<Outgoing> = {
  name: 'receivers of webhooks',
  open: ({ config, clock }) => new Outgoing({ ...hookReach(config.options), clock }),
  close: (outgoing) => outgoing.close(),
};
