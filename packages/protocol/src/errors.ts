/**
 * The closed table of error codes. Codes are API; messages are for people. docs/protocol.md has the same table; a test
 * compares the two.
 *
 * @module
 */

/** What to do about an error. `retry`: the same request, under the same ids, may succeed later. */
export interface ErrorEntry {
  readonly code: number;
  readonly retry: boolean;
  /** After a Goodbye with this code: reconnect as soon as backoff allows, or never. */
  readonly reconnect: boolean;
  readonly httpStatus: number;
  readonly meaning: string;
}

export const ERRORS = {
  INVALID: entry(1, false, true, 400, 'The request breaks a rule; the message says which.'),
  UNKNOWN_REQUEST: entry(2, false, true, 400, 'This server does not know the request.'),
  UNSUPPORTED_VERSION: entry(3, false, false, 400, 'No common protocol version.'),
  TOO_LARGE: entry(4, false, true, 413, 'The frame, text or list is larger than the limit.'),
  MALFORMED_FRAME: entry(5, false, true, 400, 'The bytes are not a frame of this protocol.'),

  UNAUTHENTICATED: entry(10, false, false, 401, 'Log in first; or the token is unknown.'),
  BAD_CREDENTIALS: entry(11, false, false, 401, 'Name and password do not belong together.'),
  SESSION_REVOKED: entry(12, false, false, 401, 'The session was ended by its user or an administrator.'),
  SESSION_EXPIRED: entry(13, false, false, 401, 'The session was not used for too long; log in again.'),
  REPLACED: entry(14, false, false, 409, 'A newer login took this place.'),
  ALREADY_LOGGED_IN: entry(15, false, false, 409, 'Another device is logged in and the policy keeps it.'),
  REGISTRATION_CLOSED: entry(16, false, false, 403, 'This server does not take new accounts.'),
  NAME_TAKEN: entry(17, false, false, 409, 'Another account has this name.'),
  ACCOUNT_DISABLED: entry(18, false, false, 403, 'An administrator has disabled the account.'),

  FORBIDDEN: entry(20, false, true, 403, 'You may not do this.'),
  NOT_FOUND: entry(21, false, true, 404, 'There is no such thing, or you may not know of it.'),
  NOT_A_MEMBER: entry(22, false, true, 403, 'You are not a member of this conversation.'),
  BLOCKED: entry(23, false, true, 403, 'One of you has blocked the other, or does not let them do this.'),
  MUTED: entry(24, false, true, 403, 'You may not write here for now.'),
  CONFLICT: entry(25, false, true, 409, 'This client message id was used for something else.'),
  LIMIT_EXCEEDED: entry(26, false, true, 422, 'A bound on numbers was reached; the message says which.'),

  RATE_LIMITED: entry(30, true, true, 429, 'Too many at once; try again after the stated time.'),
  UNAVAILABLE: entry(
    31,
    true,
    true,
    503,
    'The store cannot commit now; the outcome is unknown, so retry under the same client id.',
  ),
  STORAGE_FULL: entry(32, true, true, 507, 'The server has no space left; nothing was written.'),
  HELD: entry(33, true, true, 409, 'An earlier message of yours must be tried again first.'),
  TIMEOUT: entry(34, true, true, 504, 'No answer in time; the outcome is unknown.'),
  DRAINING: entry(35, true, true, 503, 'This node is going down; reconnect elsewhere.'),
  SLOW_READER: entry(36, true, true, 503, 'You read too slowly; reconnect and pull.'),
  IDLE_TIMEOUT: entry(37, true, true, 408, 'Nothing was heard from you for too long.'),
  OVERLOADED: entry(38, true, true, 503, 'More load than the server takes now.'),
  INTERNAL: entry(39, true, true, 500, 'A fault of the server; its log knows more.'),
  DIVERGED: entry(40, false, true, 409, 'The log was restored from a backup; resync.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof ERRORS;

const NAMES = new Map(Object.entries(ERRORS).map(([name, { code }]) => [code, name as ErrorName]));

/** The name of a numeric code; INTERNAL for an unknown code. */
export function errorName(code: number): ErrorName {
  return NAMES.get(code) ?? 'INTERNAL';
}

/** The only error class of the system. `cause` keeps the original error. */
export class PosthornError extends Error {
  readonly code: ErrorName;
  /** Retry no sooner than after this many ms; 0: at any time. */
  readonly retryAfterMs: number;

  constructor(
    code: ErrorName,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PosthornError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? 0;
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

function entry(
  code: number,
  retry: boolean,
  reconnect: boolean,
  httpStatus: number,
  meaning: string,
): ErrorEntry {
  return { code, retry, reconnect, httpStatus, meaning };
}
