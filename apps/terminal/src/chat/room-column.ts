/**
 * The column with the list of conversations.
 *
 * @module
 */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { alerts, isUnread, listedRooms, listTitle } from './room-list.ts';
import type { ChatState, Room } from './state.ts';
import { Toned } from './toned.ts';

/** The rooms that fit, below the heading. */
export function RoomColumn({
  state,
  rooms,
  width,
}: {
  readonly state: ChatState;
  readonly rooms: readonly Room[];
  readonly width: number;
}): ReactElement {
  const heading = listHeading(state);
  return h(
    Box,
    {
      flexDirection: 'column',
      width,
      borderStyle: 'single',
      borderTop: false,
      borderLeft: false,
      borderBottom: false,
    },
    heading !== undefined && h(Text, { dimColor: true, wrap: 'truncate' }, heading),
    ...rooms.map((room) => h(RoomRow, { key: room.id, room, state })),
  );
}

/** What the list shows, if that is not everything. */
export function listHeading(state: ChatState): string | undefined {
  const title = listTitle(state);
  return title === undefined ? undefined : `${title} (:list: all)`;
}

/** Those that fit below the heading, with the open one. */
export function fittingRooms(state: ChatState, rows: number): readonly Room[] {
  const rooms = listedRooms(state);
  const height = listTitle(state) === undefined ? rows : rows - 1;
  const at = Math.max(0, rooms.findIndex(({ id }) => id === state.openId) - height + 1);
  return rooms.slice(at, at + height);
}

function RoomRow({ room, state }: { readonly room: Room; readonly state: ChatState }): ReactElement {
  const isOpen = room.id === state.openId;
  const dot = room.kind === 'direct' ? (state.online.includes(room.title) ? '●' : '○') : '#';
  const unread = room.unread > 0 ? ` ${room.unread}` : room.own.isMarked ? ' •' : '';
  const named = room.mentions > 0 ? ` @${room.mentions}` : '';
  const isQuiet = !alerts(room, Date.now());
  return h(
    Box,
    { justifyContent: 'space-between', paddingRight: 1 },
    h(
      Text,
      {
        inverse: isOpen,
        bold: isUnread(room) && !isQuiet,
        dimColor: room.isLeft || isQuiet,
        wrap: 'truncate',
      },
      `${dot} ${room.title}`,
    ),
    h(
      Text,
      { wrap: 'truncate' },
      h(Text, { dimColor: true }, room.own.pin === undefined ? '' : ' ↑'),
      h(Toned, room.own.level === 'none' ? { dimColor: true } : { tone: 'attention', bold: true }, named),
      h(Toned, isQuiet ? { dimColor: true } : { tone: 'accent', bold: true }, unread),
    ),
  );
}
