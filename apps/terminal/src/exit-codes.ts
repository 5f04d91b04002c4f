/**
 * Exit codes of commands.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';

export const EXIT_CODES = {
  ok: { code: 0, meaning: 'Done.' },
  refused: { code: 1, meaning: 'The server refused it; the message says why.' },
  usage: { code: 2, meaning: 'The command line is wrong; nothing was done.' },
  credentials: { code: 3, meaning: 'Wrong name or password, or the login has ended.' },
  unreachable: {
    code: 4,
    meaning: 'The server cannot be reached, or has a temporary problem; try again later.',
  },
  interrupted: { code: 130, meaning: 'Interrupted.' },
} as const;

/** The message says what is wrong with the command line. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const CREDENTIAL_CODES = new Set([
  'UNAUTHENTICATED',
  'BAD_CREDENTIALS',
  'SESSION_REVOKED',
  'SESSION_EXPIRED',
  'ACCOUNT_DISABLED',
  'SECOND_FACTOR_REQUIRED',
  'REPLACED',
  'ALREADY_LOGGED_IN',
]);

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT_CODES.usage.code;
  if (!(error instanceof PosthornError)) return EXIT_CODES.refused.code;
  if (CREDENTIAL_CODES.has(error.code)) return EXIT_CODES.credentials.code;
  return error.canRetry ? EXIT_CODES.unreachable.code : EXIT_CODES.refused.code;
}
