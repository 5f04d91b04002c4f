/**
 * Sessions. A session is the login of one device; its token gives access until it is revoked or expires.
 *
 * @module
 */
import { TOKENS } from './states.ts';
import * as sessionQueries from './session-queries.ts';
import { NEVER } from './session-queries.ts';
import * as userQueries from './user-queries.ts';
import { ERRORS, PosthornError } from '@posthorn/protocol';
import type {
  DoneInit,
  ListSessions,
  LoggedInInit,
  Logout,
  RevokeSession,
  SessionInit,
  SessionsInit,
} from '@posthorn/protocol';
import type { UserRecord } from './user-records.ts';
import type { SessionRecord } from './session-records.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { assertFree, slotOf } from './login-policy.ts';
import { foldName } from './names.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { optionsOf } from '../../config/option.ts';
import type { ValuesOf } from '../../config/option.ts';
import type { Attachment, Caller, CallerSession, ForeignIdentity } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { isTicket } from '../../router/tickets.ts';
import type { Origin } from '../../store/audit.ts';
import { checkedToken, hashToken } from './tokens.ts';
import { toUser } from './users.ts';

interface OwnedSession {
  readonly session: SessionRecord;
  readonly user: UserRecord;
}

/** Minimum interval between updates of "last used". */
const TOUCH_INTERVAL_MS = 600_000;

/** Returns the session of a token. Throws UNAUTHENTICATED, SESSION_EXPIRED, ACCOUNT_DISABLED. */
export async function authenticate(services: Services, token: string): Promise<CallerSession> {
  const hash = hashToken(checkedToken(token));
  const known = services.state(TOKENS).get(hash);
  if (known !== undefined) return known;
  const readAt = services.clock.monotonic();
  const { session, user } = await readSession(services, hash);
  const caller = toCaller(session, user);
  services.state(TOKENS).put(hash, caller, readAt);
  return caller;
}

/** Authenticates a token, or a ticket for one, without the cache, and takes the login slot of the session's device. */
export async function attach(services: Services, _caller: Caller, given: string): Promise<Attachment> {
  const token = isTicket(given) ? await redeemed(services, given) : checkedToken(given);
  const { session, user } = await readSession(services, hashToken(token));
  await assertFree(services, session);
  const { loginPolicy } = optionsOf(services.config.options, ACCOUNT_OPTIONS);
  const attached = await attachment(services, { session, user }, slotOf(loginPolicy, session, user.bot));
  return token === given ? attached : { ...attached, proof: token };
}

async function redeemed({ tickets }: Services, ticket: string): Promise<string> {
  const token = await tickets.redeem(ticket);
  if (token !== undefined) return token;
  throw new PosthornError('UNAUTHENTICATED', 'the ticket was used or is too old; ask for another one');
}

/** Attaches an account without a password. Only protocols without tokens create such accounts. */
export async function attachAs(
  services: Services,
  _caller: Caller,
  identity: ForeignIdentity,
): Promise<Attachment> {
  const found = await readForeignSession(services, identity);
  // Its protocol serves as device id.
  return attachment(services, found, foreignSlot(found.session.deviceId, found.user.id));
}

/** Returns the session of an account without a password. */
export async function authenticateAs(services: Services, identity: ForeignIdentity): Promise<CallerSession> {
  const { session, user } = await readForeignSession(services, identity);
  return toCaller(session, user);
}

/** Throws BAD_CREDENTIALS, UNAUTHENTICATED. */
async function readForeignSession(
  services: Services,
  { protocol: given, user: id, name }: ForeignIdentity,
): Promise<OwnedSession> {
  const { store } = services;
  const { foreignLogins } = services.config;
  const protocol = given === '' ? foreignLogins[0] : foreignLogins.find((each) => each === given);
  const found = protocol === undefined ? undefined : await store.run(userQueries.credentials, foldName(name));
  const isTheirs = found !== undefined && found.user.id === id && found.passwordHash === undefined;
  if (protocol === undefined || !isTheirs || found.user.disabled) {
    throw new PosthornError('BAD_CREDENTIALS', 'this is no account of this protocol');
  }
  const sessions = await store.run(sessionQueries.sessionsOf, id);
  const session = sessions.find(({ deviceId }) => deviceId === protocol);
  if (session === undefined || session.expiresAt <= services.clock.now()) {
    throw new PosthornError('UNAUTHENTICATED', 'log in over HTTP first');
  }
  return { session, user: found.user };
}

/**
 * The login slot of a user in a protocol without tokens: one connection each. The protocol's name serves as device id.
 */
export function foreignSlot(protocol: string, user: number): string {
  return `${user}/${protocol}`;
}

async function attachment(
  services: Services,
  { session, user }: OwnedSession,
  slot: string,
): Promise<Attachment> {
  const { lobby } = services.config;
  const fence = slot === '' ? 0 : await services.store.run(sessionQueries.nextFence, slot);
  return {
    session: toCaller(session, user),
    slot,
    fence,
    rooms: lobby === 0 ? [] : [lobby],
    reply: {
      case: 'attached',
      value: {
        user: toUser(user, services.clock.now()),
        session: session.id,
        lobby,
        inbox: user.inbox,
        endpoints: services.endpoints(user.id, false),
      },
    },
  };
}

/** What a login with this token would tell, but the token. Throws as authenticate() does; the session lives on. */
export async function sessionInfo(services: Services, token: string): Promise<Omit<LoggedInInit, 'token'>> {
  const { session, user } = await readSession(services, hashToken(checkedToken(token)));
  const { id, expiresAt } = session;
  const { clock, endpoints } = services;
  return { user: toUser(user, clock.now()), session: id, expiresAt, endpoints: endpoints(user.id, true) };
}

/** The ids of all current sessions of these users. */
export async function sessionsOf(services: Services, users: readonly number[]): Promise<readonly number[]> {
  const now = services.clock.now();
  const lists = await Promise.all(users.map((user) => services.store.run(sessionQueries.sessionsOf, user)));
  return lists
    .flat()
    .filter(({ expiresAt }) => expiresAt > now)
    .map(({ id }) => id);
}

export async function logout(services: Services, caller: Caller, _request: Logout): Promise<DoneInit> {
  const { user, id } = sessionOf(caller);
  const origin = originOf(services.clock, caller, 'logout');
  await endSession(services, { user, session: id, isLeaving: true, origin });
  return {};
}

export async function listSessions(
  services: Services,
  caller: Caller,
  _request: ListSessions,
): Promise<SessionsInit> {
  const { user, id } = sessionOf(caller);
  const sessions = await services.store.run(sessionQueries.sessionsOf, user);
  const now = services.clock.now();
  return {
    sessions: sessions
      .filter(({ expiresAt }) => expiresAt > now)
      .map((session): SessionInit => {
        const { deviceId, deviceClass, label, createdAt, lastUsedAt, expiresAt } = session;
        return {
          id: session.id,
          device: { id: deviceId, class: deviceClass, label },
          createdAt,
          lastUsedAt,
          expiresAt,
          current: session.id === id,
        };
      }),
  };
}

export async function revokeSession(
  services: Services,
  caller: Caller,
  request: RevokeSession,
): Promise<DoneInit> {
  const { session } = request;
  const origin = originOf(services.clock, caller, 'revokeSession');
  const isEnded = await endSession(services, { user: sessionOf(caller).user, session, origin });
  if (!isEnded)
    throw new PosthornError('NOT_FOUND', 'you have no such session', { reason: 'no-such-session' });
  return {};
}

export interface Ending {
  readonly user: number;
  /** The session that stays. */
  readonly except?: number;
  /** The connections are closed with it. */
  readonly code: 'SESSION_REVOKED' | 'ACCOUNT_DISABLED';
  readonly origin: Origin;
}

/** Ends all sessions of a user, but `except`. */
export async function endSessions(services: Services, { user, except, code, origin }: Ending): Promise<void> {
  const ended = await services.store.run(sessionQueries.revokeSessions, user, { except }, origin);
  services.state(TOKENS).forgetUser(user);
  services.publish.sessionsEnded(user, ended, ERRORS[code].code);
}

/** Ends the sessions of a user that came by a way; with `sid` those of one session there alone. */
export async function endSessionsOfWay(
  services: Services,
  {
    user,
    way,
    sid,
    origin,
  }: Pick<Ending, 'user' | 'origin'> & { readonly way: string; readonly sid: string | undefined },
): Promise<void> {
  const ended = await services.store.run(sessionQueries.revokeSessionsOfWay, user, { way, sid }, origin);
  services.state(TOKENS).forgetUser(user);
  services.publish.sessionsEnded(user, ended, ERRORS.SESSION_REVOKED.code);
}

/** Whether the user had such a session. */
export async function endSession(
  services: Services,
  {
    user,
    session,
    isLeaving = false,
    origin,
  }: {
    readonly user: number;
    readonly session: number;
    /** See EndedLogins. */
    readonly isLeaving?: boolean;
    readonly origin: Origin;
  },
): Promise<boolean> {
  const which = { session, isLeaving };
  const ended = await services.store.run(sessionQueries.revokeSessions, user, which, origin);
  if (ended.length === 0) return false;
  services.state(TOKENS).forgetUser(user);
  services.publish.sessionsEnded(user, ended, ERRORS.SESSION_REVOKED.code);
  return true;
}

async function readSession(services: Services, tokenHash: Uint8Array): Promise<OwnedSession> {
  const { store, clock, config } = services;
  const found = await store.run(sessionQueries.sessionByToken, tokenHash);
  if (found === undefined) {
    throw new PosthornError('UNAUTHENTICATED', 'this token is unknown, or its session was ended');
  }
  const now = clock.now();
  const { session, user } = found;
  const options = optionsOf(config.options, ACCOUNT_OPTIONS);
  // The lifetime may have been set after this session began.
  const expiresAt = Math.min(session.expiresAt, endOf(options, session));
  if (expiresAt <= now) {
    throw new PosthornError('SESSION_EXPIRED', 'this session is too old or was not used; log in again');
  }
  if (user.disabled) throw new PosthornError('ACCOUNT_DISABLED', 'an administrator has disabled the account');
  const interval = Math.min(TOUCH_INTERVAL_MS, options.sessionTtl / 10);
  if (now - session.lastUsedAt < interval) return found;
  const extended = expiryOf(options, session, now);
  await store.run(sessionQueries.touchSession, session.id, now, extended);
  return { user, session: { ...session, lastUsedAt: now, expiresAt: extended } };
}

type Span = Pick<SessionRecord, 'createdAt' | 'endsAt'> & { readonly expiresAt?: number };

/** When a session ends that is used now; Unix ms. */
export function expiryOf(options: ValuesOf<typeof ACCOUNT_OPTIONS>, session: Span, now: number): number {
  if (session.expiresAt === NEVER) return NEVER;
  return Math.min(now + options.sessionTtl, endOf(options, session));
}

/** When it ends however much it is used. */
function endOf(
  { sessionLifetime = Infinity }: ValuesOf<typeof ACCOUNT_OPTIONS>,
  { createdAt, endsAt, expiresAt }: Span,
): number {
  if (expiresAt === NEVER) return Infinity;
  return Math.min(createdAt + sessionLifetime, endsAt === 0 ? Infinity : endsAt);
}

function toCaller(session: SessionRecord, user: UserRecord): CallerSession {
  return {
    id: session.id,
    user: user.id,
    name: user.name,
    nameKey: foldName(user.name),
    admin: user.admin,
    bot: user.bot,
    deviceId: session.deviceId,
    deviceClass: session.deviceClass,
    inbox: user.inbox,
  };
}
