/**
 * Pictures, files and links of a conversation, as lists.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import { namedIn } from '@posthorn/markup';
import { markupOf } from './markup-of.ts';

export interface Month<T> {
  /** "November 2026". */
  readonly month: string;
  /** The place of its first item among all. */
  readonly from: number;
  readonly items: readonly T[];
}

/** Items in their order, grouped by the month of the device's time zone. */
export function byMonth<T extends { readonly time: number }>(
  items: readonly T[],
  locale: string,
): readonly Month<T>[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  const months: { month: string; from: number; items: T[] }[] = [];
  items.forEach((item, from) => {
    const month = format.format(item.time);
    const last = months.at(-1);
    if (last?.month === month) last.items.push(item);
    else months.push({ month, from, items: [item] });
  });
  return months;
}

export interface SharedLink {
  readonly url: string;
  readonly host: string;
  /** Of its page, if that is known; otherwise the host. */
  readonly title: string;
  /** What stands below the title. */
  readonly text: string;
}

/** Links of a message to pages; each once. */
export function linksOf({ content, state }: Pick<Incoming, 'content' | 'state'>): readonly SharedLink[] {
  return namedIn(markupOf(content)).urls.flatMap((url) => {
    const parsed = URL.parse(url);
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) return [];
    const { host } = parsed;
    const preview = state?.previews.find((each) => each.url === url);
    const path = readable(parsed.pathname + parsed.search).replace(/^\/$/, '');
    return {
      url,
      host,
      title: preview?.title || host,
      text: preview === undefined ? path || url : host + path,
    };
  });
}

function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    // What is no text in UTF-8 stays as it is.
    return path;
  }
}
