/**
 * What is being typed, for each conversation its own: nothing is said where it was not meant.
 *
 * @module
 */
import type { Chat } from './chat.ts';
import { EMPTY_INPUT } from './input.ts';
import type { Input } from './input.ts';
import { useLatest } from './keys.ts';
import type { Latest } from './keys.ts';

/** The input of the conversation that is open. What was typed before is known in all of them. */
export function useInputs(chat: Chat): Latest<Input> {
  const inputs = useLatest<ReadonlyMap<number, Input>>(new Map());
  const history = useLatest(EMPTY_INPUT.history);
  return {
    get current() {
      const input = inputs.current.get(chat.state.openId) ?? EMPTY_INPUT;
      return { ...input, history: history.current };
    },
    set(input) {
      if (input.history !== history.current) history.set(input.history);
      inputs.set(new Map(inputs.current).set(chat.state.openId, input));
    },
  };
}
