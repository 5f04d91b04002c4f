/**
 * What is filled in where a bot asks for it.
 *
 * @module
 */
import type { Choice, Field, FieldValueInit } from '@posthorn/protocol';
import { inputValue } from './send-later.ts';

/** By the names of the fields. */
export type FormValues = Readonly<Record<string, string>>;

/** What is there before anything was written. */
export function firstValues(fields: readonly Field[]): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, firstValue(field)]));
}

function firstValue({ type, value, required, choices }: Field): string {
  if (type === 'boolean') return isYes(value) ? 'true' : 'false';
  if (type === 'time' && /^\d{10,}$/.test(value)) return inputValue(Number(value));
  // A choice that must be made shows its first one.
  if (type === 'choice' && value === '' && required) return choices[0]?.value ?? '';
  return value;
}

function isYes(value: string): boolean {
  return ['yes', 'true', 'on'].includes(value.toLowerCase());
}

/** A time is chosen from a calendar, unless the bot has begun it in words such as `10m`. */
export function isFromCalendar({ type, value }: Field): boolean {
  return type === 'time' && (value === '' || /^(?:\d{10,}|\d{4}-\d\d-\d\dT\d\d:\d\d)$/.test(value));
}

/** The first field that must be filled in and is not. */
export function missingField(fields: readonly Field[], values: FormValues): Field | undefined {
  return fields.find(({ name, required }) => required && (values[name] ?? '').trim() === '');
}

/** As they are sent: what is empty is left out. */
export function sentValues(fields: readonly Field[], values: FormValues): readonly FieldValueInit[] {
  return fields.flatMap(({ name }) => {
    const value = values[name] ?? '';
    return value.trim() === '' ? [] : { name, value };
  });
}

export function labelOf({ name, label }: Pick<Field, 'name' | 'label'>): string {
  return label === '' ? name : label;
}

export function choiceLabel({ value, label }: Pick<Choice, 'value' | 'label'>): string {
  return label === '' ? value : label;
}
