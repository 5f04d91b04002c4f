/**
 * Logging in on a new connection: with the stored token, or else with the password, or with what the application gives.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Attached, Device, Endpoint, LoggedIn } from '@posthorn/protocol';
import type { Credentials } from './api.ts';
import type { Requests } from './requests.ts';
import type { Memory } from './storage.ts';

export interface LoginParts {
  readonly credentials: Credentials;
  readonly device: Device;
  readonly memory: Memory;
}

export interface LoginResult {
  readonly session: Attached;
  /** Gateways to reconnect to, best first; empty: the current one. */
  readonly endpoints: readonly string[];
}

/** A token that is refused with one of these codes is void. */
const TOKEN_IS_VOID = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED', 'SESSION_REVOKED']);

/** Neither tokens nor tickets have dots. */
const JWT = /^[^.]+\.[^.]+\.[^.]*$/;

/** Attaches a session to this connection. Rejects with the server's refusal. */
export async function logIn(requests: Requests, parts: LoginParts): Promise<LoginResult> {
  const { credentials, memory } = parts;
  if ('token' in credentials) {
    if (typeof credentials.token === 'function') return attachByAsking(requests, parts, credentials.token);
    return attached(await requests.ask('attach', { token: credentials.token }));
  }
  const kept = memory.session;
  if (kept !== undefined) {
    assertOwn(memory, credentials.user);
    try {
      return attached(await requests.ask('attach', { token: kept.token }));
    } catch (error) {
      if (!TOKEN_IS_VOID.has(codeOf(error))) throw error;
    }
  }
  const { token, endpoints } = await logInByPassword(requests, parts, credentials);
  memory.keepSession({ user: credentials.user, token });
  return attached(await attachNew(requests, token), endpoints);
}

/**
 * A new token is void at once if a server carries out an earlier login of this device, which had been given up, only after
 * the one that gave it. Then the next connection logs in again.
 */
async function attachNew(requests: Requests, token: string): Promise<Attached> {
  try {
    return await requests.ask('attach', { token });
  } catch (cause) {
    if (!TOKEN_IS_VOID.has(codeOf(cause))) throw cause;
    throw new PosthornError('UNAVAILABLE', 'another login of this device ended this one', { cause });
  }
}

/** Asks the application, unless a session lives that its last answer has begun. */
async function attachByAsking(
  requests: Requests,
  { device, memory }: LoginParts,
  ask: () => Promise<string>,
): Promise<LoginResult> {
  // Whose an earlier one is, nobody has said.
  if (memory.begun !== undefined) {
    try {
      return attached(await requests.ask('attach', { token: memory.begun }));
    } catch (error) {
      if (!TOKEN_IS_VOID.has(codeOf(error))) throw error;
    }
  }
  const given = await ask().catch((cause: unknown) => {
    if (cause instanceof PosthornError) throw cause;
    throw new PosthornError('UNAVAILABLE', 'there was no token for the connection', { cause });
  });
  if (!JWT.test(given)) return attachByTicket(requests, given);
  const { token, user, endpoints } = await requests.ask('login', { jwt: given, device });
  const name = user?.name ?? '';
  assertOwn(memory, name);
  memory.keepSession({ user: name, token });
  return attached(await attachNew(requests, token), endpoints);
}

/** A ticket that is refused was too old; whether the session has ended says the next one. */
async function attachByTicket(requests: Requests, token: string): Promise<LoginResult> {
  try {
    return attached(await requests.ask('attach', { token }));
  } catch (cause) {
    if (!TOKEN_IS_VOID.has(codeOf(cause))) throw cause;
    throw new PosthornError('UNAVAILABLE', 'the ticket for the connection was refused', { cause });
  }
}

/** Outbox and positions belong to one user. */
function assertOwn({ session }: Memory, user: string): void {
  if (session === undefined || session.user === user) return;
  throw new PosthornError(
    'INVALID',
    `this storage belongs to ${session.user}; ${user} needs one of their own`,
  );
}

/** An older server names its gateways only at the login. */
function attached(session: Attached, atLogin: readonly Endpoint[] = []): LoginResult {
  const endpoints = session.endpoints.length > 0 ? session.endpoints : atLogin;
  return { session, endpoints: endpoints.map(({ url }) => url) };
}

async function logInByPassword(
  requests: Requests,
  { device }: LoginParts,
  {
    user: name,
    password,
    register,
    bootstrapSecret = '',
    secondFactor,
  }: Extract<Credentials, { user: string }>,
): Promise<LoggedIn> {
  const login = async (): Promise<LoggedIn> =>
    requests.ask('login', { name, password, device, secondFactor: await secondFactor?.() });
  if (register !== true) return login();
  try {
    return await requests.ask('register', { name, password, device, bootstrapSecret });
  } catch (refusal) {
    // The account may be ours: the answer to an earlier try may have been lost. Then the password matches.
    if (codeOf(refusal) === 'NAME_TAKEN') return login();
    if (codeOf(refusal) !== 'REGISTRATION_CLOSED') throw refusal;
    return login().catch((error: unknown) => {
      throw codeOf(error) === 'BAD_CREDENTIALS' ? refusal : error;
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof PosthornError ? error.code : '';
}
