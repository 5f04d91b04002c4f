/**
 * What a worker process is asked, and what it answers: a line of JSON each. What it answers is checked, since it handles what
 * strangers have sent, with decoders that are not written in a safe language.
 *
 * @module
 */
import type { Edit } from './edits.ts';
import { THUMBNAIL_SIZES, WAVEFORM_POINTS } from './examined.ts';
import type { Thumbnail } from './examined.ts';

export interface Work {
  readonly path: string;
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly type: string;
  /** Whether pictures are decoded. */
  readonly hasThumbnails: boolean;
  /** Undefined: none is to be used. */
  readonly ffmpeg: string | undefined;
}

/** Found without decoding anything: the first answer. */
export interface Measured {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  readonly edits: readonly Edit[];
}

/** By decoders: the second answer. */
export interface Decoded {
  /** Whether it is no picture after all. */
  readonly isBroken: boolean;
  readonly durationMs: number;
  readonly waveform: Uint8Array;
  readonly thumbhash: Uint8Array;
  readonly thumbnails: readonly Thumbnail[];
}

/** `ready` once, when the process has started; then for each work `measured`, and `decoded` unless that was nothing. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'measured'; readonly measured: Measured | undefined }
  | { readonly kind: 'decoded'; readonly decoded: Decoded; readonly residentBytes: number };

/** A longer line ends the process that writes it. */
export const MAX_LINE_BYTES = 16 * 1024 ** 2;
const MAX_THUMBNAIL_BYTES = 4 * 1024 ** 2;
const MAX_THUMBHASH_BYTES = 64;

/** With its line break. */
export function lineOf(message: Work | Answer): string {
  const text = JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString('base64')
      : isJsonOfBuffer(value)
        ? Buffer.from(value.data).toString('base64')
        : value,
  );
  return `${text}\n`;
}

/** Buffers turn themselves into this before a replacer sees them. */
function isJsonOfBuffer(value: unknown): value is { readonly data: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value
  );
}

/** Throws if it is none that a worker writes. */
export function answerIn(line: string, sourceBytes: number): Answer {
  const answer = record(JSON.parse(line));
  if (answer['kind'] === 'decoded')
    return {
      kind: 'decoded',
      decoded: decodedIn(record(answer['decoded'])),
      residentBytes: number(answer['residentBytes'], Number.MAX_SAFE_INTEGER),
    };
  if (answer['kind'] === 'ready') return { kind: 'ready' };
  const { measured } = answer;
  return {
    kind: 'measured',
    measured: measured === undefined ? undefined : measuredIn(record(measured), sourceBytes),
  };
}

function measuredIn(measured: Readonly<Record<string, unknown>>, sourceBytes: number): Measured {
  let last = 0;
  return {
    type: mediaType(measured['type']),
    ...sizeIn(measured),
    durationMs: number(measured['durationMs'], 2 ** 32 - 1),
    edits: list(measured['edits'], 10_000).map((each) => {
      const edit = record(each);
      const [start, end] = [number(edit['start'], sourceBytes), number(edit['end'], sourceBytes)];
      const content = bytes(edit['bytes'], 65_536);
      const filler = edit['filler'] === undefined ? undefined : number(edit['filler'], 255);
      if (start < last || end < start || (filler !== undefined && content.length > end - start))
        throw wrong();
      last = end;
      return { start, end, bytes: content, ...(filler !== undefined && { filler }) };
    }),
  };
}

function decodedIn(decoded: Readonly<Record<string, unknown>>): Decoded {
  return {
    isBroken: decoded['isBroken'] === true,
    durationMs: number(decoded['durationMs'], 2 ** 32 - 1),
    waveform: bytes(decoded['waveform'], WAVEFORM_POINTS),
    thumbhash: bytes(decoded['thumbhash'], MAX_THUMBHASH_BYTES),
    thumbnails: list(decoded['thumbnails'], THUMBNAIL_SIZES.length).map((each) => {
      const thumbnail = record(each);
      const size = THUMBNAIL_SIZES.find((one) => one === thumbnail['size']);
      if (size === undefined) throw wrong();
      return {
        size,
        ...sizeIn(thumbnail),
        type: mediaType(thumbnail['type']),
        bytes: bytes(thumbnail['bytes'], MAX_THUMBNAIL_BYTES),
      };
    }),
  };
}

function sizeIn(value: Readonly<Record<string, unknown>>): { width: number; height: number } {
  return { width: number(value['width'], 2 ** 31), height: number(value['height'], 2 ** 31) };
}

function mediaType(value: unknown): string {
  if (
    typeof value !== 'string' ||
    !/^(image|audio|video)\/[\w.+-]{1,60}$/.test(value) ||
    value.includes('svg')
  )
    throw wrong();
  return value;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw wrong();
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > max) throw wrong();
  return value;
}

function number(value: unknown, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > max) throw wrong();
  return value;
}

function bytes(value: unknown, max: number): Uint8Array {
  if (typeof value !== 'string' || value.length > max * 2) throw wrong();
  const decoded = Buffer.from(value, 'base64');
  if (decoded.length > max) throw wrong();
  return decoded;
}

function wrong(): Error {
  return new Error('a worker answers what it was not asked');
}
