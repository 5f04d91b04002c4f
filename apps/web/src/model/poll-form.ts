/**
 * A poll that is being written.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';

export interface PollForm {
  readonly question: string;
  /** The last one is empty as long as more fit. */
  readonly options: readonly string[];
  readonly multiple: boolean;
  readonly anonymous: boolean;
  /** Unix ms; 0: until somebody closes it. */
  readonly closesAt: number;
}

export type PollFault = 'no-question' | 'too-few' | 'same-twice' | 'too-long' | 'past';

const MAX_OPTIONS = 20;
export const MAX_OPTION_CHARS = 100;

export function newPoll(question = ''): PollForm {
  return { question, options: ['', ''], multiple: false, anonymous: false, closesAt: 0 };
}

/** Sets an option. Below the last one that is filled there is an empty one to go on with. */
export function withOption(form: PollForm, at: number, text: string): PollForm {
  const options = form.options.with(at, text);
  while (options.length > 2 && options.at(-1) === '' && options.at(-2) === '') options.pop();
  if (options.at(-1) !== '' && options.length < MAX_OPTIONS) options.push('');
  return { ...form, options };
}

export function withoutOption(form: PollForm, at: number): PollForm {
  const options = form.options.toSpliced(at, 1);
  while (options.length < 2) options.push('');
  return { ...form, options };
}

/** Why it cannot be sent yet. */
export function faultOf(form: PollForm, now: number): PollFault | undefined {
  const options = filled(form);
  if (form.question.trim() === '') return 'no-question';
  if (options.length < 2) return 'too-few';
  if (new Set(options).size < options.length) return 'same-twice';
  if (options.some((option) => Array.from(option).length > MAX_OPTION_CHARS)) return 'too-long';
  if (new TextEncoder().encode(form.question).length > LIMITS.maxTextBytes) return 'too-long';
  return form.closesAt !== 0 && form.closesAt <= now ? 'past' : undefined;
}

/** The message. */
export function pollContent(form: PollForm): ContentInit {
  const { question, multiple, anonymous, closesAt } = form;
  const value = { options: filled(form), multiple, anonymous, closesAt };
  return { text: question.trim(), kind: { case: 'poll', value } };
}

function filled({ options }: PollForm): readonly string[] {
  return options.map((option) => option.trim()).filter((option) => option !== '');
}
