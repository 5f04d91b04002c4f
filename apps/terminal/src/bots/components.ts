/**
 * Buttons and menus of a message, numbered from 1: whoever has no mouse presses them by number.
 *
 * @module
 */
import type { Button, Choice, Components, Edit, Ephemeral, Menu } from '@posthorn/client';
import { UsageError } from '../exit-codes.ts';
import { sanitiseLine } from '../sanitise.ts';

/** What has a number: a button, or an option of a menu. Labels are safe to print. */
export type Numbered =
  | { readonly number: number; readonly label: string; readonly button: Button; readonly menu?: undefined }
  | {
      readonly number: number;
      readonly label: string;
      readonly menu: Menu;
      readonly option: Choice;
      readonly button?: undefined;
    };

/** The rows of a message: one each for a row of buttons, and one for a menu. */
export function numberedRows(components: Components | undefined): readonly (readonly Numbered[])[] {
  let number = 0;
  return (components?.rows ?? []).map(({ buttons, menu }): readonly Numbered[] =>
    menu === undefined
      ? buttons.map((button) => ({ number: ++number, label: sanitiseLine(button.label), button }))
      : menu.options.map((option) => ({
          number: ++number,
          label: sanitiseLine(option.label || option.value),
          menu,
          option,
        })),
  );
}

/** What a user has pressed, as it is sent. */
export interface Press {
  /** Of the button or the menu. */
  readonly id: string;
  readonly chosen: readonly string[];
  /** The button; undefined: a menu. */
  readonly button?: Button;
}

/** What these numbers mean. None is enough where there is only one button. Throws a UsageError. */
export function pressOf(components: Components | undefined, numbers: readonly number[]): Press {
  const all = numberedRows(components).flat();
  if (all.length === 0) throw new UsageError('There is nothing to press in that message.');
  const [only] = all;
  const meant =
    numbers.length === 0 && all.length === 1 && only !== undefined
      ? [only]
      : numbers.map((number) => numberedAs(all, number));
  const [first] = meant;
  if (first === undefined) throw new UsageError(`Say which: ${listOf(all)}.`);
  return first.menu === undefined ? buttonPress(first, meant) : menuPress(first, meant);
}

function numberedAs(all: readonly Numbered[], number: number): Numbered {
  const found = all[number - 1];
  if (found === undefined) throw new UsageError(`There is no ${number} to press: ${listOf(all)}.`);
  return found;
}

function listOf(all: readonly Numbered[]): string {
  return all.map(({ number, label }) => `${number} ${label}`).join(', ');
}

function buttonPress(
  { button, label }: Extract<Numbered, { button: Button }>,
  meant: readonly Numbered[],
): Press {
  if (meant.length > 1) throw new UsageError('Press one button at a time.');
  if (button.url !== '')
    throw new UsageError(`"${label}" is a link; open it in a browser: ${sanitiseLine(button.url)}`);
  if (button.disabled) throw new UsageError(`"${label}" cannot be pressed now.`);
  return { id: button.id, chosen: [], button };
}

function menuPress({ menu }: Extract<Numbered, { menu: Menu }>, meant: readonly Numbered[]): Press {
  const options = meant.flatMap((each) => (each.menu === menu ? each.option.value : []));
  if (options.length < meant.length) throw new UsageError('Choose from one menu at a time.');
  if (menu.disabled) throw new UsageError('Nothing can be chosen there now.');
  const chosen = [...new Set(options)];
  if (chosen.length > 1 && !menu.multiple) throw new UsageError('Choose one of them.');
  return { id: menu.id, chosen };
}

/** `[1 Approve] [2 Deny]`, a line for each row; of a menu with what it asks. Safe to print. */
export function componentLines(components: Components | undefined): readonly string[] {
  return numberedRows(components).map((row) => {
    const words = row.map(componentWords).join(' ');
    const asks = sanitiseLine(row[0]?.menu?.placeholder ?? '');
    return asks === '' ? words : `${asks}: ${words}`;
  });
}

function componentWords({ number, label, button }: Numbered): string {
  return button === undefined || button.url === ''
    ? `[${number} ${label}]`
    : `[${number} ${label}: ${sanitiseLine(button.url)}]`;
}

/** For programs: without what is empty. */
export function componentFields(components: Components | undefined): Readonly<Record<string, unknown>> {
  return components === undefined || components.rows.length === 0 ? {} : { components: rowsOf(components) };
}

/** Of an edit; without rows the buttons are gone. */
export function editFields({ components, ...rest }: Edit): object {
  return components === undefined ? rest : { ...rest, components: rowsOf(components) };
}

/** What a bot shows to the user alone; `ephemeral` names it. */
export function ephemeralFields({ id, text, components }: Ephemeral): Readonly<Record<string, unknown>> {
  return { ephemeral: id, text, ...componentFields(components) };
}

function rowsOf({ rows }: Components): readonly object[] {
  return rows.map(({ buttons, menu }) =>
    menu === undefined ? { buttons: buttons.map(filled) } : { menu: filled(menu) },
  );
}

/** The same value without fields that say nothing. */
export function filled(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
      isEmpty(each) ? [] : [[key, filledIn(each)]],
    ),
  );
}

function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  return typeof value === 'object' && value !== null ? filled(value) : value;
}

function isEmpty(value: unknown): boolean {
  const isNothing = value === undefined || value === '' || value === false || value === 'unspecified';
  return isNothing || (Array.isArray(value) && value.length === 0);
}
