/**
 * What a key does in the composer.
 *
 * @module
 */
import type { Mark } from './marks.ts';

/** What of a keyboard event counts. */
export interface KeyPress {
  readonly key: string;
  /** 229 while an input method has the key, in Safari also for the Enter that has just ended it. */
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export interface ComposerSituation {
  /** A list to choose from is open. */
  readonly isChoosing: boolean;
  /** Nothing is typed. */
  readonly isEmpty: boolean;
  /** Something is answered or changed. */
  readonly isReplyingOrEditing: boolean;
  /** Ctrl+Enter sends, and Enter breaks the line. */
  readonly sendsWithCtrl: boolean;
  /** A keyboard on the screen: Enter breaks the line, there is a button to send. */
  readonly isTouch: boolean;
}

export type KeyAction =
  | { readonly do: 'send' | 'complete' | 'next' | 'previous' | 'close' | 'cancel' | 'edit-last' }
  | { readonly do: 'mark'; readonly mark: Mark };

const MARKS: Readonly<Record<string, Mark>> = { b: 'bold', i: 'italic', e: 'code' };
const SHIFTED_MARKS: Readonly<Record<string, Mark>> = {
  // Without Shift the key opens the quick switcher.
  k: 'link',
  x: 'strike',
  p: 'spoiler',
  '.': 'quote',
  '>': 'quote',
};

/** Undefined: the textarea does what it always does. */
export function keyAction(press: KeyPress, situation: ComposerSituation): KeyAction | undefined {
  // Everything belongs to the input method as long as it composes.
  if (press.isComposing || press.keyCode === 229) return undefined;
  const isCommand = press.ctrlKey || press.metaKey;
  if (situation.isChoosing && !isCommand && !press.altKey) {
    const action = choosing(press);
    if (action !== undefined) return action;
  }
  switch (press.key) {
    case 'Enter':
      return enter(press, situation);
    case 'Escape':
      return situation.isReplyingOrEditing ? { do: 'cancel' } : undefined;
    case 'ArrowUp':
      return situation.isEmpty && !situation.isReplyingOrEditing && !hasModifier(press)
        ? { do: 'edit-last' }
        : undefined;
    default: {
      if (!isCommand || press.altKey) return undefined;
      const mark = (press.shiftKey ? SHIFTED_MARKS : MARKS)[press.key.toLowerCase()];
      return mark === undefined ? undefined : { do: 'mark', mark };
    }
  }
}

function choosing({ key, shiftKey }: KeyPress): KeyAction | undefined {
  switch (key) {
    case 'Enter':
      return shiftKey ? undefined : { do: 'complete' };
    case 'Tab':
      return shiftKey ? { do: 'previous' } : { do: 'complete' };
    case 'ArrowDown':
      return { do: 'next' };
    case 'ArrowUp':
      return { do: 'previous' };
    case 'Escape':
      return { do: 'close' };
    default:
      return undefined;
  }
}

function enter(press: KeyPress, { sendsWithCtrl, isTouch }: ComposerSituation): KeyAction | undefined {
  if (press.ctrlKey || press.metaKey) return press.altKey || press.shiftKey ? undefined : { do: 'send' };
  if (press.shiftKey || press.altKey || sendsWithCtrl || isTouch) return undefined;
  return { do: 'send' };
}

function hasModifier({ shiftKey, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  return shiftKey || ctrlKey || metaKey || altKey;
}
