/**
 * What keys and pastes do.
 *
 * @module
 */
import { useApp, useInput, usePaste } from 'ink';
import { useReducer, useRef } from 'react';
import type { Chat } from './chat.ts';
import { editLine, enter, MAX_INPUT_BYTES, paste } from './input.ts';
import type { Input } from './input.ts';
import { completions, submit } from './submit.ts';
import type { Draft } from './typed.ts';
import { messageOf } from './words.ts';

export interface Latest<T> {
  readonly current: T;
  readonly set: (value: T) => void;
}

/** State whose newest value is known at once: several keys may come before the next drawing. */
export function useLatest<T>(initial: T): Latest<T> {
  const ref = useRef(initial);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  return {
    get current() {
      return ref.current;
    },
    set(value) {
      ref.current = value;
      redraw();
    },
  };
}

export interface Keyboard {
  readonly input: Latest<Input>;
  /** Scrolls by pages; towards older messages if positive. */
  readonly page: (step: number) => void;
  /** Scrolls to the newest message. */
  readonly toEnd: () => void;
  /** Shows possible completions. */
  readonly offer: (choice: string) => void;
}

/** Carries out what the user types and pastes. */
export function useKeys(chat: Chat, { input, page, toEnd, offer }: Keyboard): void {
  const { exit } = useApp();

  function edit(edited: Input): void {
    if (edited.text !== input.current.text) chat.typing(edited);
    input.set(edited);
  }

  function submitted(draft: Draft): void {
    void submit(chat, draft).then((isOver) => isOver && exit());
  }

  useInput((typed, key) => {
    offer('');
    if (key.pageUp) page(1);
    else if (key.pageDown) page(-1);
    else if (key.ctrl && (typed === 'n' || typed === 'p')) {
      toEnd();
      switchRoom(chat, typed === 'n' ? 1 : -1);
    } else if (key.return || /[\r\n]/.test(typed)) {
      toEnd();
      input.set(enter(input.current, key.return ? '\n' : typed, submitted));
    } else if (key.tab) {
      const { line, open } = complete(chat, input.current);
      input.set(line);
      offer(open.join('  '));
    } else edit(editLine(input.current, typed, key));
  });

  usePaste((text) => {
    offer('');
    const pasted = paste(input.current, text);
    if (pasted === input.current) {
      chat.notice(`A message has at most ${MAX_INPUT_BYTES} bytes: that paste is too long for it.`);
    }
    edit(pasted);
  });
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
