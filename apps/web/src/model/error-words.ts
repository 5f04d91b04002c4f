/**
 * Why something was refused, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';

/** The code of an error, also of one that has crossed from a worker. Empty: it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

function reasonOf(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : '';
}

/** A sentence for the user. What has no words of its own here says that it did not work. */
export function errorWords(i18n: I18n, error: unknown): string {
  switch (codeOf(error)) {
    case 'UNAVAILABLE':
    case 'TIMEOUT':
      return i18n._('The server cannot be reached. Try again later.');
    case 'RATE_LIMITED':
      return i18n._('That was too often. Wait a moment and try again.');
    case 'REFUSED':
      // Whoever runs the server has words of their own for it.
      return reasonOf(error) || i18n._('You may not do this.');
    case 'FORBIDDEN':
      return i18n._('You may not do this.');
    case 'NOT_FOUND':
      return i18n._('This does not exist any more.');
    case 'NOT_A_MEMBER':
      return i18n._('You are not a member any more.');
    case 'BLOCKED':
      return i18n._('This person does not take messages from you.');
    case 'MUTED':
      return i18n._('You may not write here.');
    case 'LIMIT_EXCEEDED':
      return i18n._('There are too many already.');
    case 'TOO_LARGE':
      return i18n._('This is too long.');
    case 'CONFLICT':
      return i18n._('Somebody else has changed this meanwhile.');
    case 'INVALID':
      return i18n._('This cannot be done as it was asked.');
    case 'STORAGE_FULL':
      return i18n._('There is no room left.');
    default:
      return i18n._('That did not work.');
  }
}
