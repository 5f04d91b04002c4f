/**
 * The login policy: which login slot a device takes, and whether the slot is free. Each attach gets a higher fencing
 * number for its slot, so the newer of two connections in one slot wins.
 *
 * @module
 */
import * as sessionQueries from './session-queries.ts';
import { PosthornError } from '@posthorn/protocol';
import type { SessionRecord } from './session-records.ts';
import { connectedSlots } from '../../router/online.ts';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import type { LoginPolicy } from './options.ts';

type SlotDevice = Pick<SessionRecord, 'user' | 'deviceId' | 'deviceClass'>;

/** The slot that a device takes, e.g. "7/mobile". Empty if any number of connections is allowed, as for the processes of a bot. */
export function slotOf(
  policy: LoginPolicy,
  { user, deviceId, deviceClass }: SlotDevice,
  isBot = false,
): string {
  if (isBot) return '';
  switch (policy) {
    case 'multi':
      return '';
    case 'single':
      return `${user}`;
    case 'one-per-class':
    case 'reject':
      if (deviceClass === 'bot') return '';
      // A device of unspecified class gets a slot of its own.
      return deviceClass === 'unspecified' ? `${user}/device/${deviceId}` : `${user}/${deviceClass}`;
  }
}

/** Under the policy `reject`, throws ALREADY_LOGGED_IN if another device is connected in the slot. */
export async function assertFree(services: Services, device: SlotDevice): Promise<void> {
  const { config, store } = services;
  if (optionsOf(config.options, ACCOUNT_OPTIONS).loginPolicy !== 'reject') return;
  const slot = slotOf('reject', device);
  if (slot === '') return;
  const taken = (await connectedSlots(services, device.user)).filter((each) => each.slot === slot);
  if (taken.length === 0) return;
  const sessions = await store.run(sessionQueries.sessionsOf, device.user);
  const isOther = taken.some(({ session: connected }) => {
    const session = sessions.find(({ id }) => id === connected);
    return session !== undefined && session.deviceId !== device.deviceId;
  });
  if (isOther) {
    throw new PosthornError(
      'ALREADY_LOGGED_IN',
      'you are connected with another device of this class; disconnect it first',
    );
  }
}
