/**
 * The languages of the page. A new one: an entry here and a catalogue `locales/TAG.po`.
 *
 * @module
 */

export interface Language {
  /** As in `locales/TAG.po`. */
  readonly tag: string;
  /** Its name in itself. */
  readonly name: string;
}

export const LANGUAGES: readonly Language[] = [
  { tag: 'en', name: 'English' },
  { tag: 'zh-CN', name: '简体中文' },
];

/** The first of `wanted` that there is, by its whole tag or its language; else English. */
export function pickLocale(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const exact = LANGUAGES.find((language) => language.tag.toLowerCase() === tag.toLowerCase());
    if (exact !== undefined) return exact.tag;
    const base = tag.split('-')[0]?.toLowerCase();
    const near = LANGUAGES.find((language) => language.tag.split('-')[0]?.toLowerCase() === base);
    if (near !== undefined) return near.tag;
  }
  return 'en';
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'yi', 'dv', 'ckb']);

export function isRightToLeft(tag: string): boolean {
  return RIGHT_TO_LEFT.has(tag.split('-')[0] ?? tag);
}
