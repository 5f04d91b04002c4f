/**
 * Refusals of logins, registrations and settings in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import { codeOf, errorWords, reasonWords, sentenceWords } from '../model/error-words.ts';

/** What was asked for: BAD_CREDENTIALS means a wrong name or password at the login, a wrong password elsewhere. */
export function accountWords(error: unknown, i18n: I18n, what: 'login' | 'other' = 'other'): string {
  const words = reasonWords(i18n, error);
  if (words !== undefined) return words;
  const retryAfterMs = numberOf(error, 'retryAfterMs');
  switch (codeOf(error)) {
    case 'BAD_CREDENTIALS':
      return what === 'login'
        ? i18n._('The user name or the password is wrong.')
        : i18n._('The password is wrong.');
    case 'UNAUTHENTICATED':
    case 'SESSION_REVOKED':
    case 'SESSION_EXPIRED':
      return i18n._('Your session has ended. Log in again.');
    case 'REGISTRATION_CLOSED':
      return i18n._('This server takes no new accounts.');
    case 'ALREADY_LOGGED_IN':
      return i18n._('Another device is logged in, and this server allows one.');
    case 'ACCOUNT_DISABLED':
      return i18n._('This account may not log in. Ask an administrator.');
    case 'RATE_LIMITED':
      if (retryAfterMs === undefined || retryAfterMs === 0) return errorWords(i18n, error);
      return i18n._('Too many tries. Try again in {seconds, plural, one {# second} other {# seconds}}.', {
        seconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
      });
    case 'NAME_TAKEN':
      return i18n._('This name is taken. Choose another one.');
    case 'FORBIDDEN':
      return sentenceWords(i18n, error) ?? errorWords(i18n, error);
    default:
      return errorWords(i18n, error);
  }
}

export function loginWords(error: unknown, i18n: I18n): string {
  return accountWords(error, i18n, 'login');
}

/** Why a login at a provider did not work, by the code with which the page came back. */
export function signInWords(code: string, i18n: I18n): string {
  switch (code) {
    case 'BAD_CREDENTIALS':
      return i18n._('The login did not work. Try it once more.');
    case 'REGISTRATION_CLOSED':
      return i18n._('There is no account for you on this server yet. Ask an administrator.');
    case 'UNAVAILABLE':
      return i18n._('The login service does not answer. Try it again in a moment.');
    default:
      return accountWords({ code }, i18n);
  }
}

function numberOf(error: unknown, key: string): number | undefined {
  const value: unknown = (error as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof value === 'number' ? value : undefined;
}
