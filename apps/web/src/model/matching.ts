/**
 * Finds names by what somebody types of them.
 *
 * @module
 */

/** Lower case, without marks on letters: what is compared. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * How well a folded name fits a folded query: higher is better, 0 not at all. The whole name, then its beginning, then the
 * beginning of a word, then anywhere, then its letters in order from the beginning of a word on.
 */
export function fits(name: string, query: string): number {
  if (query === '') return 1;
  if (name === query) return 100;
  if (name.startsWith(query)) return 90;
  let isInside = false;
  for (let at = name.indexOf(query); at > 0; at = name.indexOf(query, at + 1)) {
    if (isWordStart(name, at)) return 80;
    isInside = true;
  }
  if (isInside) return 50;
  return isSpread(name, query) ? 20 : 0;
}

/** The first letter of the query begins a word, the others follow it in order. */
function isSpread(name: string, query: string): boolean {
  if (query.length < 2) return false;
  const first = query.charAt(0);
  for (let start = name.indexOf(first); start >= 0; start = name.indexOf(first, start + 1)) {
    if (start > 0 && !isWordStart(name, start)) continue;
    let at = start;
    let matched = 1;
    while (matched < query.length) {
      at = name.indexOf(query.charAt(matched), at + 1);
      if (at < 0) return false;
      matched += 1;
    }
    return true;
  }
  return false;
}

function isWordStart(name: string, at: number): boolean {
  return /[^\p{L}\p{N}]/u.test(name.charAt(at - 1));
}
