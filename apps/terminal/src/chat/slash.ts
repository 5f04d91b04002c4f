/**
 * What the user may be about to type behind a slash: commands of bots, and what these ask for.
 *
 * @module
 */
import type { Field } from '@posthorn/client';
import { quoted, writtenName } from '../bots/commands-of.ts';
import type { KnownCommand } from '../bots/commands-of.ts';
import { typeWords, usageOf } from '../bots/fields.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Suggestion } from './suggestion.ts';

/** What can be written where a field asks for something of the conversation. */
export interface Nearby {
  readonly names: readonly string[];
  readonly conversations: readonly { readonly id: number; readonly title: string }[];
}

/** A value that is finished: something follows it. */
const FINISHED = /^(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"']\S*)\s+/;
const NAMED = /^([a-z][a-z0-9_-]{0,31}):/;
const TIMES: readonly string[] = ['10m', '1h', '1d', '18:30'];

/** For what stands before the cursor. */
export function slashSuggestions(
  before: string,
  commands: readonly KnownCommand[],
  nearby: Nearby,
): readonly Suggestion[] {
  if (/^\/\S*$/.test(before)) {
    return commands
      .map((command) => ({ command, name: writtenName(command, commands) }))
      .filter(({ name }) => name.startsWith(before))
      .map(({ command, name }) => ({ label: name, text: `${name} `, hint: hintOf(command, '') }));
  }
  const at = before.search(/\s/);
  const command = commands.find((each) => isNamed(each, before.slice(0, at)));
  if (command === undefined) return [];
  const { field, kept, beginning } = openPlace(command.fields, before.slice(at).trimStart());
  const start = before.slice(0, at) + before.slice(at).replace(/\S[\s\S]*$/, '') + kept;
  const hint = hintOf(command, field === undefined ? '' : fieldHint(field));
  const values = field === undefined ? [] : valuesOf(field, nearby);
  return values
    .filter(
      ({ value, label }) => [value, label].some((text) => begins(text, beginning)) && value !== beginning,
    )
    .map(({ value, label }) => ({ label, text: `${start}${quoted(value)} `, hint }));
}

/** For the field of a form. */
export function fieldSuggestions(field: Field, before: string, nearby: Nearby): readonly Suggestion[] {
  return valuesOf(field, nearby)
    .filter(({ value, label }) => [value, label].some((text) => begins(text, before)) && value !== before)
    .map(({ value, label }) => ({ label, text: value, hint: fieldHint(field) }));
}

/** How the command in a line is used, with what is asked for where the cursor stands. Empty: it is none. */
export function slashHint(before: string, commands: readonly KnownCommand[]): string {
  const at = before.search(/\s/);
  const command = commands.find((each) => isNamed(each, at < 0 ? before : before.slice(0, at)));
  if (command === undefined) return '';
  const { field } = openPlace(command.fields, at < 0 ? '' : before.slice(at).trimStart());
  return hintOf(command, at < 0 || field === undefined ? '' : fieldHint(field));
}

function isNamed({ name, botName }: KnownCommand, written: string): boolean {
  return written === `/${name}` || written.toLowerCase() === `/${name}@${botName.toLowerCase()}`;
}

function hintOf({ name, fields, description, botName }: KnownCommand, now: string): string {
  const words = [now, usageOf(name, fields), now === '' ? sanitiseLine(description) : '', botName];
  return words.filter((part) => part !== '').join(' · ');
}

function fieldHint(field: Field): string {
  const words = [typeWords(field), sanitiseLine(field.description)].filter((part) => part !== '');
  return `${field.name}: ${words.join(' – ')}`;
}

interface Place {
  /** Undefined: nothing more is asked for. */
  readonly field: Field | undefined;
  /** What stands before the value. */
  readonly kept: string;
  readonly beginning: string;
}

/** The field whose value is being written: values come by their order, or as `name:value`. */
function openPlace(fields: readonly Field[], written: string): Place {
  let open = fields;
  let rest = written;
  let kept = '';
  for (;;) {
    const prefix = NAMED.exec(rest);
    const named = open.find(({ name }) => name === prefix?.[1]);
    const field = named ?? open[0];
    const skipped = named === undefined ? '' : (prefix?.[0] ?? '');
    kept += skipped;
    rest = rest.slice(skipped.length);
    const [finished] = FINISHED.exec(rest) ?? [];
    const isRest = named === undefined && open.length === 1 && field?.type === 'text';
    if (field === undefined || finished === undefined || isRest)
      return { field, kept, beginning: rest.replace(/^["']/, '') };
    kept += finished;
    rest = rest.slice(finished.length);
    open = open.filter((each) => each !== field);
  }
}

interface Value {
  readonly value: string;
  readonly label: string;
}

function valuesOf({ type, choices }: Field, { names, conversations }: Nearby): readonly Value[] {
  const asTheyAre = (values: readonly string[]): readonly Value[] =>
    values.map((value) => ({ value, label: value }));
  switch (type) {
    case 'choice':
      return choices.map(({ value, label }) => ({ value, label: sanitiseLine(label || value) }));
    case 'boolean':
      return asTheyAre(['yes', 'no']);
    case 'time':
      return asTheyAre(TIMES);
    case 'user':
      return asTheyAre(names.map((name) => `@${name}`));
    case 'conversation':
      return [
        ...asTheyAre(['here']),
        ...conversations.map(({ id, title }) => ({ value: `#${id}`, label: `#${id} ${title}` })),
      ];
    default:
      return [];
  }
}

function begins(text: string, beginning: string): boolean {
  const bare = (each: string): string => each.replace(/^[@#]/, '').toLowerCase();
  return bare(text).startsWith(bare(beginning));
}
