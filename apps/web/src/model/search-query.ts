/**
 * What is typed into the search, seen as words and filters. docs/search.md says what the server understands.
 *
 * @module
 */

export type FilterName = 'from' | 'in' | 'kind' | 'has' | 'before' | 'after';

export interface Filter {
  readonly name: FilterName;
  /** Without quotes. */
  readonly value: string;
  readonly isNegative: boolean;
  /** Where it stands in the query. */
  readonly from: number;
  readonly to: number;
}

const FILTER = /(?<=^|\s)(-?)(from|in|kind|has|before|after):(?:"([^"]*)"?|“([^”]*)”?|([^\s"“]+))/giu;

export function filtersIn(query: string): readonly Filter[] {
  return [...query.matchAll(FILTER)].map((match) => {
    const [whole, sign, name = '', ...values] = match;
    return {
      name: name.toLowerCase() as FilterName,
      value: values.find((value) => value !== undefined) ?? '',
      isNegative: sign === '-',
      from: match.index,
      to: match.index + whole.length,
    };
  });
}

/** The words alone. */
export function wordsIn(query: string): string {
  return query.replaceAll(FILTER, ' ').replaceAll(/\s+/g, ' ').trim();
}

/** Words to look for on the device and to mark: without those that must not be there. */
export function soughtIn(query: string): readonly string[] {
  const terms = wordsIn(query).matchAll(/(-?)(?:"([^"]+)"?|“([^”]+)”?|「([^」]+)」?|(\S+))/gu);
  return [...terms].flatMap(([, sign, ...forms]) => {
    const term = (forms.find((form) => form !== undefined) ?? '').replace(/\*$/, '');
    return sign === '-' || term === '' ? [] : term;
  });
}

/** The query with a filter more, in front of the words. One of the same name is replaced where two would make no sense. */
export function withFilter(query: string, name: FilterName, value: string): string {
  const isSingle = name === 'before' || name === 'after';
  const old = filtersIn(query).find(
    (filter) => filter.name === name && !filter.isNegative && (isSingle || filter.value === value),
  );
  const rest = old === undefined ? query : withoutFilter(query, old);
  const quoted = /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
  const filter = `${name}:${quoted}`;
  return tidy(
    [...filtersIn(rest).map(({ from, to }) => rest.slice(from, to)), filter, wordsIn(rest)].join(' '),
  );
}

export function withoutFilter(query: string, { from, to }: Pick<Filter, 'from' | 'to'>): string {
  return tidy(`${query.slice(0, from)} ${query.slice(to)}`);
}

function tidy(query: string): string {
  return query.replaceAll(/\s+/g, ' ').trim();
}

/** A piece of a snippet. */
export interface SnippetPart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A snippet in pieces. `marks`: in its order, from a UTF-16 unit to the one behind the last one. */
export function markedParts(
  snippet: string,
  marks: readonly { readonly start: number; readonly end: number }[],
): readonly SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at || end <= start) continue;
    if (start > at) parts.push({ text: snippet.slice(at, start), isMarked: false });
    parts.push({ text: snippet.slice(start, end), isMarked: true });
    at = end;
  }
  if (at < snippet.length) parts.push({ text: snippet.slice(at), isMarked: false });
  return parts;
}

const SNIPPET_CHARS = 140;

/** A piece of a text around the first of the words, for what was found on the device. */
export function snippetOf(
  text: string,
  words: readonly string[],
): { readonly snippet: string; readonly marks: readonly { readonly start: number; readonly end: number }[] } {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const places = placesOf(line, words);
  const first = places[0]?.start ?? 0;
  const from = first <= SNIPPET_CHARS / 2 ? 0 : wordStart(line, first - SNIPPET_CHARS / 3);
  const piece = line.slice(from, from + SNIPPET_CHARS);
  const marks = places.flatMap(({ start, end }) =>
    start >= from && end <= from + piece.length ? { start: start - from, end: end - from } : [],
  );
  const dots = from > 0 ? '… ' : '';
  const moved = marks.map(({ start, end }) => ({ start: start + dots.length, end: end + dots.length }));
  return { snippet: dots + piece + (from + piece.length < line.length ? '…' : ''), marks: moved };
}

function placesOf(line: string, words: readonly string[]): readonly { start: number; end: number }[] {
  const lower = line.toLowerCase();
  // Where lower case is longer, places would not fit.
  if (lower.length !== line.length) return [];
  const places = words.flatMap((word) => {
    const found: { start: number; end: number }[] = [];
    const wanted = word.toLowerCase();
    for (
      let at = lower.indexOf(wanted);
      at >= 0 && found.length < 20;
      at = lower.indexOf(wanted, at + wanted.length)
    )
      found.push({ start: at, end: at + wanted.length });
    return found;
  });
  return places.toSorted((a, b) => a.start - b.start);
}

function wordStart(line: string, at: number): number {
  const blank = line.indexOf(' ', at);
  return blank < 0 || blank > at + 20 ? Math.floor(at) : blank + 1;
}
