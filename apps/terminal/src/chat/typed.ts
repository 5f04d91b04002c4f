/**
 * Recognises the kind of a typed line.
 *
 * @module
 */

import { slashIn } from '../bots/commands-of.ts';

/** What the user has written. */
export interface Draft {
  readonly text: string;
  /** It begins with pasted text: it is a message, whatever it looks like. */
  readonly isPasted: boolean;
}

export type Typed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly name: string }
  /** Perhaps a command of a bot. */
  | { readonly kind: 'slash' }
  /** For one user, whichever conversation is open. */
  | { readonly kind: 'private'; readonly to: number | string; readonly text: string }
  | { readonly kind: 'text' };

/** `userId;;text` or `name;;text`. */
const PRIVATE = /^([^\s;]+);;(.+)$/s;
/** `:tada:` at the start of a text is an emoji, not a command. */
const SHORTCODE = /^:[a-z0-9_+-]+:/;

/** Classifies a draft, finished or still being typed. */
export function typed(draft: Draft): Typed {
  const text = draft.text.trim();
  if (text === '') return { kind: 'nothing' };
  if (draft.isPasted) return { kind: 'text' };
  if (text.startsWith(':') && !SHORTCODE.test(text)) {
    return { kind: 'command', name: text.split(/\s/, 1)[0] ?? text };
  }
  if (slashIn(text) !== undefined) return { kind: 'slash' };
  const [, to, words] = PRIVATE.exec(text) ?? [];
  if (to === undefined || words === undefined) return { kind: 'text' };
  return { kind: 'private', to: /^\d+$/.test(to) ? Number(to) : to, text: words };
}

/** Two slashes are how a text is written that would be a command with one. */
export function unescaped(text: string): string {
  return text.startsWith('//') && slashIn(text.slice(1)) !== undefined ? text.slice(1) : text;
}
