/**
 * What a paste means.
 *
 * @module
 */

/** What of a clipboard counts. */
export interface Clipboard {
  /** MIME types, `Files` among them. */
  readonly types: readonly string[];
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Spreadsheets and word processors put a picture of the text beside it: the text is meant. File managers put names beside
 * the files, browsers the address of a picture: the files are.
 */
export function pasteMeans({ types, text, files }: Clipboard): 'text' | 'files' {
  if (files.length === 0) return 'text';
  const isFormatted = types.includes('text/html') || types.includes('text/rtf');
  return isFormatted && text.trim() !== '' ? 'text' : 'files';
}

/** A name for what has none: browsers call every screenshot `image.png`. */
export function nameOfPasted(
  { name, type }: { readonly name: string; readonly type: string },
  at: Date,
): string {
  if (name !== '' && !/^image\.\w+$/.test(name)) return name;
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  const ending = /^image\/(\w+)/.exec(type)?.[1] ?? 'png';
  return `screenshot-${day}-${time}.${ending === 'jpeg' ? 'jpg' : ending}`;
}
