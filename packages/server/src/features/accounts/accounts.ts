/**
 * Accounts: registering, logging in, changing the password.
 *
 * @module
 */
import { PASSWORDS, THROTTLE, TOKENS } from './states.ts';
import * as sessionQueries from './session-queries.ts';
import * as userQueries from './user-queries.ts';
import { ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type { ChangePassword, Device, DoneInit, LoggedInInit, Login, Register } from '@posthorn/protocol';
import type { UserRecord } from './user-records.ts';
import { AccountRefusal, originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { assertOpen, standingOf, wrongSecret } from './bootstrap.ts';
import { assertFree } from './login-policy.ts';
import { checkedName, foldName } from './names.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { Origin } from '../../store/audit.ts';
import { endSession, endSessions, expiryOf } from './sessions.ts';
import { checkedLine } from '../../router/texts.ts';
import { completeLooks, lookOf } from './looks.ts';
import { hashToken, newToken } from './tokens.ts';
import { toUser } from './users.ts';

/** Maximum sessions of one user. Beyond it, the least recently used session ends. */
const MAX_SESSIONS = 100;

export async function register(services: Services, caller: Caller, request: Register): Promise<LoggedInInit> {
  const { store, config, clock } = services;
  const passwords = services.state(PASSWORDS);
  const throttle = services.state(THROTTLE);
  const { registrationsPerHour } = optionsOf(config.options, ACCOUNT_OPTIONS);
  const name = checkedName(request.name);
  const nameKey = foldName(name);
  const device = checkedDevice(services, request.device);
  const displayName = checkedLine(request.displayName, 'display name', LIMITS.maxDisplayNameChars);
  await assertOpen(services, caller, request);
  throttle.register(caller.address, registrationsPerHour);
  const [taken] = await store.run(userQueries.usersByNameKeys, [nameKey]);
  if (taken !== undefined) throw nameTaken();
  const admin = await standingOf(services, caller, request);
  await completeLooks(store);
  const passwordHash = await passwords.hash(request.password, name, caller);
  const origin = originOf(clock, caller, 'register');
  const newUser = {
    name,
    nameKey,
    look: lookOf(name),
    displayName,
    passwordHash,
    admin,
    createdAt: clock.now(),
  };
  const outcome = await store.run(userQueries.createUser, newUser, origin);
  if (outcome.status === 'taken') throw nameTaken();
  if (outcome.status === 'wrong-secret') throw wrongSecret();
  services.logger.info({ user: outcome.user.id, admin: outcome.user.admin }, 'account made');
  return openSession(services, outcome.user, { device, origin });
}

/** A wrong password and an unknown name give the same answer after the same time. */
export async function login(services: Services, caller: Caller, request: Login): Promise<LoggedInInit> {
  const device = checkedDevice(services, request.device);
  const attempt: Attempt = { device, nameKey: foldName(request.name), user: 0 };
  try {
    const user = await userOf(services, caller, request.password, attempt);
    return await openSession(services, user, { device, origin: originOf(services.clock, caller, 'login') });
  } catch (error) {
    throw error instanceof PosthornError ? new AccountRefusal(attempt.user, error) : error;
  }
}

interface Attempt {
  readonly device: Device;
  readonly nameKey: string;
  /** The account, as soon as something has looked for it. 0: there is none. */
  user: number;
}

/** The account whose password this is. */
async function userOf(
  services: Services,
  caller: Caller,
  password: string,
  attempt: Attempt,
): Promise<UserRecord> {
  const { nameKey, device } = attempt;
  let found: Awaited<ReturnType<typeof readCredentials>>;
  const guarded = {
    nameKey,
    address: caller.address,
    device: device.id,
    isKnownDevice: () => isKnownDevice(services, attempt),
  };
  const fits = await services.state(THROTTLE).login(guarded, async () => {
    found = await readCredentials(services, nameKey);
    attempt.user = found?.user.id ?? 0;
    return services.state(PASSWORDS).verify(password, found?.passwordHash, caller);
  });
  if (!fits || found === undefined) {
    throw new PosthornError('BAD_CREDENTIALS', 'name and password do not belong together');
  }
  if (found.user.disabled) {
    throw new PosthornError('ACCOUNT_DISABLED', 'an administrator has disabled the account');
  }
  return found.user;
}

export async function changePassword(
  services: Services,
  caller: Caller,
  request: ChangePassword,
): Promise<DoneInit> {
  const session = sessionOf(caller);
  await confirmPassword(services, caller, request.oldPassword);
  const passwordHash = await services.state(PASSWORDS).hash(request.newPassword, session.name, caller);
  const origin = originOf(services.clock, caller, 'changePassword');
  const { user, id: except } = session;
  await services.store.run(userQueries.updateUser, user, { passwordHash }, origin);
  if (!request.keepOthers) await endSessions(services, { user, except, code: 'SESSION_REVOKED', origin });
  return {};
}

/** Throws BAD_CREDENTIALS unless it is the caller's password, and RATE_LIMITED after many guesses. */
export async function confirmPassword(services: Services, caller: Caller, password: string): Promise<void> {
  const session = sessionOf(caller);
  const fits = await services.state(THROTTLE).confirm(session.user, async () => {
    const found = await readCredentials(services, session.nameKey);
    return services.state(PASSWORDS).verify(password, found?.passwordHash, caller);
  });
  if (!fits) throw new PosthornError('BAD_CREDENTIALS', 'the password is another one');
}

function readCredentials({ store }: Services, nameKey: string) {
  return store.run(userQueries.credentials, nameKey);
}

/** Looks equally much whether or not there is such an account. */
async function isKnownDevice({ store }: Services, attempt: Attempt): Promise<boolean> {
  const [user] = await store.run(userQueries.usersByNameKeys, [attempt.nameKey]);
  attempt.user = user?.id ?? 0;
  const sessions = await store.run(sessionQueries.sessionsOf, attempt.user);
  return sessions.some((session) => session.deviceId === attempt.device.id);
}

async function openSession(
  services: Services,
  user: UserRecord,
  { device, origin }: { readonly device: Device; readonly origin: Origin },
): Promise<LoggedInInit> {
  const { store, clock, config, random } = services;
  await assertFree(services, { user: user.id, deviceId: device.id, deviceClass: device.class });
  const token = newToken(random);
  const now = clock.now();
  const expiresAt = expiryOf(optionsOf(config.options, ACCOUNT_OPTIONS), now, now);
  const session = {
    user: user.id,
    deviceId: device.id,
    deviceClass: device.class,
    label: device.label,
    createdAt: now,
    expiresAt,
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

function checkedDevice(services: Services, device: Device | undefined): Device {
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

function nameTaken(): PosthornError {
  return new PosthornError('NAME_TAKEN', 'another account has this name; choose another one');
}
