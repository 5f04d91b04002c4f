/**
 * What clicks and the wheel do.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { Chat } from './chat.ts';
import type { ScreenRow } from './layout.ts';
import type { Terminal } from './terminal.ts';

/** What is to be seen now. */
export interface Picture {
  /** Conversations from top to bottom; 0: a row of the list that is none. Empty if there is no list. */
  readonly roomIds: readonly number[];
  readonly listColumns: number;
  /** Messages, below the row of the day. */
  readonly rows: readonly ScreenRow[];
  /** Scrolls by rows; towards older messages if positive. */
  readonly scrollBy: (rows: number) => void;
}

const WHEEL_ROWS = 3;
/** The header; below it the list. */
const LIST_ROW = 2;
const MESSAGES_ROW = 3;

export function usePointer(chat: Chat, terminal: Pick<Terminal, 'onMouse'>, picture: Picture): void {
  const latest = useRef(picture);
  latest.current = picture;
  useEffect(
    () =>
      terminal.onMouse((event) => {
        const { roomIds, listColumns, rows, scrollBy } = latest.current;
        if (event.kind === 'wheel') return scrollBy(event.step * WHEEL_ROWS);
        const { column, row } = event;
        if (column <= listColumns) return open(chat, roomIds[row - LIST_ROW]);
        const line = rows[row - MESSAGES_ROW]?.line;
        if (line?.kind === 'message') chat.reveal(line);
      }),
    [chat, terminal],
  );
}

function open(chat: Chat, id: number | undefined): void {
  if (id !== undefined && id !== 0) chat.open(id).catch((error: unknown) => chat.complain(error));
}
