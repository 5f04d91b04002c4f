/**
 * Refusals of the server in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import { HttpError } from './http.ts';

/** `what`: of the login, where UNAUTHENTICATED means a wrong name or password. */
export function errorWords(error: unknown, i18n: I18n, what: 'login' | 'other' = 'other'): string {
  const { code, message, retryAfterMs } = asCoded(error);
  switch (code) {
    case 'UNAVAILABLE':
      return i18n._('The server cannot be reached. Check your connection, and try again.');
    case 'UNAUTHENTICATED':
      return what === 'login'
        ? i18n._('The user name or the password is wrong.')
        : i18n._('Your session has ended. Log in again.');
    case 'RATE_LIMITED':
      return retryAfterMs === undefined
        ? i18n._('Too many tries. Wait a little, and try again.')
        : i18n._('Too many tries. Try again in {seconds, plural, one {# second} other {# seconds}}.', {
            seconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
          });
    case 'ALREADY_EXISTS':
    case 'CONFLICT':
      return i18n._('This name is taken. Choose another one.');
    case 'FORBIDDEN':
      return what === 'login'
        ? i18n._('This account may not log in. Ask an administrator.')
        : i18n._('You may not do this.');
    case 'NOT_FOUND':
      return i18n._('It is not there any more.');
    case 'TIMEOUT':
      return i18n._('The server took too long. Try again.');
    case 'INVALID':
      // The server says what is wrong, in English.
      return message === '' ? i18n._('The server does not take this.') : capital(message);
    default:
      return i18n._('Something went wrong on the server ({code}). Try again.', { code });
  }
}

function asCoded(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
} {
  if (error instanceof HttpError) return error;
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    const retryAfterMs =
      'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : undefined;
    return { code: error.code, message, retryAfterMs };
  }
  return { code: 'INTERNAL', message: '', retryAfterMs: undefined };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
