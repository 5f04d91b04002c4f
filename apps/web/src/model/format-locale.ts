/**
 * How dates and numbers are written.
 *
 * @module
 */

/**
 * The language of the page, in the region that the user prefers: `en` with the browser's `en-GB` is `en-GB`, so that times are
 * as the user is used to.
 */
export function formatLocale(
  { locale }: { readonly locale: string },
  preferred: readonly string[] = globalThis.navigator?.languages ?? [],
): string {
  // Asked for with everything that is drawn, and slow to find out.
  const key = `${locale} ${preferred.join(' ')}`;
  let tag = found.get(key);
  if (tag === undefined) found.set(key, (tag = findLocale(locale, preferred)));
  return tag;
}

/** A pure function's memory, bounded by the languages of a browser. */
const found = new Map<string, string>();

function findLocale(locale: string, preferred: readonly string[]): string {
  const language = languageOf(locale);
  return preferred.find((tag) => languageOf(tag) === language && isKnown(tag)) ?? locale;
}

function languageOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
