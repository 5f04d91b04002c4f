/**
 * Names of files that others have chosen, made into names on this disk; and sizes for people.
 *
 * @module
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { sanitiseLine } from '../sanitise.ts';

const MAX_NAME_BYTES = 200;
/** Names of devices, with any extension (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is harmless in a directory: no path, nothing that drives a terminal or reads as something else, not hidden, not too
 * long. The extension stays.
 */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = sanitiseLine(last)
    .replace(/[\uFFFD<>:"|?*⏎]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (plain === '') return 'file';
  return shortened(DEVICE.test(plain) || plain.startsWith('-') ? `_${plain}` : plain);
}

function shortened(name: string): string {
  const [, stem = name, extension = ''] = /^(.+)(\.[^.]{1,16})$/s.exec(name) ?? [];
  let kept = '';
  let left = MAX_NAME_BYTES - Buffer.byteLength(extension);
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    left -= Buffer.byteLength(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept + extension;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** "812 bytes", "2.3 MB". */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const number = bytes / 1000 ** power;
  return `${number < 9.95 ? number.toFixed(1) : Math.round(number)} ${UNITS[power - 1]}`;
}

/** A path in a directory that nobody has: "photo (2).jpg" if there is a photo.jpg. */
export async function freeName(directory: string, name: string): Promise<string> {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]{1,16})?$/s.exec(name) ?? [];
  for (let count = 1; ; count++) {
    const path = join(directory, count === 1 ? name : `${stem} (${count})${extension}`);
    const isFree = await lstat(path).then(
      () => false,
      () => true,
    );
    if (isFree) return path;
  }
}
