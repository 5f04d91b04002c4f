/**
 * Buttons and menus of a message as rows, with the numbers by which they are pressed.
 *
 * @module
 */
import type { Components } from '@posthorn/client';
import stringWidth from 'string-width';
import { numberedRows } from '../bots/components.ts';
import type { Numbered } from '../bots/components.ts';
import { sanitiseLine } from '../sanitise.ts';
import { styled, textOf, truncated, wrapStyled } from './styled.ts';
import type { Style, Styled } from './styled.ts';

const DIM: Style = { dimColor: true };
const NUMBER: Style = { tone: 'attention' };

/** Without indentation. */
export function componentRows(components: Components | undefined, columns: number): readonly Styled[] {
  return numberedRows(components).flatMap((row) => {
    const links = row.flatMap(linkPieces);
    const asks = menuPieces(row);
    return [
      ...(asks.length === 0 ? [] : [truncated(asks, columns)]),
      ...flow(row.map(pieces), columns),
      ...links.flatMap((link) => wrapStyled(link, columns)),
    ];
  });
}

function menuPieces([first]: readonly Numbered[]): Styled {
  const menu = first?.menu;
  if (menu === undefined) return [];
  const words = sanitiseLine(menu.placeholder) || 'Choose';
  return styled(`▾ ${words}${menu.multiple ? ' (several)' : ''}`, DIM);
}

function pieces({ number, label, button, menu }: Numbered): Styled {
  if ((button ?? menu)?.disabled === true)
    return styled(`[${number} ${label}]`, { ...DIM, strikethrough: true });
  const sign = button !== undefined && button.url !== '' ? ' ↗' : '';
  return [
    ...styled('[', DIM),
    ...styled(String(number), NUMBER),
    ...styled(` ${label}${sign}`, styleOf(button?.style)),
    ...styled(']', DIM),
  ];
}

function styleOf(style: NonNullable<Numbered['button']>['style'] | undefined): Style {
  if (style === 'primary') return { tone: 'accent', bold: true };
  return style === 'danger' ? { tone: 'alarm' } : {};
}

/** Where a link goes, whole: it is not opened by a key. */
function linkPieces({ number, button }: Numbered): readonly Styled[] {
  if (button === undefined || button.url === '') return [];
  return [styled(`${number} ↗ ${sanitiseLine(button.url)}`, DIM)];
}

/** As many beside each other as fit. */
function flow(all: readonly Styled[], columns: number): readonly Styled[] {
  const rows: Styled[] = [];
  for (const each of all) {
    const last = rows.at(-1);
    const joined = last === undefined ? each : [...last, ...styled('  '), ...each];
    if (last !== undefined && stringWidth(textOf(joined)) <= columns) rows[rows.length - 1] = joined;
    else rows.push(truncated(each, columns));
  }
  return rows;
}
