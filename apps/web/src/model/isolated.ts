/** A name that stays together where directions mix (U+2068 … U+2069). Empty stays empty. */
export function isolated(name: string): string {
  return name === '' ? '' : `\u2068${name}\u2069`;
}
