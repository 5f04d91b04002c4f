/**
 * Pictures by Kitty's protocol (https://sw.kovidgoyal.net/kitty/graphics-protocol/), which Ghostty and others speak too.
 *
 * @module
 */
import { deflateSync } from 'node:zlib';
import type { Pixels } from './pixels.ts';

const START = '\u001B_G';
const END = '\u001B\\';
const CHUNK_CHARS = 4096;

/** Whether the terminal speaks it: one that does answers with OK. Nothing is drawn. */
export const ASK_KITTY = `${START}i=31,s=1,v=1,a=q,t=d,f=24;AAAA${END}`;
export const KITTY_ANSWER = `${START}i=31;OK${END}`;

/** Draws a picture at the cursor, as large as so many cells. */
export function kittyPicture(
  { width, height, data }: Pixels,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const payload = deflateSync(data).toString('base64');
  const parts = payload.match(new RegExp(`.{1,${CHUNK_CHARS}}`, 'g')) ?? [''];
  return parts
    .map((part, at) => {
      const more = `m=${at === parts.length - 1 ? 0 : 1}`;
      const keys =
        at === 0 ? `a=T,q=2,f=32,o=z,s=${width},v=${height},c=${columns},r=${rows},${more}` : `q=2,${more}`;
      return `${START}${keys};${part}${END}`;
    })
    .join('');
}

/** Takes all pictures off the screen. */
export const CLEAR_KITTY = `${START}a=d,d=A,q=2${END}`;
