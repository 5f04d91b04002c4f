/**
 * Buttons, menus and forms, in few words.
 *
 * @module
 */
import type { ButtonInit, ButtonStyle, ComponentsInit, FormInit, MenuInit } from '@posthorn/protocol';
import { toChoices, toFields } from './fields.ts';
import type { FieldSpecs, LabelledChoice } from './fields.ts';

/** A button that the bot hears of. */
export function button(
  id: string,
  label: string,
  options: {
    readonly style?: Exclude<ButtonStyle, 'unspecified'>;
    readonly form?: FormInit;
    readonly disabled?: boolean;
  } = {},
): ButtonInit {
  return { id, label, ...options };
}

/** A button that opens a page. */
export function link(label: string, url: string): ButtonInit {
  return { label, url };
}

/** A menu, in a row of its own. */
export function menu(
  id: string,
  options: readonly (string | LabelledChoice)[],
  more: { readonly placeholder?: string; readonly multiple?: boolean; readonly disabled?: boolean } = {},
): MenuInit {
  return { id, options: toChoices(options), ...more };
}

/** A form; its values reach `bot.form(id, …)`, or the handler of the button that has it. */
export function form(id: string, title: string, fields: FieldSpecs, submit = ''): FormInit {
  return { id, title, fields: toFields(fields), submit };
}

/** Rows from top to bottom: each has either buttons or a menu. */
export type Rows = readonly (readonly ButtonInit[] | MenuInit)[];

/** As the protocol has them. */
export function toComponents(rows: Rows): ComponentsInit {
  return { rows: rows.map((row) => (isButtons(row) ? { buttons: row } : { menu: row })) };
}

function isButtons(row: readonly ButtonInit[] | MenuInit): row is readonly ButtonInit[] {
  return Array.isArray(row);
}
