/**
 * Disables accounts, and enables them again.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import type { Origin } from '../../store/audit.ts';
import { endSessions } from './sessions.ts';
import { changeStanding } from './standing.ts';
import { DISABLINGS } from './states.ts';

/** Harmless when it is repeated. Throws NOT_FOUND, FORBIDDEN, INVALID. */
export async function switchAccount(
  services: Services,
  user: number,
  disabled: boolean,
  origin: Origin,
): Promise<void> {
  await changeStanding(services.store, user, { disabled }, origin);
  if (!disabled) return;
  await endSessions(services, { user, code: 'ACCOUNT_DISABLED', origin });
  await services.state(DISABLINGS).tell(user);
}
