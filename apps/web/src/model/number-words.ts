/**
 * Numbers in the user's language.
 *
 * @module
 */

/** With at most one digit behind the point. */
export function numberWords(value: number, locale: string): string {
  let format = formats.get(locale);
  if (format === undefined)
    formats.set(locale, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })));
  return format.format(value);
}

/** Making one takes longer than using it a hundred times. Bounded by the languages of a browser. */
const formats = new Map<string, Intl.NumberFormat>();
