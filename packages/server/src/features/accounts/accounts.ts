/**
 * Accounts: registering, logging in, changing the password.
 *
 * @module
 */
import { logInByCertificate } from './certificate-logins.ts';
import { SETTINGS } from './server-settings.ts';
import { PASSWORDS, THROTTLE } from './states.ts';
import * as sessionQueries from './session-queries.ts';
import * as userQueries from './user-queries.ts';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { ChangePassword, Device, DoneInit, LoggedInInit, Login, Register } from '@posthorn/protocol';
import type { UserRecord } from './user-records.ts';
import { AccountRefusal, originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { assertOpen, standingOf, wrongSecret } from './bootstrap.ts';
import { checkedName, foldName } from './names.ts';
import { askDirectories, hasDirectories } from './directory-logins.ts';
import type { Answer } from './directory-logins.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { optionsOf } from '../../config/option.ts';
import type { CheckedLogin } from '../../router/login-check.ts';
import type { Caller, CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedDevice, openSession } from './opening.ts';
import type { SessionSource } from './opening.ts';
import { endSessions } from './sessions.ts';
import { accountFor, signInAs, sourceOf } from './sign-in.ts';
import { isLoopback } from '../../networks.ts';
import { checkedLine } from '../../router/texts.ts';
import { completeLooks, lookOf } from './looks.ts';

export async function register(services: Services, caller: Caller, request: Register): Promise<LoggedInInit> {
  const { store, config, clock } = services;
  const passwords = services.state(PASSWORDS);
  const throttle = services.state(THROTTLE);
  const { registrationsPerHour } = optionsOf(config.options, ACCOUNT_OPTIONS);
  const name = checkedName(request.name);
  const nameKey = foldName(name);
  const device = checkedDevice(services, request.device);
  const wanted = checkedLine(request.displayName, 'display name', LIMITS.maxDisplayNameChars);
  await assertOpen(services, caller, request);
  // The first administrator needs one: no other way makes it.
  if (!hasPasswordLogin(services) && (await hasAdministrator(services))) throw passwordsAreOff();
  throttle.register(caller.address, registrationsPerHour);
  const [taken] = await store.run(userQueries.usersByNameKeys, [nameKey]);
  if (taken !== undefined) throw nameTaken();
  const admin = await standingOf(services, caller, request);
  await completeLooks(store);
  const { address } = caller;
  const asked = { name, displayName: wanted, address };
  const displayName = (await services.before?.register?.(asked)) ?? wanted;
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
  return enter(services, outcome.user, { device, origin, secondFactor: '', passkey: '' });
}

/** A wrong password and an unknown name give the same answer after the same time. */
export async function login(services: Services, caller: Caller, request: Login): Promise<LoggedInInit> {
  const device = checkedDevice(services, request.device);
  if (request.jwt !== '') return logInByJwt(services, caller, { ...request, device });
  const { name, password, secondFactor, passkey } = request;
  if (caller.certificate !== undefined && name === '' && password === '')
    return logInByCertificate(services, caller, { certificate: caller.certificate, device });
  const { user, from } = await userByPassword(services, caller, { name, password, device: device.id });
  const origin = originOf(services.clock, caller, 'login');
  return enter(services, user, { device, origin, from, secondFactor, passkey });
}

/** Opens the session of somebody whose password is right. */
async function enter(
  services: Services,
  user: UserRecord,
  { secondFactor, passkey, ...opening }: Omit<CheckedLogin, 'user'> & Pick<Entrant, 'from'>,
): Promise<LoggedInInit> {
  try {
    for (const check of services.loginChecks()) await check({ ...opening, user, secondFactor, passkey });
    return await openSession(services, user, opening);
  } catch (error) {
    throw refusalOf(user.id, error);
  }
}

export interface GivenPassword {
  readonly name: string;
  readonly password: string;
  /** The id of the device. Empty: not known. */
  readonly device: string;
}

/** Whose name and password they are, and who has said so: this server, or a directory. */
export interface Entrant {
  readonly user: UserRecord;
  /** Undefined: this server. */
  readonly from?: SessionSource | undefined;
}

/**
 * The account with this name and password. It may have to show more to log in (LoginCheck). Throws BAD_CREDENTIALS, RATE_LIMITED,
 * ACCOUNT_DISABLED.
 */
export async function userByPassword(
  services: Services,
  caller: Caller,
  { name, password, device }: GivenPassword,
): Promise<Entrant> {
  if (!hasDirectories(services)) assertPasswordsOn(services, caller);
  if (name === '') throw new PosthornError('INVALID', 'log in with name and password, or with a JWT');
  const attempt: Attempt = { device, nameKey: foldName(name), user: 0 };
  try {
    return await entrantOf(services, caller, { name, password }, attempt);
  } catch (error) {
    throw refusalOf(attempt.user, error);
  }
}

/** For the audit, unless it says already which account it is about. */
function refusalOf(user: number, error: unknown): unknown {
  return error instanceof PosthornError && !(error instanceof AccountRefusal)
    ? new AccountRefusal(user, error)
    : error;
}

async function logInByJwt(
  services: Services,
  caller: Caller,
  { device, ...given }: Login & { readonly device: Device },
): Promise<LoggedInInit> {
  if (given.name !== '' || given.password !== '')
    throw new PosthornError('INVALID', 'log in with name and password or with a JWT, not with both');
  const way = services.loginWays().find(({ kind }) => kind === 'jwt');
  if (way?.check === undefined) {
    throw new PosthornError(
      'INVALID',
      'this server takes no JWTs; start it with --jwt-secret-file or --jwt-jwks-url',
    );
  }
  try {
    const identity = await way.check(given, caller);
    if (identity === undefined) throw new PosthornError('BAD_CREDENTIALS', 'the JWT names nobody');
    return await signInAs(services, caller, identity, { way, device });
  } catch (error) {
    throw refusalOf(0, error);
  }
}

interface Attempt {
  readonly device: string;
  readonly nameKey: string;
  /** The account, as soon as something has looked for it. 0: there is none. */
  user: number;
}

async function entrantOf(
  services: Services,
  caller: Caller,
  { name, password }: Pick<GivenPassword, 'name' | 'password'>,
  attempt: Attempt,
): Promise<Entrant> {
  const { nameKey, device } = attempt;
  let found: Awaited<ReturnType<typeof readCredentials>>;
  let elsewhere: Answer | undefined;
  const guarded = {
    nameKey,
    address: caller.address,
    device,
    isKnownDevice: () => isTheirDevice(services, attempt),
  };
  const fits = await services.state(THROTTLE).login(guarded, async () => {
    found = await readCredentials(services, nameKey);
    attempt.user = found?.user.id ?? 0;
    const isOwn =
      mayUsePassword(services, caller) &&
      (await services.state(PASSWORDS).verify(password, found?.passwordHash, caller));
    if (isOwn) return true;
    elsewhere = await askDirectories(services, { name, password, jwt: '' }, caller);
    // A guess at a password of our own counts, whatever has become of the other question.
    if (elsewhere?.refusal !== undefined && !hasOwnPassword(found)) throw elsewhere.refusal;
    return elsewhere?.arrival !== undefined;
  });
  if (elsewhere?.refusal !== undefined) throw elsewhere.refusal;
  if (elsewhere?.arrival !== undefined) {
    const { identity, way } = elsewhere.arrival;
    return { user: await accountFor(services, caller, identity, way), from: sourceOf(way) };
  }
  if (!fits || found === undefined) {
    throw new PosthornError('BAD_CREDENTIALS', 'name and password do not belong together');
  }
  if (found.user.disabled) {
    throw new PosthornError('ACCOUNT_DISABLED', 'an administrator has disabled the account');
  }
  if (!found.user.admin && !hasPasswordLogin(services)) throw passwordsAreOff();
  return { user: found.user };
}

/** Throws FORBIDDEN where passwords are turned off, but for whoever sits at this machine. */
function assertPasswordsOn(services: Services, { address }: Caller): void {
  if (!mayUsePassword(services, { address })) throw passwordsAreOff();
}

/** Whether passwords of this server itself count. */
function mayUsePassword(services: Services, { address }: Pick<Caller, 'address'>): boolean {
  return hasPasswordLogin(services) || isLoopback(address);
}

async function hasAdministrator(services: Services): Promise<boolean> {
  const setUp = await services.state(SETTINGS).setUp();
  return setUp?.hasAdministrator !== false;
}

export function hasPasswordLogin({ config }: Services): boolean {
  return optionsOf(config.options, ACCOUNT_OPTIONS).passwordLogin;
}

function passwordsAreOff(): PosthornError {
  return new PosthornError(
    'FORBIDDEN',
    'this server takes no passwords; log in in one of the ways that GET /v1/server names',
    { reason: 'passwords-off' },
  );
}

export async function changePassword(
  services: Services,
  caller: Caller,
  request: ChangePassword,
): Promise<DoneInit> {
  const session = sessionOf(caller);
  if (!(await hasPassword(services, session))) {
    throw new PosthornError(
      'INVALID',
      'this account has no password; log in as before, or ask an administrator to give it one',
      { reason: 'no-password' },
    );
  }
  await assertFits(services, caller, request.oldPassword);
  const passwordHash = await services.state(PASSWORDS).hash(request.newPassword, session.name, caller);
  const origin = originOf(services.clock, caller, 'changePassword');
  const { user, id: except } = session;
  await services.store.run(userQueries.updateUser, user, { passwordHash }, origin);
  if (!request.keepOthers) await endSessions(services, { user, except, code: 'SESSION_REVOKED', origin });
  return {};
}

/** Whether the account logs in with a name and a password, be it one of a directory. */
export async function logsInByName(services: Services, session: CallerSession): Promise<boolean> {
  return services.loginWays().some(({ kind }) => kind === 'ldap') || hasPassword(services, session);
}

/** Whether the account is one that logs in with a password of its own. */
async function hasPassword(services: Services, { nameKey }: CallerSession): Promise<boolean> {
  return hasOwnPassword(await readCredentials(services, nameKey));
}

function hasOwnPassword(found: Awaited<ReturnType<typeof readCredentials>>): boolean {
  return found !== undefined && found.passwordHash !== userQueries.UNUSABLE_PASSWORD;
}

/** A login that is not older stands for the password of an account that has none. */
const FRESH_LOGIN_MS = 600_000;

/**
 * Throws BAD_CREDENTIALS unless it is the caller's password, and RATE_LIMITED after many guesses. Whoever has no password has
 * to have logged in a moment ago.
 */
export async function confirmPassword(services: Services, caller: Caller, password: string): Promise<void> {
  const session = sessionOf(caller);
  if (await hasPassword(services, session)) await assertFits(services, caller, password);
  else await assertFresh(services, session);
}

async function assertFits(services: Services, caller: Caller, password: string): Promise<void> {
  const session = sessionOf(caller);
  const fits = await services.state(THROTTLE).confirm(session.user, async () => {
    const found = await readCredentials(services, session.nameKey);
    return services.state(PASSWORDS).verify(password, found?.passwordHash, caller);
  });
  if (!fits) throw new PosthornError('BAD_CREDENTIALS', 'the password is another one');
}

async function assertFresh({ store, clock }: Services, { id, user }: CallerSession): Promise<void> {
  const sessions = await store.run(sessionQueries.sessionsOf, user);
  const begunAt = sessions.find((each) => each.id === id)?.createdAt ?? 0;
  if (clock.now() - begunAt <= FRESH_LOGIN_MS) return;
  throw new PosthornError(
    'BAD_CREDENTIALS',
    'this account has no password: log in once more, then try again within 10 minutes',
    { reason: 'login-again' },
  );
}

function readCredentials({ store }: Services, nameKey: string) {
  return store.run(userQueries.credentials, nameKey);
}

/** Looks equally much whether or not there is such an account. */
async function isTheirDevice(services: Services, attempt: Attempt): Promise<boolean> {
  const [user] = await services.store.run(userQueries.usersByNameKeys, [attempt.nameKey]);
  attempt.user = user?.id ?? 0;
  return isKnownDevice(services, attempt.user, attempt.device);
}

/** Whether a device has a login to this account. */
export async function isKnownDevice({ store }: Services, user: number, device: string): Promise<boolean> {
  const sessions = await store.run(sessionQueries.sessionsOf, user);
  return sessions.some(({ deviceId }) => deviceId === device);
}

function nameTaken(): PosthornError {
  return new PosthornError('NAME_TAKEN', 'another account has this name; choose another one');
}
