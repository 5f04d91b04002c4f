/**
 * Why a directory does not take a password: LDAP's result codes, and what Active Directory says besides.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** RFC 4511 §4.1.9, appendix A. */
const CODES = {
  constraintViolation: 19,
  invalidDn: 34,
  inappropriate: 48,
  invalid: 49,
  unwilling: 53,
} as const;
const NO_SUCH_OBJECT = 32;

/** `ERROR_…` of Windows, in hexadecimal; it says so only to whoever knows the password, but for the last. */
const WINDOWS: Readonly<Record<string, (title: string) => PosthornError>> = {
  '530': refused,
  '531': refused,
  '532': passwordExpired,
  '533': disabled,
  '701': disabled,
  '773': passwordExpired,
  '775': locked,
};

/** Codes of results; undefined: it is none. */
export function resultCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/**
 * What a refused bind with somebody's password means. Undefined: the password is wrong, or nobody is called so. Throws what is no
 * refusal of a password.
 */
export function meaningOf(error: unknown, title: string): PosthornError | undefined {
  switch (resultCode(error)) {
    case NO_SUCH_OBJECT:
    case CODES.invalidDn:
    case CODES.inappropriate:
      return undefined;
    case CODES.invalid: {
      const data = /\bdata ([0-9a-f]{3,4})\b/i.exec((error as Error).message)?.[1];
      return data === undefined ? undefined : WINDOWS[data.toLowerCase()]?.(title);
    }
    // 389 Directory Server: too many wrong passwords, and accounts that are off.
    case CODES.constraintViolation:
      return locked(title);
    case CODES.unwilling:
      return disabled(title);
    default:
      throw error;
  }
}

export function disabled(title: string): PosthornError {
  return new PosthornError('ACCOUNT_DISABLED', `your account at ${title} is disabled`);
}

export function refused(title: string): PosthornError {
  return new PosthornError('FORBIDDEN', `${title} does not let your account in here`, {
    reason: 'directory-refuses',
  });
}

export function unavailable(title: string, cause?: unknown): PosthornError {
  return new PosthornError('UNAVAILABLE', `${title} does not answer now; try again later`, {
    cause,
    reason: 'directory-down',
    retryAfterMs: 5000,
  });
}

function passwordExpired(title: string): PosthornError {
  return new PosthornError(
    'BAD_CREDENTIALS',
    `your password at ${title} has expired; change it there, then log in here`,
    { reason: 'directory-password-expired' },
  );
}

function locked(title: string): PosthornError {
  return new PosthornError(
    'BAD_CREDENTIALS',
    `your account at ${title} is locked after too many wrong passwords; wait, or ask whoever administers it`,
    { reason: 'directory-locked' },
  );
}
