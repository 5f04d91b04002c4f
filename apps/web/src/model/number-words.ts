/**
 * Numbers in the user's language.
 *
 * @module
 */

/** With at most one digit behind the point. */
export function numberWords(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
}
