/**
 * What keys and pastes do.
 *
 * @module
 */
import { useApp, useInput, usePaste } from 'ink';
import type { Key } from 'ink';
import { useEffect, useReducer, useRef } from 'react';
import type { Chat } from './chat.ts';
import { editLine, enter, MAX_INPUT_BYTES, paste } from './input.ts';
import type { Input } from './input.ts';
import { listedRooms } from './room-list.ts';
import { openRoom } from './state.ts';
import { submit } from './submit.ts';
import { moved, namesFor, NO_OFFER, offerFor, offerForPaste, take } from './suggestions.ts';
import type { Offer } from './suggestions.ts';
import type { Terminal } from './terminal.ts';
import { typed } from './typed.ts';
import type { Draft } from './typed.ts';

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
export function useKeys(chat: Chat, terminal: Pick<Terminal, 'edit' | 'show'>, keyboard: Keyboard): void {
  const { input, page, toEnd, offer } = keyboard;
  const { exit, suspendTerminal } = useApp();
  useLateOffer(chat, keyboard);

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
      if (typeof outcome === 'object') lend(() => terminal.show(outcome.show));
    });
  }

  function openEditor(): void {
    lend(async () => edit(await written(terminal, input.current)));
  }

  /** Nothing is drawn meanwhile. */
  function lend(work: () => Promise<void>): void {
    suspendTerminal(work).catch((error: unknown) => chat.complain(error));
  }

  /** Returns false for a key that does something else. */
  function navigate(pressed: string, { pageUp, pageDown, ctrl }: Key): boolean {
    const isNext = pressed === 'n';
    if (pageUp || pageDown) page(pageUp ? 1 : -1);
    else if (ctrl && (isNext || pressed === 'p')) {
      toEnd();
      switchRoom(chat, isNext ? 1 : -1);
    } else return false;
    return true;
  }

  useInput((pressed, key) => {
    const isOffered = offer.current.suggestions.length > 1;
    if (isOffered && (key.upArrow || key.downArrow))
      return offer.set(moved(offer.current, key.upArrow ? -1 : 1));
    if (key.tab) return complete();
    offer.set(NO_OFFER);
    if (navigate(pressed, key)) return;
    if (key.ctrl && pressed === 'x') openEditor();
    else if (key.return && key.meta) edit(paste(input.current, '\n'));
    else if (key.return || /[\r\n]/.test(pressed)) {
      toEnd();
      // Only now: it may open another conversation, and the input is that of the open one.
      entered(chat, input, key.return ? '\n' : pressed).forEach(submitted);
    } else {
      edit(editLine(input.current, pressed, key));
      // What comes back from the history is not being typed.
      if (!key.upArrow && !key.downArrow && !key.escape) offer.set(offerFor(chat, input.current));
    }
  });

  usePaste((text) => {
    edit(pastedInto(chat, input.current, text));
    offer.set(offerForPaste(input.current));
  });
}

/** Commands of bots are asked for when a slash is typed: they are offered when they come. */
function useLateOffer(chat: Chat, { input, offer }: Keyboard): void {
  const { commands } = openRoom(chat.state) ?? {};
  useEffect(() => {
    if (commands !== undefined && input.current.text.startsWith('/'))
      offer.set(offerFor(chat, input.current));
  }, [commands]);
}

/** Takes text with Enter behind it. Returns what is to be carried out. */
function entered(chat: Chat, input: Latest<Input>, text: string): readonly Draft[] {
  const drafts: Draft[] = [];
  input.set(enter(input.current, text, (draft) => drafts.push(draft)));
  // A form takes Enter alone for what it has, or for nothing.
  const isAlone = drafts.length === 0 && input.current.text === '';
  if (isAlone && openRoom(chat.state)?.form !== undefined) drafts.push({ text: '', isPasted: false });
  return drafts;
}

/** Complains if there is no room for it. */
function pastedInto(chat: Chat, input: Input, text: string): Input {
  const pasted = paste(input, text);
  if (pasted === input)
    chat.notice(`A message has at most ${MAX_INPUT_BYTES} bytes: that paste is too long for it.`);
  return pasted;
}

/** What comes back from the editor is a message, whatever it looks like, unless it was a command before. */
async function written(terminal: Pick<Terminal, 'edit'>, input: Input): Promise<Input> {
  const text = await terminal.edit(input.text);
  const edited = paste({ ...input, text: '', cursor: 0, isPasted: false }, text);
  return { ...edited, isPasted: typed(input).kind !== 'command' };
}

function switchRoom(chat: Chat, step: number): void {
  const rooms = listedRooms(chat.state);
  const at = rooms.findIndex(({ id }) => id === chat.state.openId);
  // The open one may not be in the list: then the first or the last one is next to it.
  const from = at < 0 && step < 0 ? 0 : at;
  const next = rooms[(from + step + rooms.length) % rooms.length];
  if (next === undefined) return;
  chat.open(next.id).catch((error: unknown) => chat.complain(error));
}
