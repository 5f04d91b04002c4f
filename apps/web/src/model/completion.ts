/**
 * What one may be about to type: a name behind `@`, a conversation behind `#`, an emoji behind `:`, a command behind `/`.
 *
 * @module
 */

import { fits, fold } from './matching.ts';

export type CompletionKind = 'person' | 'conversation' | 'emoji' | 'command';

/** What stands before the caret and can be completed. */
export interface Trigger {
  readonly kind: CompletionKind;
  /** Without the sign that it begins with. */
  readonly query: string;
  /** Where it begins, with its sign, and where it ends: at the caret. */
  readonly from: number;
  readonly to: number;
}

/** Something to choose. */
export interface Choice {
  readonly key: string;
  /** What is shown in bold, and what beside it. */
  readonly title: string;
  readonly detail: string;
  /** What takes the place of the trigger. */
  readonly insert: string;
  /** An emoji that stands for it; of people and conversations the view draws an avatar. */
  readonly sign?: string;
  readonly user?: number;
  readonly conversation?: number;
}

const MAX_CHOICES = 8;

/** A name may stand behind anything but a letter or digit of a script that has blanks between words. */
const PERSON =
  /(?:^|[^\p{L}\p{N}_]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])@((?:[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*)?)$/u;
const CONVERSATION = /(?:^|[\s(])#([\p{L}][\p{L}\p{M}\p{N}._-]*)$/u;
/** A colon and one letter is more often a face. */
const EMOJI = /(?:^|[\s(]):([\p{L}0-9_+-]{2,})$/u;
const COMMAND = /^\/([\p{L}\p{N}_-]*)$/u;

const PATTERNS = [
  ['command', COMMAND],
  ['person', PERSON],
  ['conversation', CONVERSATION],
  ['emoji', EMOJI],
] as const satisfies readonly (readonly [CompletionKind, RegExp])[];

/** What can be completed at the caret. Undefined: nothing; nor is there in code, or while a text is selected. */
export function triggerAt(text: string, start: number, end: number): Trigger | undefined {
  if (start !== end) return undefined;
  const before = text.slice(Math.max(0, start - 100), start);
  if (isInCode(text.slice(0, start))) return undefined;
  for (const [kind, pattern] of PATTERNS) {
    if (kind === 'command' && start > 100) continue;
    const query = pattern.exec(before)?.[1];
    if (query !== undefined) return { kind, query, from: start - query.length - 1, to: start };
  }
  return undefined;
}

/** Whether what follows is code. */
export function isInCode(before: string): boolean {
  const fences = before.match(/^ {0,3}```/gm)?.length ?? 0;
  if (fences % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (line.match(/`/g)?.length ?? 0) % 2 === 1;
}

/** The text with the choice in the trigger's place, and where the caret is then. */
export function complete(
  text: string,
  trigger: Trigger,
  choice: Choice,
): { readonly text: string; readonly caret: number } {
  // A mention that touches a word is none; behind Chinese that is how one types.
  const gap = /[\p{L}\p{N}_]$/u.test(text.slice(0, trigger.from)) ? ' ' : '';
  const rest = text.slice(trigger.to);
  const blank = /^\s/.test(rest) || choice.insert.endsWith(' ') ? '' : ' ';
  const before = text.slice(0, trigger.from) + gap + choice.insert + blank;
  const caret = before.length + (blank === '' && /^\s/.test(rest) ? 1 : 0);
  return { text: before + rest, caret };
}

/** Below it only letters of a name are in the order of what was typed: too little for what Enter takes. */
const MIN_FIT = 50;

/** Those that fit, best first; of equals the first ones first. */
export function ranked<T>(
  items: Iterable<T>,
  query: string,
  names: (item: T) => readonly string[],
  limit = MAX_CHOICES,
): readonly T[] {
  const wanted = fold(query);
  const found: { readonly item: T; readonly fit: number }[] = [];
  for (const item of items) {
    const fit = query === '' ? MIN_FIT : Math.max(...names(item).map((name) => fits(fold(name), wanted)));
    if (fit >= MIN_FIT) found.push({ item, fit });
  }
  return found
    .toSorted((a, b) => b.fit - a.fit)
    .slice(0, limit)
    .map(({ item }) => item);
}
