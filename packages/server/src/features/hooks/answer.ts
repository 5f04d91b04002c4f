/**
 * What a hook answers, read once: services send it as JSON, modules return it.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { checkedLine } from '../../router/texts.ts';

export type Fields = Readonly<Record<string, unknown>>;

export type HookAnswer =
  | { readonly action: 'allow' }
  | { readonly action: 'refuse'; readonly reason: string }
  /** `changes`: not read yet. */
  | { readonly action: 'change'; readonly changes: Fields };

/** A hook has not done its part: no answer, or one that cannot be read. The message is for the operator. */
export class HookFault extends Error {
  override readonly name = 'HookFault';
}

const ALLOW: HookAnswer = { action: 'allow' };
const UNSAID = 'this server does not let it pass';

/** `value`: nothing and {} allow. Throws a HookFault. */
export function answerIn(value: unknown): HookAnswer {
  if (value === undefined || value === null) return ALLOW;
  if (typeof value !== 'object' || Array.isArray(value)) throw new HookFault('the answer is no object');
  const { action = 'allow', reason, ...changes } = value as Fields;
  switch (action) {
    case 'allow':
      return ALLOW;
    case 'refuse':
      return { action: 'refuse', reason: reasonIn(reason) };
    case 'change':
      return { action: 'change', changes };
    default:
      throw new HookFault('the action is none of allow, refuse, change');
  }
}

function reasonIn(reason: unknown): string {
  if (reason === undefined || reason === '') return UNSAID;
  if (typeof reason !== 'string') throw new HookFault('the reason is no text');
  try {
    return checkedLine(reason, 'reason', LIMITS.maxTopicChars);
  } catch (cause) {
    throw new HookFault(`the reason cannot be shown: ${(cause as Error).message}`, { cause });
  }
}

/** A text among the changes. Throws a HookFault. */
export function textIn(changes: Fields, field: string): string | undefined {
  const value = changes[field];
  if (value === undefined || typeof value === 'string') return value;
  throw new HookFault(`"${field}" is no text`);
}

/** Ids among the changes. Throws a HookFault. */
export function idsIn(changes: Fields, field: string): readonly number[] | undefined {
  const value = changes[field];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each > 0))
    return value as number[];
  throw new HookFault(`"${field}" is no list of ids`);
}
