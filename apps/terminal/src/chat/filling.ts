/**
 * A form of a bot that is being filled in, one field after the other.
 *
 * @module
 */
import type { Field, FieldValueInit, Form } from '@posthorn/client';
import { choiceLabels, firstValue, labelOf, typeWords } from '../bots/fields.ts';
import type { What } from '../bots/interact.ts';
import { sanitiseLine } from '../sanitise.ts';

/** What is sent with the values of a form. */
export type Asked = Extract<What, { readonly case: 'component' | 'form' }>;

export interface Filling {
  readonly form: Form;
  /** The name of the bot. */
  readonly bot: string;
  readonly asked: Asked;
  /** What was written, by the names of the fields; empty: left out. */
  readonly values: Readonly<Record<string, string>>;
}

/** The field that is asked for; undefined: all are answered. */
export function openField({ form, values }: Filling): Field | undefined {
  return form.fields.find(({ name }) => !Object.hasOwn(values, name));
}

export function withAnswer(filling: Filling, { name }: Field, value: string): Filling {
  return { ...filling, values: { ...filling.values, [name]: value } };
}

/** Asks again for what a refusal names in quotes; for everything if it names nothing. */
export function withoutRefused(filling: Filling, refusal: string): Filling {
  const refused = filling.form.fields.find(({ name }) => refusal.includes(`"${name}"`));
  if (refused === undefined) return { ...filling, values: {} };
  const { [refused.name]: _, ...values } = filling.values;
  return { ...filling, values };
}

/** What is sent: what is empty is left out. */
export function sent({ form, asked, values: written }: Filling): What {
  const values = form.fields.flatMap(({ name }): readonly FieldValueInit[] => {
    const value = written[name] ?? '';
    return value === '' ? [] : [{ name, value }];
  });
  return asked.case === 'form'
    ? { case: 'form', value: { ...asked.value, values } }
    : { case: 'component', value: { ...asked.value, values } };
}

/** What is said before the first field. */
export function titleOf({ form: { title }, bot }: Filling): string {
  return `${bot} asks: ${sanitiseLine(title)}`;
}

/** The question, and what can be chosen. */
export function questionOf(field: Field): readonly string[] {
  const { description, choices } = field;
  const words = [labelOf(field), sanitiseLine(description)].filter((part) => part !== '').join(' – ');
  return [
    `  ${words} (${wishesOf(field)})`,
    ...choiceLabels({ choices }).map((label, at) => `    ${at + 1}. ${label}`),
  ];
}

function wishesOf(field: Field): string {
  const { type, required, choices } = field;
  const first = sanitiseLine(firstValue(field));
  return [
    type === 'choice' ? `1 to ${choices.length}` : typeWords(field),
    ...(first === '' ? [] : [`Enter alone: ${first}`]),
    ...(first === '' && !required ? ['optional: Enter alone leaves it out'] : []),
  ].join('; ');
}

/** In the row below the messages. */
export function fillingNote(filling: Filling): string {
  const { fields } = filling.form;
  const field = openField(filling);
  if (field === undefined) return 'Enter sends the form again  ·  :cancel gives it up';
  const place = fields.length === 1 ? '' : ` ${fields.indexOf(field) + 1}/${fields.length}`;
  return `${labelOf(field)}${place}: ${wishesOf(field)}  ·  :cancel gives it up`;
}
