/**
 * Logging in on a new connection: with the stored token, or else with the password.
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

/** Attaches a session to this connection. Rejects with the server's refusal. */
export async function logIn(requests: Requests, parts: LoginParts): Promise<LoginResult> {
  const { credentials, memory } = parts;
  if ('token' in credentials) {
    if (typeof credentials.token === 'function') return attachByTicket(requests, credentials.token);
    return attached(await requests.ask('attach', { token: credentials.token }));
  }
  const kept = memory.session;
  if (kept !== undefined) {
    if (kept.user !== credentials.user) {
      throw new PosthornError(
        'INVALID',
        `this storage belongs to ${kept.user}; ${credentials.user} needs one of their own`,
      );
    }
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

/** A ticket that is refused was too old; whether the session has ended says the next one. */
async function attachByTicket(requests: Requests, ticket: () => Promise<string>): Promise<LoginResult> {
  const token = await ticket().catch((cause: unknown) => {
    if (cause instanceof PosthornError) throw cause;
    throw new PosthornError('UNAVAILABLE', 'there was no ticket for the connection', { cause });
  });
  try {
    return attached(await requests.ask('attach', { token }));
  } catch (cause) {
    if (!TOKEN_IS_VOID.has(codeOf(cause))) throw cause;
    throw new PosthornError('UNAVAILABLE', 'the ticket for the connection was refused', { cause });
  }
}

/** An older server names its gateways only at the login. */
function attached(session: Attached, atLogin: readonly Endpoint[] = []): LoginResult {
  const endpoints = session.endpoints.length > 0 ? session.endpoints : atLogin;
  return { session, endpoints: endpoints.map(({ url }) => url) };
}

async function logInByPassword(
  requests: Requests,
  { device }: LoginParts,
  { user: name, password, register, bootstrapSecret = '' }: Extract<Credentials, { user: string }>,
): Promise<LoggedIn> {
  const login = (): Promise<LoggedIn> => requests.ask('login', { name, password, device });
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
