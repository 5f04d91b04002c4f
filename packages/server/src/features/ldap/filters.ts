/**
 * Filters that find people. What somebody types is never part of a text that is parsed: it is put into the parsed filter, so
 * nothing in it means anything (RFC 4515).
 *
 * @module
 */
import type * as Ldap from 'ldapts';
import type { Filter } from 'ldapts';

const HOLE = '{name}';
/** Where the name goes. */
const NAMED = /\(([a-z][\w-]*)=\{name\}\)/gi;

/** What is wrong with the text of a filter; undefined: nothing. */
export function checkedFilter(text: string): string | undefined {
  if (!text.startsWith('(')) return 'that does not begin with a parenthesis';
  if (!isBalanced(text)) return 'whose parentheses do not match';
  // The library would take each byte for a character.
  if (/\\[89a-f][0-9a-f]/i.test(text)) return 'with letters in hexadecimal: write them as they are';
  if (attributesOf(text).length === 0) return 'without the name: it needs a part such as (uid={name})';
  return text.replaceAll(NAMED, '').includes(HOLE)
    ? 'with {name} elsewhere than in a part such as (uid={name})'
    : undefined;
}

/** Whether it is one pair of parentheses, whatever is inside. Those in values are escaped. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth <= 0 && at < text.length - 1) return false;
  }
  return depth === 0;
}

/** The attributes that the name is compared with. */
export function attributesOf(text: string): readonly string[] {
  return [...text.matchAll(NAMED)].flatMap(([, attribute]) => attribute ?? []);
}

/** The filter with this name; undefined: with any. */
export function withName(library: typeof Ldap, filter: Filter, name: string | undefined): Filter {
  const inside = (each: Filter): Filter => withName(library, each, name);
  if (filter instanceof library.AndFilter)
    return new library.AndFilter({ filters: filter.filters.map(inside) });
  if (filter instanceof library.OrFilter)
    return new library.OrFilter({ filters: filter.filters.map(inside) });
  if (filter instanceof library.NotFilter) return new library.NotFilter({ filter: inside(filter.filter) });
  if (!(filter instanceof library.EqualityFilter) || filter.value !== HOLE) return filter;
  const { attribute } = filter;
  return name === undefined
    ? new library.PresenceFilter({ attribute })
    : new library.EqualityFilter({ attribute, value: name });
}
