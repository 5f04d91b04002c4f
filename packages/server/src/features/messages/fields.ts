/**
 * Fields, which commands and forms ask for: what one may look like.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Choice, Field } from '@posthorn/protocol';
import { checkedLine } from '../../router/texts.ts';

export const MAX_LINE_CHARS = 100;
const MAX_FIELDS = 10;
const MAX_CHOICES = 25;
const MAX_VALUE_CHARS = 1000;
const NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/** Checks the name of a field or a command. Throws INVALID. */
export function checkFieldName(name: string, what: string): void {
  if (!NAME.test(name))
    throw new PosthornError(
      'INVALID',
      `the name of a ${what} has 1 to 32 of a–z, 0–9, "-" and "_", and begins with a letter`,
    );
}

/** Checks the fields of `what`. Throws INVALID. */
export function checkFields(fields: readonly Field[], what: string): void {
  if (fields.length > MAX_FIELDS)
    throw new PosthornError('INVALID', `a ${what} has at most ${MAX_FIELDS} fields`);
  const names = new Set(fields.map(({ name }) => name));
  if (names.size !== fields.length)
    throw new PosthornError('INVALID', `two fields of a ${what} have one name`);
  for (const field of fields) checkField(field);
}

function checkField({ name, type, description, label, value, choices }: Field): void {
  checkFieldName(name, 'field');
  checkedLine(description, 'description', MAX_LINE_CHARS);
  checkedLine(label, 'label', MAX_LINE_CHARS);
  if (value.length > MAX_VALUE_CHARS)
    throw new PosthornError('INVALID', `what a field begins with has at most ${MAX_VALUE_CHARS} characters`);
  if (type === 'choice') checkChoices(choices, `the field "${name}"`);
  else if (choices.length > 0)
    throw new PosthornError('INVALID', `the field "${name}" has choices, so its type is choice`);
}

/** Checks what can be chosen in `where`. Throws INVALID. */
export function checkChoices(choices: readonly Choice[], where: string): void {
  if (choices.length === 0 || choices.length > MAX_CHOICES)
    throw new PosthornError('INVALID', `${where} has 1 to ${MAX_CHOICES} choices`);
  if (new Set(choices.map(({ value }) => value)).size !== choices.length)
    throw new PosthornError('INVALID', `two choices of ${where} have one value`);
  for (const { value, label, description } of choices) {
    if (checkedLine(value, 'value', MAX_LINE_CHARS) === '')
      throw new PosthornError('INVALID', `a choice of ${where} needs a value`);
    checkedLine(label, 'label', MAX_LINE_CHARS);
    checkedLine(description, 'description', MAX_LINE_CHARS);
  }
}
