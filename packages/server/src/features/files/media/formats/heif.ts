/**
 * HEIC and AVIF (ISO/IEC 23008-12): the size of the primary picture, and where Exif and XMP lie. Both are overwritten in
 * place if they tell one, as the file points at places in itself.
 *
 * @module
 */
import { Edits } from '../edits.ts';
import type { Edit } from '../edits.ts';
import { Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { BoxReader, Cursor } from './boxes.ts';
import type { Box } from './boxes.ts';
import { Places } from './places.ts';
import { turned } from './facts.ts';
import type { Facts } from './facts.ts';

const MAX_PART_BYTES = 1024 ** 2;
const MAX_ITEMS = 4096;
/** A Exif item that says nothing: the offset of its header, and a TIFF structure without entries. */
const NO_EXIF = Buffer.from('\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1');

export async function inspectHeif(reader: Reader): Promise<Facts> {
  const boxes = new BoxReader(reader);
  const top = { type: '', start: 0, body: 0, end: reader.bytes };
  const meta = await boxes.find(top, 'meta');
  if (meta === undefined) throw new Malformed('no meta box');
  const parts = await partsOf(boxes, meta);
  const size = await primarySize(boxes, parts);
  if (size.width === 0) throw new Malformed('no size');
  const metadata = metadataOf(await extentsOf(boxes, parts), await kindsOf(boxes, parts));
  return { ...size, edits: (await tellPlace(reader, metadata)) ? editsOf(metadata) : [] };
}

type Parts = ReadonlyMap<string, Box>;

/** Boxes of `meta`, which is a full box: four bytes stand before them. */
async function partsOf(boxes: BoxReader, meta: Box): Promise<Parts> {
  const parts = new Map<string, Box>();
  for await (const box of boxes.within(meta, 4)) if (!parts.has(box.type)) parts.set(box.type, box);
  return parts;
}

async function cursorIn(
  boxes: BoxReader,
  box: Box | undefined,
): Promise<{ cursor: Cursor; version: number; flags: number }> {
  if (box === undefined) throw new Malformed('a box is missing');
  const cursor = new Cursor(await boxes.contents(box, MAX_PART_BYTES));
  return { cursor, version: cursor.uint(1), flags: cursor.uint(3) };
}

/** §6.5.3, §6.5.10: properties of the primary item. */
async function primarySize(boxes: BoxReader, parts: Parts): Promise<{ width: number; height: number }> {
  const { cursor: pitm, version } = await cursorIn(boxes, parts.get('pitm'));
  const primary = pitm.uint(version === 0 ? 2 : 4);
  const iprp = parts.get('iprp');
  if (iprp === undefined) throw new Malformed('no properties');
  const ipco = await boxes.find(iprp, 'ipco');
  if (ipco === undefined) throw new Malformed('no properties');
  const properties: Box[] = [];
  for await (const box of boxes.within(ipco)) if (properties.length < MAX_ITEMS) properties.push(box);
  let [width, height, isTurned] = [0, 0, false];
  for (const index of await propertiesOf(boxes, { iprp, item: primary })) {
    const property = properties[index - 1];
    if (property?.type === 'ispe' && width === 0) {
      const { cursor } = await cursorIn(boxes, property);
      [width, height] = [cursor.uint(4), cursor.uint(4)];
    } else if (property?.type === 'irot') {
      const [angle = 0] = await boxes.contents(property, 1);
      if (angle % 2 === 1) isTurned = !isTurned;
    }
  }
  return turned(width, height, isTurned ? 6 : 1);
}

/** Item property associations (ISO/IEC 23008-12 §9.3.1). */
async function propertiesOf(
  boxes: BoxReader,
  { iprp, item }: { readonly iprp: Box; readonly item: number },
): Promise<readonly number[]> {
  const { cursor, version, flags } = await cursorIn(boxes, await boxes.find(iprp, 'ipma'));
  const isWide = (flags & 1) === 1;
  for (let left = cursor.uint(4); left > 0; left--) {
    const id = cursor.uint(version === 0 ? 2 : 4);
    const indexes = Array.from(
      { length: cursor.uint(1) },
      () => cursor.uint(isWide ? 2 : 1) & (isWide ? 0x7f_ff : 0x7f),
    );
    if (id === item) return indexes;
  }
  return [];
}

/** Items with metadata (ISO/IEC 14496-12 §8.11.6). */
async function kindsOf(boxes: BoxReader, parts: Parts): Promise<ReadonlyMap<number, 'exif' | 'xmp'>> {
  const kinds = new Map<number, 'exif' | 'xmp'>();
  const iinf = parts.get('iinf');
  const { cursor, version } = await cursorIn(boxes, iinf);
  cursor.uint(version === 0 ? 2 : 4);
  if (iinf === undefined) return kinds;
  for await (const infe of boxes.within(iinf, cursor.at)) {
    const { cursor: entry, version: kind } = await cursorIn(boxes, infe);
    if (kind < 2) continue;
    const id = entry.uint(kind === 2 ? 2 : 4);
    entry.uint(2);
    const type = entry.text(4);
    entry.line();
    if (type === 'Exif') kinds.set(id, 'exif');
    // Whatever text of this kind is there, it is no picture.
    else if (type === 'mime' || type === 'uri ') kinds.set(id, 'xmp');
  }
  return kinds;
}

interface Extent {
  readonly item: number;
  readonly start: number;
  readonly end: number;
}

/** Item locations (ISO/IEC 14496-12 §8.11.3). */
async function extentsOf(boxes: BoxReader, parts: Parts): Promise<readonly Extent[]> {
  const { cursor, version } = await cursorIn(boxes, parts.get('iloc'));
  const sizes = cursor.uint(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idat = parts.get('idat');
  const extents: Extent[] = [];
  for (let left = cursor.uint(version < 2 ? 2 : 4); left > 0; left--) {
    const item = cursor.uint(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : cursor.uint(2) & 15;
    cursor.uint(2);
    const base = cursor.uint(baseBytes);
    for (let extent = cursor.uint(2); extent > 0; extent--) {
      cursor.uint(indexBytes);
      const [offset, length] = [cursor.uint(offsetBytes), cursor.uint(lengthBytes)];
      if (method > 1 || extents.length >= MAX_ITEMS) continue;
      const start = base + offset + (method === 1 ? (idat?.body ?? 0) : 0);
      const end = Math.min(length === 0 ? boxes.reader.bytes : start + length, boxes.reader.bytes);
      if (start < end) extents.push({ item, start, end });
    }
  }
  return extents;
}

interface MetadataExtent extends Extent {
  readonly isExif: boolean;
  readonly isFirst: boolean;
}

/** In the order of the file. */
function metadataOf(
  extents: readonly Extent[],
  kinds: ReadonlyMap<number, 'exif' | 'xmp'>,
): readonly MetadataExtent[] {
  const seen = new Set<number>();
  const metadata = extents.filter(({ item }) => kinds.has(item)).sort((a, b) => a.start - b.start);
  return metadata.map((extent) => {
    const isFirst = !seen.has(extent.item);
    seen.add(extent.item);
    return { ...extent, isFirst, isExif: kinds.get(extent.item) === 'exif' };
  });
}

async function tellPlace(reader: Reader, metadata: readonly MetadataExtent[]): Promise<boolean> {
  const places = new Places();
  for (const { start, end, isExif, isFirst } of metadata) {
    if (!isExif || !isFirst) await places.lookAt(reader, start, end);
    else if (end - start > MAX_PART_BYTES) places.assume();
    else {
      // Annex A.2.1: how far behind this number the TIFF structure begins.
      const bytes = await reader.read(start, end - start);
      const offset = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
      places.lookAtTiff(bytes.subarray(4 + Math.min(offset, bytes.length)));
    }
  }
  return places.isFound;
}

/** The first extent of an Exif item says that there is nothing; all others are empty. */
function editsOf(metadata: readonly MetadataExtent[]): readonly Edit[] {
  const edits = new Edits();
  for (const { start, end, isExif, isFirst } of metadata) {
    const isHead = isExif && isFirst && end - start >= NO_EXIF.length;
    edits.overwrite(start, end, { filler: isExif ? 0 : 0x20, ...(isHead && { bytes: NO_EXIF }) });
  }
  return edits.list;
}
