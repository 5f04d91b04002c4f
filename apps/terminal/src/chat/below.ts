/**
 * The row between the messages and the input: what is offered, or what there is to know.
 *
 * @module
 */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { canBePressed } from './bot-commands.ts';
import { fillingNote } from './filling.ts';
import { shownLines, typingNow } from './state.ts';
import type { ChatState, Room } from './state.ts';
import type { Offer } from './suggestions.ts';

export interface BelowProps {
  readonly state: ChatState;
  readonly room: Room | undefined;
  readonly scroll: number;
  /** Shown instead of the rest. */
  readonly note: string;
  readonly offer: Offer;
}

export function Below({ offer, ...rest }: BelowProps): ReactElement {
  const { suggestions, hint } = offer;
  if (suggestions.length > 0 || hint !== '') return h(Choice, { offer });
  return h(Box, {}, h(Text, { dimColor: true, wrap: 'truncate' }, noteOf(rest)));
}

/** In one row, from the chosen one on if it would not be seen otherwise. */
function Choice({ offer: { suggestions, at, hint } }: { readonly offer: Offer }): ReactElement {
  const from = Math.max(0, at - 2);
  const labels = suggestions
    .slice(from)
    .flatMap(({ label, text }, index) => [
      h(Text, { key: text, inverse: from + index === at }, ` ${label} `),
    ]);
  return h(
    Box,
    {},
    h(
      Text,
      { wrap: 'truncate' },
      ...labels,
      h(Text, { dimColor: true }, `${labels.length > 0 ? '  ' : ''}${hint}`),
    ),
  );
}

function noteOf({ state, room, scroll, note }: Omit<BelowProps, 'offer'>): string {
  if (note !== '') return note;
  if (room !== undefined && room.asking !== '') return `${room.asking} is asked …`;
  if (room?.form !== undefined) return fillingNote(room.form);
  const typing = room === undefined ? [] : typingNow(room, performance.now());
  if (typing.length > 0) return `${typing.join(', ')} ${typing.length === 1 ? 'is' : 'are'} typing …`;
  if (state.transfer !== '') return state.transfer;
  if (scroll > 0) return 'PgDn: newer messages';
  const last = room === undefined ? undefined : shownLines(room).at(-1);
  if (last !== undefined && canBePressed(last)) return ':press last N presses a button  ·  :help';
  const online = state.online.length === 0 ? '' : `online: ${state.online.join(', ')}  ·  `;
  return `${online}:help  ·  Ctrl+N/Ctrl+P: next/previous  ·  PgUp: older`;
}
