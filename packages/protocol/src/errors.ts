/**
 * The closed table of error codes. Codes are API; messages are for people. docs/protocol.md has the same table; a test
 * compares the two.
 *
 * @module
 */
import type { Reason } from './reasons.ts';

/** What to do about an error. `retry`: the same request, under the same ids, may succeed later. */
export interface ErrorEntry {
  readonly code: number;
  readonly retry: boolean;
  /** After a Goodbye with this code: reconnect as soon as backoff allows, or never. */
  readonly reconnect: boolean;
  readonly httpStatus: number;
}

export const ERRORS = {
  INVALID: entry(1, false, true, 400),
  UNKNOWN_REQUEST: entry(2, false, true, 400),
  UNSUPPORTED_VERSION: entry(3, false, false, 400),
  TOO_LARGE: entry(4, false, true, 413),
  MALFORMED_FRAME: entry(5, false, true, 400),

  UNAUTHENTICATED: entry(10, false, false, 401),
  BAD_CREDENTIALS: entry(11, false, false, 401),
  SESSION_REVOKED: entry(12, false, false, 401),
  SESSION_EXPIRED: entry(13, false, false, 401),
  REPLACED: entry(14, false, false, 409),
  ALREADY_LOGGED_IN: entry(15, false, false, 409),
  REGISTRATION_CLOSED: entry(16, false, false, 403),
  NAME_TAKEN: entry(17, false, false, 409),
  ACCOUNT_DISABLED: entry(18, false, false, 403),
  SECOND_FACTOR_REQUIRED: entry(19, false, false, 401),

  FORBIDDEN: entry(20, false, true, 403),
  NOT_FOUND: entry(21, false, true, 404),
  NOT_A_MEMBER: entry(22, false, true, 403),
  BLOCKED: entry(23, false, true, 403),
  MUTED: entry(24, false, true, 403),
  CONFLICT: entry(25, false, true, 409),
  LIMIT_EXCEEDED: entry(26, false, true, 422),
  REFUSED: entry(27, false, false, 403),

  RATE_LIMITED: entry(30, true, true, 429),
  UNAVAILABLE: entry(31, true, true, 503),
  STORAGE_FULL: entry(32, true, true, 507),
  HELD: entry(33, true, true, 409),
  TIMEOUT: entry(34, true, true, 504),
  DRAINING: entry(35, true, true, 503),
  SLOW_READER: entry(36, true, true, 503),
  IDLE_TIMEOUT: entry(37, true, true, 408),
  OVERLOADED: entry(38, true, true, 503),
  INTERNAL: entry(39, true, true, 500),
  DIVERGED: entry(40, false, true, 409),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof ERRORS;

/** What each code says, for documentation. Apart from the table, so that browsers need not load the sentences. */
export const ERROR_MEANINGS: Readonly<Record<ErrorName, string>> = {
  INVALID: 'The request breaks a rule; the message says which.',
  UNKNOWN_REQUEST: 'This server does not know the request.',
  UNSUPPORTED_VERSION: 'No common protocol version.',
  TOO_LARGE: 'The frame, text or list is larger than the limit.',
  MALFORMED_FRAME: 'The bytes are not a frame of this protocol.',
  UNAUTHENTICATED: 'Log in first; or the token is unknown.',
  BAD_CREDENTIALS: 'Name and password do not belong together.',
  SESSION_REVOKED: 'The session was ended by its user or an administrator.',
  SESSION_EXPIRED: 'The session was not used for too long; log in again.',
  REPLACED: 'A newer login took this place.',
  ALREADY_LOGGED_IN: 'Another device is logged in and the policy keeps it.',
  REGISTRATION_CLOSED: 'This server does not take new accounts.',
  NAME_TAKEN: 'Another account has this name.',
  ACCOUNT_DISABLED: 'An administrator has disabled the account.',
  SECOND_FACTOR_REQUIRED: 'Log in again with a second factor as well; the reason says which.',
  FORBIDDEN: 'You may not do this.',
  NOT_FOUND: 'There is no such thing, or you may not know of it.',
  NOT_A_MEMBER: 'You are not a member of this conversation.',
  BLOCKED: 'One of you has blocked the other, or does not let them do this.',
  MUTED: 'You may not write here for now.',
  CONFLICT: 'This client message id was used for something else.',
  LIMIT_EXCEEDED: 'A bound on numbers was reached; the message says which.',
  REFUSED: 'A before-hook of this server does not let it pass; the message is its reason.',
  RATE_LIMITED: 'Too many at once; try again after the stated time.',
  UNAVAILABLE: 'The store cannot commit now; the outcome is unknown, so retry under the same client id.',
  STORAGE_FULL: 'The server has no space left; nothing was written.',
  HELD: 'An earlier message of yours must be tried again first.',
  TIMEOUT: 'No answer in time; the outcome is unknown.',
  DRAINING: 'This node is going down; reconnect elsewhere.',
  SLOW_READER: 'You read too slowly; reconnect and pull.',
  IDLE_TIMEOUT: 'Nothing was heard from you for too long.',
  OVERLOADED: 'More load than the server takes now.',
  INTERNAL: 'A fault of the server; its log knows more.',
  DIVERGED: 'The log was restored from a backup; resync.',
};

const NAMES = new Map(Object.entries(ERRORS).map(([name, { code }]) => [code, name as ErrorName]));

/** The name of a numeric code; INTERNAL for an unknown code. */
export function errorName(code: number): ErrorName {
  return NAMES.get(code) ?? 'INTERNAL';
}

export interface ErrorDetails {
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
  readonly reason?: Reason | '' | undefined;
}

/** The only error class of the system. `cause` keeps the original error. */
export class PosthornError extends Error {
  readonly code: ErrorName;
  /** Retry no sooner than after this many ms; 0: at any time. */
  readonly retryAfterMs: number;
  /** Which refusal it is, for those who say it in their own words; see reasons.ts. Empty: the code says enough. */
  readonly reason: Reason | '';

  constructor(code: ErrorName, message: string, options: ErrorDetails = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PosthornError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.reason = options.reason ?? '';
  }

  get canRetry(): boolean {
    return ERRORS[this.code].retry;
  }
}

/** Turns anything caught into a PosthornError: other errors become the cause of an INTERNAL. */
export function toPosthornError(caught: unknown): PosthornError {
  if (caught instanceof PosthornError) return caught;
  return new PosthornError('INTERNAL', 'internal error', { cause: caught });
}

function entry(code: number, retry: boolean, reconnect: boolean, httpStatus: number): ErrorEntry {
  return { code, retry, reconnect, httpStatus };
}
