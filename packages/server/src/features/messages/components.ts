/**
 * Buttons, menus and forms: what they may look like, how they read as text, and finding one.
 *
 * @module
 */
import { encodeComponents, LIMITS, PosthornError } from '@posthorn/protocol';
import type { Button, ComponentRow, Components, Form, Menu } from '@posthorn/protocol';
import { checkedLine, checkedTitle, checkedUrl } from '../../router/texts.ts';
import { checkChoices, checkFields, MAX_LINE_CHARS } from './fields.ts';

const MAX_ROWS = 5;
const MAX_BUTTONS = 5;
const MAX_LABEL_CHARS = 80;
/** Of all of them together, encoded. */
const MAX_BYTES = 16_384;

/** Throws INVALID or TOO_LARGE. */
export function checkComponents(components: Components): void {
  const { rows } = components;
  if (rows.length > MAX_ROWS)
    throw new PosthornError('INVALID', `a message has at most ${MAX_ROWS} rows of buttons and menus`);
  if (encodeComponents(components).length > MAX_BYTES)
    throw new PosthornError('TOO_LARGE', `buttons and menus have at most ${MAX_BYTES} bytes`);
  for (const row of rows) checkRow(row);
  const ids = rows.flatMap(({ buttons, menu }) => [
    ...buttons.filter(({ url }) => url === '').map(({ id }) => id),
    ...(menu === undefined ? [] : [menu.id]),
  ]);
  if (new Set(ids).size !== ids.length)
    throw new PosthornError('INVALID', 'two buttons or menus of a message have one id');
}

function checkRow({ buttons, menu }: ComponentRow): void {
  if ((menu === undefined) === (buttons.length === 0))
    throw new PosthornError('INVALID', 'a row has either buttons or a menu');
  if (buttons.length > MAX_BUTTONS)
    throw new PosthornError('INVALID', `a row has at most ${MAX_BUTTONS} buttons`);
  for (const button of buttons) checkButton(button);
  if (menu !== undefined) checkMenu(menu);
}

function checkButton({ id, label, url, form }: Button): void {
  checkedTitle(label, 'label of a button', MAX_LABEL_CHARS);
  if (url === '') {
    checkId(id, 'button');
    if (form !== undefined) checkForm(form);
    return;
  }
  checkedUrl(url, 'link', LIMITS.maxUrlChars);
  if (id !== '' || form !== undefined)
    throw new PosthornError('INVALID', 'a button that opens a page has no id and no form');
}

function checkMenu({ id, placeholder, options }: Menu): void {
  checkId(id, 'menu');
  checkedLine(placeholder, 'placeholder', MAX_LINE_CHARS);
  checkChoices(options, `the menu "${id}"`);
}

/** Throws INVALID or TOO_LARGE. */
export function checkForm({ id, title, fields, submit }: Form): void {
  checkedTitle(title, 'title of a form', MAX_LABEL_CHARS);
  checkedLine(submit, 'label of a button', MAX_LABEL_CHARS);
  if (id !== '') checkId(id, 'form');
  if (fields.length === 0) throw new PosthornError('INVALID', 'a form has at least one field');
  checkFields(fields, 'form');
}

function checkId(id: string, what: string): void {
  if (checkedLine(id, `id of a ${what}`, MAX_LINE_CHARS) === '')
    throw new PosthornError('INVALID', `a ${what} needs an id`);
}

/** The button or menu with this id. */
export function componentWith(
  { rows }: Components,
  id: string,
): { readonly button?: Button; readonly menu?: Menu } | undefined {
  for (const { buttons, menu } of rows) {
    if (menu?.id === id) return { menu };
    const button = buttons.find((each) => each.id === id && each.url === '');
    if (button !== undefined) return { button };
  }
  return undefined;
}

/** As text: `[Approve] [Deny]`. */
export function componentWords({ rows }: Components): string {
  return rows
    .map(({ buttons, menu }) =>
      [
        ...buttons.map(({ label, url }) => (url === '' ? `[${label}]` : `[${label}] ${url}`)),
        ...(menu?.options ?? []).map(({ value, label }) => `[${label || value}]`),
      ].join(' '),
    )
    .join('\n');
}
