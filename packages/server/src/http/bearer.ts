/**
 * Authenticates HTTP requests.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { IncomingMessage } from 'node:http';
import type { ClientAddresses } from './client-addresses.ts';
import type { Clock } from '../clock.ts';
import { originOf } from '../router/audit.ts';
import type { AuditTrail } from '../router/audit.ts';
import { notForKeys } from '../router/keys.ts';
import type { AuthenticateKey } from '../router/keys.ts';
import type { Who } from '../router/requests.ts';
import type { Caller, CallerSession, Router } from '../router/router.ts';
import { isKey } from '../router/scopes.ts';
import type { RateLimiter } from './rate.ts';
import { MAX_TOKEN_CHARS } from './session-cookies.ts';
import type { SessionCookies } from './session-cookies.ts';
import type { SlowBodies } from './slow-bodies.ts';

export interface Gate {
  readonly router: Router;
  /** For requests that server keys may make. */
  readonly authenticateKey: AuthenticateKey;
  readonly addresses: ClientAddresses;
  readonly sessionRate: RateLimiter;
  readonly strangerRate: RateLimiter;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  /** The sessions of web pages. */
  readonly cookies: SessionCookies;
  /** Requests whose body may take long. */
  readonly slowBodies: SlowBodies;
}

/**
 * Authenticates a request that `who` may make; server keys may not. Rejects with RATE_LIMITED, or the errors of
 * authenticate(). Runs before the body is read, so that a stranger cannot make the server read large bodies.
 */
export async function admit(
  gate: Gate,
  request: IncomingMessage,
  who: Exclude<Who, 'admin'>,
): Promise<Caller> {
  const address = gate.addresses.ofRequest(request);
  if (who === 'stranger') {
    limit(gate.strangerRate.takeFrom(address));
    return { connection: 0, address, session: undefined };
  }
  const token = tokenOf(gate, request);
  if (token === undefined) {
    throw new PosthornError('UNAUTHENTICATED', 'log in and send the header authorization: Bearer <token>');
  }
  return { connection: 0, address, session: await admitToken(gate, token, address) };
}

/**
 * Like {@link admit}, for administrators, and for calls that are no requests of the protocol: those the router refuses
 * itself. Rejects with FORBIDDEN too, which the audit keeps as `event`.
 */
export async function admitAdministrator(
  gate: Gate,
  request: IncomingMessage,
  event: string,
): Promise<Caller> {
  const caller = await admit(gate, request, 'user');
  if (caller.session?.admin === true) return caller;
  gate.audit.note({ ...originOf(gate.clock, caller, event), code: 'FORBIDDEN', user: 0 });
  throw new PosthornError('FORBIDDEN', 'only administrators may do this', { reason: 'admins-only' });
}

/**
 * Like {@link admit}, for a request of somebody who is logged in or has a server key, which the router refuses what its
 * scopes do not allow. `ownerOf`: the group as whose owner a key makes it, if it names nobody.
 */
export async function admitWithKey(gate: Gate, request: IncomingMessage, ownerOf?: number): Promise<Caller> {
  const as = request.headers['posthorn-as'];
  const token = bearerOf(request);
  if (token === undefined || !isKey(token)) {
    if (as !== undefined) throw new PosthornError('INVALID', 'the header posthorn-as goes with a server key');
    return admit(gate, request, 'user');
  }
  const address = gate.addresses.ofRequest(request);
  const acting = { as: typeof as === 'string' ? as : as?.join(), ownerOf };
  const session = await orStranger(gate, address, gate.authenticateKey(token, acting));
  if (session.key !== undefined) {
    limit(gate.sessionRate.take(`key ${session.key.id}`, session.key.requestsPerSecond));
  }
  return { connection: 0, address, session };
}

/** The session of a token that came by whatever way. Rejects as {@link admit} does. */
export async function admitToken(gate: Gate, token: string, address: string): Promise<CallerSession> {
  const session = await authenticate(gate, token, address);
  limitSession(gate, session.id);
  return session;
}

/** Counts a request of a session. Throws RATE_LIMITED. */
export function limitSession(gate: Gate, session: number): void {
  limit(gate.sessionRate.take(String(session)));
}

/** Counts a request of somebody who is not known. Throws RATE_LIMITED. */
export function limitStranger(gate: Gate, address: string): void {
  limit(gate.strangerRate.takeFrom(address));
}

function authenticate(gate: Gate, token: string, address: string): Promise<CallerSession> {
  if (isKey(token)) throw notForKeys('this call');
  return orStranger(gate, address, gate.router.authenticate(token));
}

/** A wrong token counts against the rate of strangers, which slows down guessing. */
async function orStranger(
  gate: Gate,
  address: string,
  session: Promise<CallerSession>,
): Promise<CallerSession> {
  try {
    return await session;
  } catch (error) {
    limit(gate.strangerRate.takeFrom(address));
    throw error;
  }
}

/**
 * The token of a request: in its header, or, if that is absent, in the cookie of a web page. Throws FORBIDDEN for a cookie
 * that does not count here.
 */
export function tokenOf({ cookies }: Gate, request: IncomingMessage): string | undefined {
  return request.headers.authorization === undefined ? cookies.tokenOf(request) : bearerOf(request);
}

/** The token of the `Authorization: Bearer` header (RFC 6750 §2.1). Undefined if absent or too long. */
export function bearerOf(request: IncomingMessage): string | undefined {
  const match = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '');
  const token = match?.[1];
  return token === undefined || token.length > MAX_TOKEN_CHARS ? undefined : token;
}

function limit(retryAfterMs: number): void {
  if (retryAfterMs > 0) throw new PosthornError('RATE_LIMITED', 'too many requests', { retryAfterMs });
}
