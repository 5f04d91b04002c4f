/**
 * Why something was refused, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Reason } from '@posthorn/protocol/reasons';
import { REASON_WORDS } from './reason-words.ts';

/** The code of an error, also of one that has crossed from a worker. Empty: it has none. */
export function codeOf(error: unknown): string {
  return textOf(error, 'code');
}

/** Which refusal it is. Empty: its code says enough. */
export function reasonOf(error: unknown): string {
  return textOf(error, 'reason');
}

/** What its reason says. Undefined: it has none, or one of a newer server. */
export function reasonWords(i18n: I18n, error: unknown): string | undefined {
  const reason = textOf(error, 'reason');
  return Object.hasOwn(REASON_WORDS, reason) ? i18n._(REASON_WORDS[reason as Reason]) : undefined;
}

/** The server's sentence, which is English: for what has no other words. Undefined: it says nothing. */
export function sentenceWords(i18n: I18n, error: unknown): string | undefined {
  const message = textOf(error, 'message');
  if (message === '') return undefined;
  return i18n.locale === 'en'
    ? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
    : i18n._('The server does not take this: {message}', { message });
}

/** A sentence for the user. What has no words of its own here says that it did not work. */
export function errorWords(i18n: I18n, error: unknown): string {
  return reasonWords(i18n, error) ?? codeWords(i18n, error);
}

function codeWords(i18n: I18n, error: unknown): string {
  switch (codeOf(error)) {
    case 'UNAVAILABLE':
    case 'TIMEOUT':
      return i18n._('The server cannot be reached. Try again later.');
    case 'RATE_LIMITED':
      return i18n._('That was too often. Wait a moment and try again.');
    case 'REFUSED':
      // Whoever runs the server has words of their own for it.
      return textOf(error, 'message') || i18n._('You may not do this.');
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
      return sentenceWords(i18n, error) ?? i18n._('This cannot be done as it was asked.');
    case 'STORAGE_FULL':
      return i18n._('There is no room left.');
    default:
      return i18n._('That did not work.');
  }
}

function textOf(error: unknown, key: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value = (error as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : '';
}
