/**
 * Opens sessions, for whoever may have one.
 *
 * @module
 */
import { ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type { Device, LoggedInInit } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import type { Origin } from '../../store/audit.ts';
import { assertFree } from './login-policy.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import * as sessionQueries from './session-queries.ts';
import { endSession, expiryOf } from './sessions.ts';
import { TOKENS } from './states.ts';
import { hashToken, newToken } from './tokens.ts';
import type { UserRecord } from './user-records.ts';
import { toUser } from './users.ts';

/** Maximum sessions of one user. Beyond it, the least recently used session ends. */
const MAX_SESSIONS = 100;

/** What a session rests on. */
export interface SessionSource {
  /** The name of the way; empty: a password of our own. */
  readonly way: string;
  /** The session there, when it has said so. */
  readonly sid: string;
  /** See IdentityRules. */
  readonly sessionMs: number | undefined;
}

interface Opening {
  readonly device: Device;
  readonly origin: Origin;
  readonly from?: SessionSource | undefined;
}

const OWN: SessionSource = { way: '', sid: '', sessionMs: undefined };

/** Makes the session of a login that was allowed. Throws ALREADY_LOGGED_IN. */
export async function openSession(
  services: Services,
  user: UserRecord,
  { device, origin, from = OWN }: Opening,
): Promise<LoggedInInit> {
  const { store, clock, config, random } = services;
  await assertFree(services, { user: user.id, deviceId: device.id, deviceClass: device.class });
  const token = newToken(random);
  const now = clock.now();
  const { way, sid, sessionMs } = from;
  const endsAt = sessionMs === undefined ? 0 : now + sessionMs;
  const expiresAt = expiryOf(optionsOf(config.options, ACCOUNT_OPTIONS), { createdAt: now, endsAt }, now);
  const session = {
    user: user.id,
    deviceId: device.id,
    deviceClass: device.class,
    label: device.label,
    createdAt: now,
    expiresAt,
    endsAt,
    way,
    sid,
    tokenHash: hashToken(token),
  };
  const { id, replaced } = await store.run(sessionQueries.createSession, session, origin);
  if (replaced !== undefined) {
    services.state(TOKENS).forgetUser(user.id);
    services.publish.sessionsEnded(user.id, [replaced], ERRORS.REPLACED.code);
  }
  await boundSessions(services, user.id, origin);
  return {
    token,
    user: toUser(user, now),
    session: id,
    expiresAt,
    endpoints: services.endpoints(user.id, true),
  };
}

async function boundSessions(services: Services, user: number, origin: Origin): Promise<void> {
  const sessions = await services.store.run(sessionQueries.sessionsOf, user);
  const oldest = sessions.toSorted((a, b) => a.lastUsedAt - b.lastUsedAt || a.id - b.id);
  for (const { id } of oldest.slice(0, Math.max(0, sessions.length - MAX_SESSIONS))) {
    await endSession(services, { user, session: id, origin });
  }
}

/** The device of a login; one without an id gets one. Throws INVALID. */
export function checkedDevice(services: Services, device: Device | undefined): Device {
  const id = device?.id ?? '';
  if (Buffer.byteLength(id) > LIMITS.maxDeviceIdBytes) {
    throw new PosthornError('INVALID', `a device id has at most ${LIMITS.maxDeviceIdBytes} bytes`);
  }
  return {
    id: id === '' ? `once-${Buffer.from(services.random.bytes(12)).toString('base64url')}` : id,
    class: device?.class ?? 'unspecified',
    label: checkedLine(device?.label ?? '', 'device label', LIMITS.maxLabelChars),
  };
}
