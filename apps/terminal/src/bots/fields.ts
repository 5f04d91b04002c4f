/**
 * What bots ask for: fields of commands and forms, in words, and whether what was written fits. The server has the last word.
 *
 * @module
 */
import type { Client, Field } from '@posthorn/client';
import { UsageError } from '../exit-codes.ts';
import { sanitiseLine } from '../sanitise.ts';

const NUMBER = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/;
const YES_OR_NO = /^(?:yes|true|on|1|y|no|false|off|0|n)$/i;
const TIME =
  /^(?:(?:\d{1,6}[smhdw])+|([01]?\d|2[0-3]):[0-5]\d|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)$/;
/** Unix milliseconds, as a bot gives a time that is there before anything was written. */
const MILLISECONDS = /^\d{10,}$/;

/** What people see of a field. */
export function labelOf({ name, label }: Pick<Field, 'name' | 'label'>): string {
  return sanitiseLine(label || name);
}

/** What is to be written in a field. */
export function typeWords({ type, choices }: Pick<Field, 'type' | 'choices'>): string {
  switch (type) {
    case 'number':
      return 'a number';
    case 'user':
      return '@name';
    case 'conversation':
      return '#number of a conversation, or here';
    case 'choice':
      return choiceLabels({ choices }).join(' | ');
    case 'boolean':
      return 'yes or no';
    case 'time':
      return 'a time, such as 10m or 18:30';
    default:
      return 'text';
  }
}

/** Safe to print. */
export function choiceLabels({ choices }: Pick<Field, 'choices'>): readonly string[] {
  return choices.map(({ label, value }) => sanitiseLine(label || value));
}

/** What is there before anything was written, as a user would write it. */
export function firstValue({ type, value }: Pick<Field, 'type' | 'value'>): string {
  return type === 'time' && MILLISECONDS.test(value) ? new Date(Number(value)).toISOString() : value;
}

/** `/remind <when> [text]`. */
export function usageOf(name: string, fields: readonly Field[]): string {
  return [
    `/${name}`,
    ...fields.map((field) => (field.required ? `<${field.name}>` : `[${field.name}]`)),
  ].join(' ');
}

/** What is sent of what a user has written in a field of a form; a choice may be written by its number. Throws a UsageError. */
export async function checkedValue(client: Client, field: Field, text: string): Promise<string> {
  const written = text.trim() === '' ? firstValue(field) : text.trim();
  if (written === '') {
    if (field.required) throw new UsageError(`"${labelOf(field)}" must be filled in: ${typeWords(field)}.`);
    return '';
  }
  const value = await valueOf(client, field, written);
  if (value === undefined)
    throw new UsageError(`"${labelOf(field)}" is ${typeWords(field)}, not "${written.slice(0, 40)}".`);
  return value;
}

/** Undefined: it does not fit. */
async function valueOf(client: Client, field: Field, written: string): Promise<string | undefined> {
  switch (field.type) {
    case 'number':
      return NUMBER.test(written) ? written : undefined;
    case 'boolean':
      return YES_OR_NO.test(written) ? written : undefined;
    case 'choice':
      return choiceOf(field, written);
    case 'time':
      return TIME.test(written) || !Number.isNaN(Date.parse(written)) ? written : undefined;
    case 'user': {
      const name = written.replace(/^@/, '');
      const found = await client.user(/^\d+$/.test(name) ? Number(name) : name);
      return found === undefined ? undefined : written;
    }
    case 'conversation':
      return /^(?:here|#?\d+)$/i.test(written) ? written : undefined;
    default:
      return written;
  }
}

function choiceOf({ choices }: Field, written: string): string | undefined {
  const key = written.toLowerCase();
  const named = choices.find(({ value }) => value.toLowerCase() === key);
  const labelled = choices.find(({ label }) => label.toLowerCase() === key);
  const counted = /^\d{1,2}$/.test(written) ? choices[Number(written) - 1] : undefined;
  return (named ?? labelled ?? counted)?.value;
}
