/**
 * WebM and Matroska (RFC 9559, RFC 8794): size and duration, and tags, which are overwritten in place if one tells a place. Browsers record without a duration, into
 * elements of unknown length; then the last block says it.
 *
 * @module
 */
import { Edits } from '../edits.ts';
import { Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { Places } from './places.ts';
import { durationOf, turned } from './facts.ts';
import type { Facts } from './facts.ts';

const SEGMENT = 0x18_53_80_67;
const CLUSTER = 0x1f_43_b6_75;
const INFO = 0x15_49_a9_66;
const TRACKS = 0x16_54_ae_6b;
const TRACK = 0xae;
const VIDEO = 0xe0;
const TAGS = 0x12_54_c3_67;
const BLOCK_GROUP = 0xa0;
const TIME_SCALE = 0x2a_d7_b1;
const DURATION = 0x44_89;
const TRACK_TYPE = 0x83;
const PIXEL_WIDTH = 0xb0;
const PIXEL_HEIGHT = 0xba;
const CLUSTER_TIME = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;

/** Those that are walked into: their contents follow as if they stood beside them. */
const OPEN: ReadonlySet<number> = new Set([SEGMENT, CLUSTER, INFO, TRACKS, TRACK, VIDEO, BLOCK_GROUP]);
const MAX_ELEMENTS = 500_000;

interface Found {
  readonly places: Places;
  readonly edits: Edits;
  scaleNs: number;
  duration: number;
  cluster: number;
  last: number;
  width: number;
  height: number;
  hasVideo: boolean;
  hasAudio: boolean;
}

export async function inspectMatroska(reader: Reader, type: string): Promise<Facts> {
  const found: Found = {
    places: new Places(),
    edits: new Edits(),
    scaleNs: 1_000_000,
    duration: 0,
    cluster: 0,
    last: 0,
    width: 0,
    height: 0,
    hasVideo: false,
    hasAudio: false,
  };
  let elements = 0;
  for (let at = 0; at < reader.bytes; elements++) {
    if (elements === MAX_ELEMENTS) throw new Malformed('too many elements');
    const element = elementIn(await reader.read(at, 12), at, reader.bytes);
    if (element === undefined) break;
    if (OPEN.has(element.id)) at = element.body;
    else {
      await take(reader, element, found);
      at = element.end;
    }
  }
  if (!found.hasVideo && !found.hasAudio) throw new Malformed('no tracks');
  const { width, height, edits, duration, last, scaleNs } = found;
  const durationMs = durationOf((duration || last) * scaleNs, 1e9);
  const isSound = found.hasAudio && !found.hasVideo;
  const sound = type === 'video/webm' ? 'audio/webm' : 'audio/x-matroska';
  return {
    ...turned(width, height, 1),
    durationMs,
    edits: found.places.isFound ? edits.list : [],
    type: isSound ? sound : type,
  };
}

interface Element {
  readonly id: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

/** RFC 8794 §5, §6. */
function elementIn(head: Buffer, at: number, bytes: number): Element | undefined {
  const idBytes = Math.clz32(head[0] ?? 0) - 23;
  const sizeBytes = Math.clz32(head[idBytes] ?? 0) - 23;
  if (idBytes > 4 || sizeBytes > 8 || idBytes + sizeBytes > head.length) return undefined;
  let size = (head[idBytes] ?? 0) & (0xff >> sizeBytes);
  let isUnknown = size === 0xff >> sizeBytes;
  for (let i = 1; i < sizeBytes; i++) {
    const byte = head[idBytes + i] ?? 0;
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  const body = at + idBytes + sizeBytes;
  const end = isUnknown ? bytes : Math.min(body + size, bytes);
  return { id: head.readUIntBE(0, idBytes), start: at, body, end };
}

async function take(reader: Reader, element: Element, found: Found): Promise<void> {
  const { id, body, end } = element;
  if (id === TAGS) {
    await found.places.lookAt(reader, body, end);
    return overwrite(element, found.edits);
  }
  const isBlock = id === SIMPLE_BLOCK || id === BLOCK;
  if (isBlock) {
    // RFC 9559 §10.1: the track's number, then a time in the cluster.
    const head = await reader.read(body, 10);
    const trackBytes = Math.clz32(head[0] ?? 0) - 23;
    if (trackBytes + 2 <= head.length)
      found.last = Math.max(found.last, found.cluster + head.readInt16BE(trackBytes));
    return;
  }
  if (end - body > 8) return;
  const bytes = await reader.read(body, end - body);
  const value = (): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  switch (id) {
    case TIME_SCALE:
      found.scaleNs = value();
      break;
    case DURATION:
      found.duration =
        bytes.length === 8 ? bytes.readDoubleBE() : bytes.length === 4 ? bytes.readFloatBE() : 0;
      break;
    case TRACK_TYPE:
      found.hasVideo ||= value() === 1;
      found.hasAudio ||= value() === 2;
      break;
    case PIXEL_WIDTH:
      found.width ||= value();
      break;
    case PIXEL_HEIGHT:
      found.height ||= value();
      break;
    case CLUSTER_TIME:
      found.cluster = value();
      break;
    default:
  }
}

/** By Void (RFC 8794 §11.3.2) of the same length. */
function overwrite({ start, end }: Element, edits: Edits): void {
  const length = end - start;
  if (length < 9) return;
  const head = Buffer.alloc(9);
  head[0] = 0xec;
  head.writeBigUInt64BE((1n << 56n) | BigInt(length - 9), 1);
  edits.overwrite(start, end, { bytes: head });
}
