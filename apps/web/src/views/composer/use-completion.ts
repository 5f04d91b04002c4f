/**
 * The list to choose from while one types.
 *
 * @module
 */
import { useId, useMemo, useState } from 'react';
import type { RefObject } from 'react';
import type { StandingInfo } from '../../model/standing-info.ts';
import { complete, triggerAt } from '../../model/completion.ts';
import type { BotCommand } from '../../model/bot-command.ts';
import type { Choice } from '../../model/completion.ts';
import { shortcodeChange } from '../../model/emoji-data.ts';
import { useEmojiData } from '../emoji/emoji-data.ts';
import { applyChange } from './text-change.ts';
import { useChoices } from './use-choices.ts';

export interface Caret {
  readonly start: number;
  readonly end: number;
}

export interface Completion {
  /** Of the list, for ARIA. */
  readonly id: string;
  readonly choices: readonly Choice[];
  readonly at: number;
  readonly isOpen: boolean;
  readonly setAt: (at: number) => void;
  /** To the next one; from the last to the first. */
  readonly move: (step: number) => void;
  readonly pick: (choice?: Choice) => void;
  readonly close: () => void;
  /** A colon was typed: if it ends the name of an emoji, the emoji takes its place. */
  readonly shortcode: (area: HTMLTextAreaElement) => void;
}

/** `caret`: undefined while an input method is at work, or without the focus. */
export function useCompletion(
  info: StandingInfo,
  text: string,
  caret: Caret | undefined,
  element: RefObject<HTMLTextAreaElement | null>,
  commands: readonly BotCommand[],
): Completion {
  const id = useId();
  const found = caret === undefined ? undefined : triggerAt(text, caret.start, caret.end);
  const key = found === undefined ? '' : `${found.kind} ${found.from} ${found.query}`;
  // The same trigger is the same object, so that choices are not made anew.
  const trigger = useMemo(() => found, [key]);
  const emoji = useEmojiData(trigger?.kind === 'emoji');
  const choices = useChoices(info, trigger, emoji, commands);
  const [chosen, setChosen] = useState({ key: '', at: 0 });
  /** Where a list was closed: it stays closed until another one begins. */
  const [closedFrom, setClosedFrom] = useState(-1);
  const isOpen = trigger !== undefined && choices.length > 0 && trigger.from !== closedFrom;
  const at = chosen.key === key && chosen.at < choices.length ? chosen.at : 0;
  return {
    id,
    choices,
    at,
    isOpen,
    setAt: (next) => setChosen({ key, at: next }),
    move: (step) => setChosen({ key, at: (at + step + choices.length) % choices.length }),
    pick(choice = choices[at]) {
      if (trigger === undefined || choice === undefined || element.current === null) return;
      const { text: next, caret: place } = complete(text, trigger, choice);
      const insert = next.slice(trigger.from, next.length - (text.length - trigger.to));
      const { from, to } = trigger;
      applyChange(element.current, { from, to, insert, selectFrom: place, selectTo: place });
    },
    close: () => setClosedFrom(trigger?.from ?? -1),
    shortcode(area) {
      const change =
        emoji === undefined ? undefined : shortcodeChange(emoji, area.value, area.selectionStart);
      if (change !== undefined) applyChange(area, change);
    },
  };
}
