/**
 * Words about what bots ask and answer.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Field } from '@posthorn/protocol';
import { choiceLabel } from './bot-form.ts';
import { codeOf, errorWords, reasonWords } from './error-words.ts';

/** Why a press or a command was refused. What is wrong with a value says the server, in a sentence for people. */
export function refusalWords(i18n: I18n, error: unknown): string {
  const words = reasonWords(i18n, error);
  if (words !== undefined) return words;
  if (codeOf(error) === 'INVALID' && error instanceof Error && error.message !== '') return error.message;
  return errorWords(i18n, error);
}

/** What is written in a field. */
export function typeWords(i18n: I18n, { type, choices }: Pick<Field, 'type' | 'choices'>): string {
  switch (type) {
    case 'number':
      return i18n._('number');
    case 'user':
      return i18n._('@name');
    case 'conversation':
      return i18n._('#conversation');
    case 'choice':
      return choices.map(choiceLabel).join(' | ');
    case 'boolean':
      return i18n._('yes or no');
    case 'time':
      return i18n._('time, such as 10m or 18:30');
    default:
      return i18n._('text');
  }
}
