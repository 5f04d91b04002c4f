/**
 * GIF (GIF89a specification): size, how long one round of it takes, and which extensions stay if one of them tells a place.
 *
 * @module
 */
import { Edits } from '../edits.ts';
import { exactly, Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { Places } from './places.ts';
import { durationOf, turned } from './facts.ts';
import type { Facts } from './facts.ts';

/** §26: those that say how it runs, and its colour profile. XMP and whatever else is there goes. */
const KEPT_APPLICATIONS = /^(NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)/;

export async function inspectGif(reader: Reader): Promise<Facts> {
  const head = await exactly(reader, 0, 13);
  const size = turned(head.readUInt16LE(6), head.readUInt16LE(8), 1);
  if (size.width === 0) throw new Malformed('no size');
  const edits = new Edits();
  const places = new Places();
  let hundredths = 0;
  let frames = 0;
  for (let at = 13 + paletteBytes(head[10] ?? 0); at < reader.bytes;) {
    const block = await reader.read(at, 12);
    let end: number;
    if (block[0] === 0x2c) {
      end = await afterBlocks(reader, at + 11 + paletteBytes(block[9] ?? 0));
      frames++;
    } else if (block[0] === 0x21) {
      if (block[1] === 0xf9 && block.length > 6) hundredths += block.readUInt16LE(4);
      const name = (await reader.read(at + 3, 11)).toString('latin1');
      end = await afterBlocks(reader, at + 2);
      const isComment = block[1] === 0xfe;
      if (isComment || (block[1] === 0xff && !KEPT_APPLICATIONS.test(name))) {
        edits.drop(at, end);
        await places.lookAt(reader, at, end);
      }
    } else {
      // The trailer, or what is no GIF any more.
      edits.drop(at + 1, reader.bytes);
      await places.lookAt(reader, at + 1, reader.bytes);
      break;
    }
    at = end;
  }
  return {
    ...size,
    ...(frames > 1 && { durationMs: durationOf(hundredths, 100) }),
    edits: places.isFound ? edits.list : [],
  };
}

/** §18, §20: three bytes a colour. */
function paletteBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** §15: behind the sub-blocks that begin there. */
async function afterBlocks(reader: Reader, from: number): Promise<number> {
  let at = from;
  while (at < reader.bytes) {
    const length = (await reader.read(at, 1))[0] ?? 0;
    at += 1 + length;
    if (length === 0) break;
  }
  return Math.min(at, reader.bytes);
}
