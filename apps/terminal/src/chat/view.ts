/**
 * The view of the full screen. Uses createElement because JSX would need a build step.
 *
 * @module
 */
import { Box, Text, useStdout } from 'ink';
import { createElement as h, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Chat } from './chat.ts';
import { useInputs } from './inputs.ts';
import { useKeys, useLatest } from './keys.ts';
import { useArt, useWanted } from './picture-rows.ts';
import { usePointer } from './pointer.ts';
import { linesNote, promptHeight, Prompt } from './prompt.ts';
import { useScrolling } from './scrolling.ts';
import { Below } from './below.ts';
import { dayPieces, Layout, MARKS } from './layout.ts';
import type { ScreenRow } from './layout.ts';
import { isArchived } from './room-list.ts';
import { fittingRooms, listHeading, RoomColumn } from './room-column.ts';
import { openRoom } from './state.ts';
import type { ChatState, Room } from './state.ts';
import type { Styled } from './styled.ts';
import { submit } from './submit.ts';
import { NO_OFFER } from './suggestions.ts';
import type { Terminal } from './terminal.ts';
import { PaletteContext, Toned, useTerminalPalette } from './toned.ts';
import { typed } from './typed.ts';

const LIST_WIDTH = 26;
/** A narrower window has no list of conversations. */
const MIN_COLUMNS_WITH_LIST = 64;
/** Header, day, note, and the frame of the input. */
const CHROME_ROWS = 5;
/** Messages that are seen in the lowest window. */
const MIN_ROWS = 3;
/** How much is laid out above what is shown. */
const PAGES_AHEAD = 4;

export interface ChatViewProps {
  readonly chat: Chat;
  readonly terminal: Pick<
    Terminal,
    'edit' | 'show' | 'onMouse' | 'background' | 'colourBits' | 'onBackground'
  >;
}

export function ChatView({ chat, terminal }: ChatViewProps): ReactElement {
  const size = useSize();
  const state = useChat(chat);
  const input = useInputs(chat);
  const scrolling = useScrolling();
  const offer = useLatest(NO_OFFER);
  const room = openRoom(state);
  const inputRows = promptHeight(input.current, size.rows - CHROME_ROWS - MIN_ROWS);
  const rows = Math.max(MIN_ROWS, size.rows - CHROME_ROWS - inputRows);
  const hasList = size.columns >= MIN_COLUMNS_WITH_LIST;
  const width = Math.max(20, size.columns - (hasList ? LIST_WIDTH + 1 : 0));
  const [layout] = useState(() => new Layout());
  const art = useArt(terminal, state);
  const count = scrolling.expected(state.openId) + PAGES_AHEAD * rows;
  const window = { columns: width, count, self: state.self.name, art };
  const lines = room === undefined ? [] : layout.latest(room, window);
  const scroll = scrolling.below(state.openId, lines);
  /** Commands name messages by their numbers. */
  const isCommand = typed(input.current).kind === 'command';
  const top = Math.max(0, lines.length - rows - scroll);

  useEffect(() => {
    if (room?.focus === undefined) return;
    const { seq } = room.focus;
    const all = layout.latest(room, { ...window, count: Infinity });
    const at = all.findIndex(({ line, isFirst }) => isFirst && line !== undefined && line.seq >= seq);
    if (at >= 0) scrolling.to(room.id, at, { rows: all, height: rows });
  }, [room?.focus]);

  const [first, ...below] = lines.slice(top, top + rows);
  const shown = first === undefined || first.isDay === true ? below : [first, ...below];
  const list = hasList ? fittingRooms(state, rows + 1) : [];
  useWanted(chat, art, shown);
  const roomIds = [...(listHeading(state) === undefined ? [] : [0]), ...list.map(({ id }) => id)];

  function scrollBy(step: number): void {
    scrolling.by(state.openId, step, { rows: lines, height: rows });
    // Reads a page ahead, so that the next one is ready.
    if (step > 0 && top < 2 * rows && (room?.olderBefore ?? 0) > 0) {
      void submit(chat, { text: ':older', isPasted: false });
    }
  }

  const page = (step: number): void => scrollBy(step * (rows - 1));
  useKeys(chat, terminal, { input, page, toEnd: scrolling.toEnd, offer });
  usePointer(chat, terminal, { roomIds, listColumns: hasList ? LIST_WIDTH : 0, rows: shown, scrollBy });
  const screen = h(
    Box,
    { flexDirection: 'column', height: size.rows, width: size.columns },
    h(Header, { state, room, unread: hasList ? 0 : unreadElsewhere(state) }),
    h(
      Box,
      { flexGrow: 1 },
      hasList && h(RoomColumn, { state, rooms: list, width: LIST_WIDTH }),
      h(
        Box,
        { flexDirection: 'column', flexGrow: 1, paddingLeft: hasList ? 1 : 0 },
        h(Rows, { day: first?.day, rows: shown, columns: width, hasNumbers: isCommand }),
      ),
    ),
    h(Below, { state, room, scroll, note: linesNote(input.current), offer: offer.current }),
    h(Prompt, { input: input.current, isAiOn: state.isAiOn, columns: size.columns, rows: inputRows }),
  );
  return h(PaletteContext, { value: useTerminalPalette(terminal, state.theme) }, screen);
}

function useSize(): { readonly rows: number; readonly columns: number } {
  // Ink got the terminal's own stream; see screen.ts.
  const stdout = useStdout().stdout as NodeJS.WriteStream;
  const [size, setSize] = useState({ rows: stdout.rows || 24, columns: stdout.columns || 80 });
  useEffect(() => {
    const onResize = (): void => setSize({ rows: stdout.rows, columns: stdout.columns });
    stdout.on('resize', onResize);
    return () => void stdout.off('resize', onResize);
  }, [stdout]);
  return size;
}

/** The state of the chat. Redraws at most every 30 ms, and once a second so that typing notes expire. */
function useChat(chat: Chat): ChatState {
  const [shown, setShown] = useState({ state: chat.state });
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const draw = (): void => {
      timer = undefined;
      setShown({ state: chat.state });
    };
    const off = chat.onChange(() => (timer ??= setTimeout(draw, 30)));
    const tick = setInterval(draw, 1000);
    return () => {
      off();
      clearTimeout(timer);
      clearInterval(tick);
    };
  }, [chat]);
  return shown.state;
}

function Header({
  state,
  room,
  unread,
}: {
  readonly state: ChatState;
  readonly room: Room | undefined;
  /** In conversations that are not to be seen. */
  readonly unread: number;
}): ReactElement {
  const { self, isOnline, connection } = state;
  return h(
    Box,
    { justifyContent: 'space-between', columnGap: 2 },
    h(
      Text,
      { bold: true, wrap: 'truncate' },
      `📯 ${room?.title ?? 'Posthorn'}${placeOf(room)}${unread === 0 ? '' : ` (${unread} unread elsewhere)`}`,
    ),
    h(Toned, { tone: isOnline ? 'own' : 'attention', wrap: 'truncate' }, `${self.name} · ${connection}`),
  );
}

function unreadElsewhere({ rooms, openId }: ChatState): number {
  const others = rooms.filter((room) => room.id !== openId && !isArchived(room));
  return others.reduce((sum, { unread, own }) => sum + Math.max(unread, own.isMarked ? 1 : 0), 0);
}

function placeOf(room: Room | undefined): string {
  if (room?.isLeft === true) return ' (left)';
  if (room !== undefined && room.thread === 0 && isArchived(room)) return ' (archived)';
  return room === undefined || room.thread === 0 ? '' : ` › thread of ${room.thread} (:thread leaves it)`;
}

/** The day of the first row stays above them. */
function Rows({
  day,
  rows,
  columns,
  hasNumbers,
}: {
  readonly day: string | undefined;
  readonly rows: readonly ScreenRow[];
  readonly columns: number;
  readonly hasNumbers: boolean;
}): ReactElement {
  return h(
    Box,
    { flexDirection: 'column' },
    h(Text, { wrap: 'truncate' }, ...(day === undefined ? [] : texts(dayPieces(day, columns)))),
    ...rows.map((row) => h(Row, { key: row.key, row, hasNumbers })),
  );
}

function Row({ row, hasNumbers }: { readonly row: ScreenRow; readonly hasNumbers: boolean }): ReactElement {
  const { progress } = row;
  const pieces = hasNumbers ? numbered(row) : row.pieces;
  if (progress === undefined) return h(Text, { wrap: 'truncate' }, ...texts(pieces));
  const tone = progress === 'read' ? 'accent' : progress === 'failed' ? 'alarm' : 'quiet';
  return h(Text, { wrap: 'truncate' }, ...texts(pieces), h(Toned, { tone }, ` ${MARKS[progress]}`));
}

/** The number of the message instead of the time. */
function numbered({ line, isFirst, pieces }: ScreenRow): Styled {
  const [time, ...others] = pieces;
  if (!isFirst || line === undefined || time === undefined) return pieces;
  const number = line.ephemeral?.label ?? (line.seq === 0 ? '' : String(line.seq));
  if (number === '') return pieces;
  return [{ text: number.padStart(time.text.length), style: { tone: 'attention' } }, ...others];
}

function texts(pieces: Styled): readonly ReactElement[] {
  return pieces.map(({ text, style }, index) => h(Toned, { key: index, ...style }, text));
}
