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
import { submit } from './submit.ts';
import { moved, namesFor, NO_OFFER, offerFor, take } from './suggestions.ts';
import type { Offer } from './suggestions.ts';
import type { Terminal } from './terminal.ts';
import { typed } from './typed.ts';
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
  readonly offer: Latest<Offer>;
}

/** Carries out what the user types and pastes. */
export function useKeys(chat: Chat, terminal: Pick<Terminal, 'edit'>, keyboard: Keyboard): void {
  const { input, page, toEnd, offer } = keyboard;
  const { exit, suspendTerminal } = useApp();

  function edit(edited: Input): void {
    if (edited.text !== input.current.text) chat.typing(edited);
    input.set(edited);
  }

  /** Takes what is offered, or offers names that fit. */
  function complete(): void {
    const found = offer.current.suggestions.length > 0 ? offer.current : namesFor(chat, input.current);
    const isChosen = found === offer.current || found.suggestions.length === 1;
    if (!isChosen || found.suggestions.length === 0) return offer.set(found);
    edit(take(found, input.current));
    offer.set(offerFor(chat, input.current));
  }

  function submitted(draft: Draft): void {
    void submit(chat, draft).then((outcome) => {
      if (outcome === 'quit') exit();
      if (outcome === 'editor') openEditor();
    });
  }

  /** What comes back is a message, whatever it looks like, unless it was a command before. */
  function openEditor(): void {
    const { current } = input;
    const work = suspendTerminal(async () => {
      const text = await terminal.edit(current.text);
      const empty = { ...current, text: '', cursor: 0, isPasted: false };
      const edited = paste(empty, text);
      edit({ ...edited, isPasted: typed(current).kind !== 'command' });
    });
    work.catch((error: unknown) => chat.notice(messageOf(error)));
  }

  useInput((pressed, key) => {
    const isOffered = offer.current.suggestions.length > 1;
    if (isOffered && (key.upArrow || key.downArrow))
      return offer.set(moved(offer.current, key.upArrow ? -1 : 1));
    if (key.tab) return complete();
    offer.set(NO_OFFER);
    if (key.pageUp) page(1);
    else if (key.pageDown) page(-1);
    else if (key.ctrl && (pressed === 'n' || pressed === 'p')) {
      toEnd();
      switchRoom(chat, pressed === 'n' ? 1 : -1);
    } else if (key.ctrl && pressed === 'x') openEditor();
    else if (key.return || /[\r\n]/.test(pressed)) {
      toEnd();
      input.set(enter(input.current, key.return ? '\n' : pressed, submitted));
    } else {
      edit(editLine(input.current, pressed, key));
      // What comes back from the history is not being typed.
      if (!key.upArrow && !key.downArrow && !key.escape) offer.set(offerFor(chat, input.current));
    }
  });

  usePaste((text) => {
    offer.set(NO_OFFER);
    const { current } = input;
    const pasted = paste(current, text);
    if (pasted === current) {
      chat.notice(`A message has at most ${MAX_INPUT_BYTES} bytes: that paste is too long for it.`);
    }
    edit(pasted);
  });
}

function switchRoom(chat: Chat, step: number): void {
  const { rooms, openId } = chat.state;
  const at = rooms.findIndex(({ id }) => id === openId);
  const next = rooms[(at + step + rooms.length) % rooms.length];
  if (next === undefined) return;
  chat.open(next.id).catch((error: unknown) => chat.notice(messageOf(error)));
}
