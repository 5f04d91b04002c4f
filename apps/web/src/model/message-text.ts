/**
 * What becomes of a typed text: whom it names, and whether it is too long.
 *
 * @module
 */
import { namedIn, parse } from '@posthorn/markup';
import { LIMITS } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';

/** Without blanks at its end, and without empty lines before it. */
export function trimmed(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/** Names of accounts in a text, without `all` and `here`. */
export function namesIn(text: string): readonly string[] {
  if (!text.includes('@')) return [];
  return namedIn(parse(text))
    .mentions.filter((name) => name !== 'all' && name !== 'here')
    .slice(0, LIMITS.maxMentions);
}

/** The mentions of a text. `idOf`: the account of that name, if it is known. */
export function mentionsOf(
  text: string,
  idOf: (name: string) => number | undefined,
): Pick<ContentInit, 'mentions' | 'mentionAll'> {
  if (!text.includes('@')) return {};
  const names = namedIn(parse(text)).mentions.slice(0, LIMITS.maxMentions);
  const mentions = [...new Set(names.flatMap((name) => idOf(name) ?? []))];
  return {
    ...(mentions.length > 0 && { mentions }),
    ...(names.includes('here') && { mentionAll: 'online' }),
    ...(names.includes('all') && { mentionAll: 'everybody' }),
  };
}

/** How many bytes fit into a message beside this text; negative: it is too long. */
export function bytesLeft(text: string): number {
  // No character takes more than three bytes a unit: then nothing has to be counted.
  if (text.length * 3 <= LIMITS.maxTextBytes) return LIMITS.maxTextBytes - text.length;
  return LIMITS.maxTextBytes - new TextEncoder().encode(text).length;
}
