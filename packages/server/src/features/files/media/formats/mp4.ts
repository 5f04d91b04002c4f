/**
 * MP4 and MOV (ISO/IEC 14496-12; QuickTime File Format): size and duration, and where it says where it was taken, if it does. That is
 * overwritten in place by free space, since the file points at places in itself.
 *
 * @module
 */
import { Edits } from '../edits.ts';
import { Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { BoxReader, Cursor } from './boxes.ts';
import type { Box } from './boxes.ts';
import { Places } from './places.ts';
import { durationOf, turned } from './facts.ts';
import type { Facts } from './facts.ts';

/** Of user data, what says what it is and by whom. Positions (`©xyz`, `loci`, …), cameras and dates of recording go. */
const KEPT_DATA =
  /^(free|skip|meta|name|titl|auth|perf|gnre|albm|cprt|dscp|chpl|hnti|hinf|tagc|Xtra|\xA9(nam|ART|alb|cpy|gen|wrt|lyr|aut))$/;
/** XMP in a box of its own (XMP specification part 3, §2.2.3). */
const XMP = 'be7acfcb97a942e89c71999491e3afac';
const MAX_TRACKS = 256;

interface Found {
  readonly places: Places;
  readonly edits: Edits;
  durationMs: number;
  width: number;
  height: number;
  tracks: number;
  hasVideo: boolean;
  hasAudio: boolean;
}

/** `type`: by the beginning of the file. */
export async function inspectMp4(reader: Reader, type: string): Promise<Facts> {
  const boxes = new BoxReader(reader);
  const found: Found = {
    places: new Places(),
    edits: new Edits(),
    durationMs: 0,
    width: 0,
    height: 0,
    tracks: 0,
    hasVideo: false,
    hasAudio: false,
  };
  let hasMoov = false;
  let indexed = 0;
  for await (const box of boxes.in(0, reader.bytes)) {
    if (box.type === 'moov') {
      hasMoov = true;
      await takeMovie(boxes, box, found);
    } else if (box.type === 'sidx') indexed += await indexedMs(boxes, box);
    else if (box.type === 'udta') await takeUserData(boxes, box, found);
    else if (box.type === 'meta' || (await isXmp(boxes, box))) await free(boxes, box, found);
  }
  if (!hasMoov || found.tracks === 0) throw new Malformed('no movie');
  const { width, height } = found;
  const edits = found.places.isFound ? found.edits.list : [];
  const durationMs = found.durationMs || indexed;
  const isSound = found.hasAudio && !found.hasVideo;
  return { width, height, durationMs, edits, type: isSound ? 'audio/mp4' : type };
}

async function takeMovie(boxes: BoxReader, moov: Box, found: Found): Promise<void> {
  for await (const box of boxes.within(moov)) {
    if (box.type === 'mvhd') found.durationMs = await lengthMs(boxes, box);
    else if (box.type === 'trak') await takeTrack(boxes, box, found);
    else if (box.type === 'mvex') found.durationMs ||= await fragmentsMs(boxes, box, moov);
    else await takeMetadata(boxes, box, found);
  }
}

async function takeMetadata(boxes: BoxReader, box: Box, found: Found): Promise<void> {
  if (box.type === 'udta') await takeUserData(boxes, box, found);
  // Apple's keys: place, time and maker of the recording.
  else if (box.type === 'meta' || (await isXmp(boxes, box))) await free(boxes, box, found);
}

async function takeUserData(boxes: BoxReader, udta: Box, found: Found): Promise<void> {
  for await (const box of boxes.within(udta)) {
    if (!KEPT_DATA.test(box.type)) await free(boxes, box, found);
    else if (box.type === 'meta') await takeTags(boxes, box, found);
  }
}

/** iTunes' tags stay (title, cover), unless it is not such a list, or one of them is a place or free text. */
async function takeTags(boxes: BoxReader, meta: Box, found: Found): Promise<void> {
  const ilst = await boxes.find(meta, 'ilst', 4);
  if (ilst === undefined) return free(boxes, meta, found);
  for await (const tag of boxes.within(ilst)) {
    if (/^(\xA9xyz|----|loci|\xA9mak|\xA9mod)$/.test(tag.type)) await free(boxes, tag, found);
  }
}

async function isXmp(boxes: BoxReader, box: Box): Promise<boolean> {
  return box.type === 'uuid' && (await boxes.contents(box, 16)).toString('hex') === XMP;
}

async function free(boxes: BoxReader, box: Box, { edits, places }: Found): Promise<void> {
  if (box.type === 'free' || box.type === 'skip') return;
  if (/^(\xA9xyz|loci)$/.test(box.type)) places.assume();
  else await places.lookAt(boxes.reader, box.start, box.end);
  edits.overwrite(box.start + 4, box.start + 8, { bytes: Buffer.from('free', 'latin1') });
  edits.overwrite(box.body, box.end);
}

async function takeTrack(boxes: BoxReader, trak: Box, found: Found): Promise<void> {
  if (found.tracks++ >= MAX_TRACKS) throw new Malformed('too many tracks');
  let size = { width: 0, height: 0 };
  let kind = '';
  for await (const box of boxes.within(trak)) {
    if (box.type === 'tkhd') size = await sizeIn(boxes, box);
    else if (box.type === 'mdia') {
      const handler = await boxes.find(box, 'hdlr');
      kind = handler === undefined ? '' : (await boxes.contents(handler, 12)).toString('latin1', 8, 12);
    } else await takeMetadata(boxes, box, found);
  }
  if (kind === 'soun') found.hasAudio = true;
  if (kind !== 'vide') return;
  found.hasVideo = true;
  if (found.width === 0) Object.assign(found, size);
}

/** §8.3.2. The matrix turns by 90° where its main diagonal is empty. */
async function sizeIn(boxes: BoxReader, tkhd: Box): Promise<{ width: number; height: number }> {
  const cursor = new Cursor(await boxes.contents(tkhd, 128));
  const version = cursor.uint(1);
  cursor.at = version === 1 ? 52 : 40;
  const [a, b] = [cursor.uint(4), cursor.uint(4)];
  cursor.at += 28;
  return turned(
    Math.round(cursor.uint(4) / 65_536),
    Math.round(cursor.uint(4) / 65_536),
    a === 0 && b !== 0 ? 6 : 1,
  );
}

/** `mvhd` (§8.2.2). All ones: not known. */
async function lengthMs(boxes: BoxReader, box: Box): Promise<number> {
  const cursor = new Cursor(await boxes.contents(box, 64));
  const isLong = cursor.uint(1) === 1;
  cursor.at = isLong ? 20 : 12;
  const scale = cursor.uint(4);
  const units = cursor.uint(isLong ? 8 : 4);
  return units === (isLong ? 2 ** 64 : 2 ** 32 - 1) ? 0 : durationOf(units, scale);
}

/** `mehd` (§8.8.2), in the time scale of `mvhd`. */
async function fragmentsMs(boxes: BoxReader, mvex: Box, moov: Box): Promise<number> {
  const [mehd, mvhd] = [await boxes.find(mvex, 'mehd'), await boxes.find(moov, 'mvhd')];
  if (mehd === undefined || mvhd === undefined) return 0;
  const cursor = new Cursor(await boxes.contents(mehd, 12));
  const units = cursor.uint(4) >= 2 ** 24 ? cursor.uint(8) : cursor.uint(4);
  const head = new Cursor(await boxes.contents(mvhd, 32));
  head.at = head.uint(1) === 1 ? 20 : 12;
  return durationOf(units, head.uint(4));
}

/** `sidx` (§8.16.3): fragments of a file whose header was written before they were. Not of parts that have an index of their own. */
async function indexedMs(boxes: BoxReader, sidx: Box): Promise<number> {
  const cursor = new Cursor(await boxes.contents(sidx, 65_536));
  const isLong = cursor.uint(1) === 1;
  cursor.at += 7;
  const scale = cursor.uint(4);
  cursor.at += isLong ? 18 : 10;
  let units = 0;
  for (let left = cursor.uint(2); left > 0 && cursor.left >= 12; left--) {
    const isOfMedia = cursor.uint(4) < 2 ** 31;
    const length = cursor.uint(4);
    if (isOfMedia) units += length;
    cursor.at += 4;
  }
  return durationOf(units, scale);
}
