/**
 * What is being typed, for each conversation its own: nothing is said where it was not meant.
 *
 * @module
 */
import { useEffect, useReducer, useRef, useState } from 'react';
import type { Chat } from './chat.ts';
import { Drafts } from './drafts.ts';
import { EMPTY_INPUT } from './input.ts';
import type { Input } from './input.ts';
import { useLatest } from './keys.ts';
import type { Latest } from './keys.ts';
import { openRoom } from './state.ts';
import { typed } from './typed.ts';

/** The input of the conversation that is open. What was typed before is known in all of them. */
export function useInputs(chat: Chat): Latest<Input> {
  const inputs = useRef(new Map<number, Input>());
  const opened = useRef(0);
  const history = useLatest(EMPTY_INPUT.history);
  const [drafts] = useState(() => new Drafts(chat.client.mine, (error) => chat.complain(error)));
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => () => drafts.flush(), [drafts]);

  function current(): Input {
    const id = chat.state.openId;
    if (opened.current !== id) {
      opened.current = id;
      drafts.flush();
      const known = inputs.current.get(id);
      if (known === undefined || known.text === '') inputs.current.set(id, draftInput(drafts.of(id)));
    }
    return { ...(inputs.current.get(id) ?? EMPTY_INPUT), history: history.current };
  }

  return {
    get current() {
      return current();
    },
    set(input) {
      const id = chat.state.openId;
      if (input.text !== current().text) drafts.save(id, draftOf(chat, input));
      inputs.current.set(id, input);
      if (input.history !== history.current) history.set(input.history);
      redraw();
    },
  };
}

/** What is for this conversation; not what is for its threads, for the responder, for a form, or for one user. */
function draftOf({ state }: Chat, input: Input): string {
  const room = openRoom(state);
  const isForRoom =
    room?.thread === 0 && room.form === undefined && !state.isAiOn && typed(input).kind === 'text';
  return isForRoom ? input.text : '';
}

/** Somebody may have written it elsewhere: like a paste it is a message, whatever it looks like. */
function draftInput(text: string): Input {
  return { ...EMPTY_INPUT, text, cursor: text.length, isPasted: text !== '' };
}
