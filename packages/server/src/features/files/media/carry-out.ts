/**
 * What a worker process does with a file.
 *
 * @module
 */
import { open } from 'node:fs/promises';
import { THUMBNAIL_SIZES } from './examined.ts';
import { ffmpeg } from './ffmpeg.ts';
import { inspect } from './inspect.ts';
import { loadSharp, makePictures, MAX_PIXELS } from './pictures.ts';
import type { PicturesMade } from './pictures.ts';
import { fileReader, Malformed } from './reader.ts';
import { wavWaveform } from './wav-samples.ts';
import { Waveform } from './waveform.ts';
import type { Decoded, Measured, Work } from './work.ts';

const NONE = new Uint8Array();
const NOTHING: Decoded = { isBroken: false, durationMs: 0, waveform: NONE, thumbhash: NONE, thumbnails: [] };
/** By the clock. */
const FFMPEG_TIMEOUT_MS = 120_000;
const MAX_FRAME_BYTES = 8 * 1024 ** 2;
/** Samples that waveforms are made of: 8 kHz, 16 bits, at most six hours of them. */
const RATE = 8000;
const MAX_SAMPLE_BYTES = RATE * 2 * 6 * 3600;

/** Undefined: it is a plain file. */
export async function measure({ path, bytes, type }: Work): Promise<Measured | undefined> {
  await using file = await open(path, 'r');
  const facts = await inspect(fileReader(file, bytes), type);
  return facts === undefined ? undefined : { type, width: 0, height: 0, durationMs: 0, ...facts };
}

/** Decodes what there are decoders for. Rejects for nothing that is in the file. */
export async function decode(work: Work, measured: Measured): Promise<Decoded> {
  const { type } = measured;
  if (type.startsWith('image/')) return decodePicture(work, measured);
  if (type.startsWith('video/')) return decodeVideo(work, measured);
  return decodeSound(work, measured);
}

async function decodePicture(
  { path, hasThumbnails }: Work,
  { type, width, height }: Measured,
): Promise<Decoded> {
  if (width * height > MAX_PIXELS) return { ...NOTHING, isBroken: true };
  const sharp = hasThumbnails ? await loadSharp() : undefined;
  if (sharp === undefined) return NOTHING;
  const longest = Math.max(width, height);
  try {
    const made = await makePictures(
      sharp,
      path,
      THUMBNAIL_SIZES.filter((size) => longest > size),
    );
    return { ...NOTHING, ...made };
  } catch (error) {
    // libvips as npm has it does not decode HEVC; and what takes too much memory may be shown elsewhere.
    const isKnown = /^image\/hei[cf]$/.test(type) || /memory/i.test(String(error));
    return { ...NOTHING, isBroken: !isKnown };
  }
}

async function decodeVideo(work: Work, { type, width, height }: Measured): Promise<Decoded> {
  if (!work.hasThumbnails || work.ffmpeg === undefined || width * height > MAX_PIXELS) return NOTHING;
  const fit = "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:flags=area";
  const frame = await ffmpeg({
    command: work.ffmpeg,
    path: work.path,
    type,
    output: ['-an', '-sn', '-dn', '-frames:v', '1', '-vf', fit, '-c:v', 'png', '-f', 'image2pipe'],
    maxBytes: MAX_FRAME_BYTES,
    timeoutMs: FFMPEG_TIMEOUT_MS,
  });
  const sharp = frame === undefined ? undefined : await loadSharp();
  if (frame === undefined || sharp === undefined) return NOTHING;
  // Nobody wants to load a video to see what it is of, so there is always a small one.
  const sizes = THUMBNAIL_SIZES.filter((size, i) => i === 0 || Math.max(width, height) > size);
  const made = await makePictures(sharp, frame, sizes).catch((): PicturesMade | undefined => undefined);
  return { ...NOTHING, ...made };
}

async function decodeSound(work: Work, { type, durationMs }: Measured): Promise<Decoded> {
  if (!work.isWhole) return NOTHING;
  const waveform = type === 'audio/wav' ? await plainWaveform(work) : await decodedWaveform(work, type);
  if (waveform === undefined) return NOTHING;
  const playedMs = type === 'audio/wav' ? 0 : Math.round((waveform.samples / RATE) * 1000);
  return { ...NOTHING, waveform: waveform.points(), durationMs: durationMs || playedMs };
}

async function plainWaveform({ path, bytes }: Work): Promise<Waveform | undefined> {
  await using file = await open(path, 'r');
  try {
    return await wavWaveform(fileReader(file, bytes));
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError) return undefined;
    throw error;
  }
}

async function decodedWaveform({ path, ffmpeg: command }: Work, type: string): Promise<Waveform | undefined> {
  if (command === undefined) return undefined;
  const waveform = new Waveform();
  let odd: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    const bytes = odd.length === 0 ? chunk : Buffer.concat([odd, chunk]);
    const even = bytes.length & ~1;
    for (let at = 0; at < even; at += 2) waveform.add(bytes.readInt16LE(at) / 32_768);
    odd = bytes.subarray(even);
  };
  const output = ['-vn', '-sn', '-dn', '-ac', '1', '-ar', String(RATE), '-c:a', 'pcm_s16le', '-f', 's16le'];
  const bounds = { maxBytes: MAX_SAMPLE_BYTES, timeoutMs: FFMPEG_TIMEOUT_MS };
  const all = await ffmpeg({ command, path, type, output, ...bounds }, take);
  return all === undefined ? undefined : waveform;
}
