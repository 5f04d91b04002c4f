/**
 * The view of the full screen. Uses createElement because JSX would need a build step.
 *
 * @module
 */
import { Box, Text, useApp, useInput, useStdout } from 'ink';
import { createElement as h, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Chat } from './chat.ts';
import { messageOf } from './chat.ts';
import { editLine, EMPTY_INPUT, enter } from './input.ts';
import type { Input } from './input.ts';
import { openRoom, progressOf, typingNow } from './state.ts';
import type { ChatState, Line, Progress, Room } from './state.ts';
import { completions, submit } from './submit.ts';

const LIST_WIDTH = 26;
const CHROME_ROWS = 5;

export function ChatView({ chat }: { readonly chat: Chat }): ReactElement {
  const { exit } = useApp();
  const size = useSize();
  const state = useChat(chat);
  const [input, setInput] = useState<Input>(EMPTY_INPUT);
  const [scroll, setScroll] = useState(0);
  /** Possible completions, after a Tab with more than one. */
  const [choice, setChoice] = useState('');
  const room = openRoom(state);
  const rows = Math.max(3, size.rows - CHROME_ROWS);
  const width = Math.max(20, size.columns - LIST_WIDTH - 3);
  const lines = room === undefined ? [] : room.lines.flatMap((line) => toRows(room, line, width));
  const top = Math.max(0, lines.length - rows - scroll);

  useInput((typed, key) => {
    setChoice('');
    if (key.pageUp) {
      setScroll(Math.min(scroll + rows - 1, Math.max(0, lines.length - rows)));
      // Reads a page ahead, so that the next one is ready.
      if (top < 2 * rows && (room?.olderBefore ?? 0) > 0) void submit(chat, ':older');
    } else if (key.pageDown) setScroll(Math.max(0, scroll - rows + 1));
    else if (key.ctrl && (typed === 'n' || typed === 'p')) {
      setScroll(0);
      switchRoom(chat, typed === 'n' ? 1 : -1);
    } else if (key.return || /[\r\n]/.test(typed)) {
      setScroll(0);
      setInput(
        enter(input, key.return ? '\n' : typed, (text) => {
          void submit(chat, text).then((isOver) => isOver && exit());
        }),
      );
    } else if (key.tab) {
      const { line, open } = complete(chat, input);
      setInput(line);
      setChoice(open.join('  '));
    } else {
      const edited = editLine(input, typed, key);
      if (edited.text !== input.text) chat.typing(edited.text);
      setInput(edited);
    }
  });

  return h(
    Box,
    { flexDirection: 'column', height: size.rows, width: size.columns },
    h(Header, { state, room }),
    h(
      Box,
      { flexGrow: 1 },
      h(RoomList, { state, rows }),
      h(
        Box,
        { flexDirection: 'column', flexGrow: 1, paddingLeft: 1 },
        ...lines.slice(top, top + rows).map((row) => h(Row, { key: row.key, row })),
      ),
    ),
    h(Below, { state, room, scroll, choice }),
    h(Prompt, { input, isAiOn: state.isAiOn }),
  );
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
}: {
  readonly state: ChatState;
  readonly room: Room | undefined;
}): ReactElement {
  const { self, isOnline, connection } = state;
  return h(
    Box,
    { justifyContent: 'space-between' },
    h(
      Text,
      { bold: true, wrap: 'truncate' },
      `📯 ${room?.title ?? 'Posthorn'}${room?.isLeft === true ? ' (left)' : ''}`,
    ),
    h(Text, { color: isOnline ? 'green' : 'yellow', wrap: 'truncate' }, `${self.name} · ${connection}`),
  );
}

function RoomList({ state, rows }: { readonly state: ChatState; readonly rows: number }): ReactElement {
  const at = Math.max(0, state.rooms.findIndex(({ id }) => id === state.openId) - rows + 1);
  return h(
    Box,
    {
      flexDirection: 'column',
      width: LIST_WIDTH,
      borderStyle: 'single',
      borderTop: false,
      borderLeft: false,
      borderBottom: false,
    },
    ...state.rooms.slice(at, at + rows).map((room) => h(RoomRow, { key: room.id, room, state })),
  );
}

function RoomRow({ room, state }: { readonly room: Room; readonly state: ChatState }): ReactElement {
  const isOpen = room.id === state.openId;
  const dot = room.kind === 'direct' ? (state.online.includes(room.title) ? '●' : '○') : '#';
  const unread = room.unread > 0 ? ` ${room.unread >= 100 ? '99+' : room.unread}` : '';
  return h(
    Box,
    { justifyContent: 'space-between', paddingRight: 1 },
    h(
      Text,
      { inverse: isOpen, bold: room.unread > 0, dimColor: room.isLeft, wrap: 'truncate' },
      `${dot} ${room.title}`,
    ),
    h(Text, { color: 'cyan', bold: true }, unread),
  );
}

interface ScreenRow {
  readonly key: string;
  readonly text: string;
  readonly line: Line;
  readonly progress: Progress | undefined;
}

const INDENT = '  ';

function toRows(room: Room, line: Line, width: number): ScreenRow[] {
  const at = new Date(line.time).toTimeString().slice(0, 5);
  const head = line.kind === 'message' ? `${at} ${line.who}: ` : line.kind === 'event' ? `${at} * ` : '';
  const progress = progressOf(room, line);
  const marksWidth = progress === undefined ? 0 : stringWidth(MARKS[progress]) + 1;
  const wrap = (text: string): string[] =>
    wrapAnsi(text, width - marksWidth - INDENT.length, { hard: true, trim: false }).split('\n');
  // A notice is shown as it is. Other people's texts are indented, so that nobody can fake a line.
  const rows = (head + line.text).split('\n').flatMap((text, paragraph) =>
    wrap(text).map((row, index) => {
      const isIndented = index > 0 || (paragraph > 0 && line.kind !== 'notice');
      return isIndented ? INDENT + row : row;
    }),
  );
  return rows.map((text, index) => ({
    key: `${line.key} ${index}`,
    text,
    line,
    progress: index === 0 ? progress : undefined,
  }));
}

const MARKS: Readonly<Record<Progress, string>> = {
  pending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  failed: '✗',
};

function Row({ row }: { readonly row: ScreenRow }): ReactElement {
  const { line, text, progress } = row;
  const color = line.kind === 'notice' ? 'gray' : line.isMine ? 'green' : undefined;
  const style = { ...(color !== undefined && { color }), dimColor: line.kind === 'event' };
  const marks = progress === undefined ? '' : ` ${MARKS[progress]}`;
  return h(
    Text,
    { wrap: 'truncate' },
    h(Text, style, ...highlighted(text, line.highlight)),
    h(Text, { color: progress === 'read' ? 'cyan' : progress === 'failed' ? 'red' : 'gray' }, marks),
  );
}

function highlighted(text: string, word: string | undefined): (ReactElement | string)[] {
  const at = word === undefined || word === '' ? -1 : text.toLowerCase().indexOf(word.toLowerCase());
  if (word === undefined || at < 0) return [text];
  const end = at + word.length;
  return [
    text.slice(0, at),
    h(Text, { key: at, inverse: true }, text.slice(at, end)),
    ...highlighted(text.slice(end), word),
  ];
}

function Below({
  state,
  room,
  scroll,
  choice,
}: {
  readonly state: ChatState;
  readonly room: Room | undefined;
  readonly scroll: number;
  readonly choice: string;
}): ReactElement {
  const typing = room === undefined ? [] : typingNow(room, Date.now());
  const note =
    choice !== ''
      ? choice
      : typing.length > 0
        ? `${typing.join(', ')} ${typing.length === 1 ? 'is' : 'are'} typing …`
        : scroll > 0
          ? 'PgDn: newer messages'
          : `${state.online.length === 0 ? '' : `online: ${state.online.join(', ')}  ·  `}:help  ·  Ctrl+N/Ctrl+P: next/previous  ·  PgUp: older`;
  return h(Box, {}, h(Text, { dimColor: true, wrap: 'truncate' }, note));
}

function Prompt({ input, isAiOn }: { readonly input: Input; readonly isAiOn: boolean }): ReactElement {
  const { text, cursor } = input;
  return h(
    Box,
    { borderStyle: 'round', borderColor: isAiOn ? 'magenta' : 'gray' },
    h(
      Text,
      { wrap: 'truncate-start' },
      `${isAiOn ? 'ai' : ''}> ${text.slice(0, cursor)}`,
      h(Text, { inverse: true }, text.slice(cursor, cursor + 1) || ' '),
      text.slice(cursor + 1),
    ),
  );
}

/** The line, completed as far as it is unambiguous. `open`: the completions if there are several. */
function complete(chat: Chat, input: Input): { readonly line: Input; readonly open: readonly string[] } {
  const words = completions(chat, input.text);
  const [only, ...others] = words;
  if (only === undefined) return { line: input, open: [] };
  const text = others.length === 0 ? `${only} ` : commonStart(words);
  const at = text.lastIndexOf(' ') + 1;
  const open = others.length === 0 ? [] : words.map((word) => word.slice(at));
  return { line: { ...input, text, cursor: text.length }, open };
}

function commonStart(words: readonly string[]): string {
  const [first = ''] = words;
  let length = first.length;
  while (!words.every((word) => word.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

function switchRoom(chat: Chat, step: number): void {
  const { rooms, openId } = chat.state;
  const at = rooms.findIndex(({ id }) => id === openId);
  const next = rooms[(at + step + rooms.length) % rooms.length];
  if (next === undefined) return;
  chat.open(next.id).catch((error: unknown) => chat.notice(messageOf(error)));
}
