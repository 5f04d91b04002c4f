/**
 * How long sounds are: WAV, FLAC, Ogg, MP3, AAC.
 *
 * @module
 */
import { exactly, Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { mpegFrameAt } from '../signatures.ts';
import { durationOf } from './facts.ts';
import type { Facts } from './facts.ts';

export interface WavFormat {
  /** 1: integers; 3: floats. */
  readonly coding: number;
  readonly channels: number;
  readonly rate: number;
  /** Of one sample of all channels. */
  readonly frameBytes: number;
  readonly bits: number;
  readonly start: number;
  readonly end: number;
}

/** Where the samples of a WAV file are. Throws Malformed. */
export async function wavFormat(reader: Reader): Promise<WavFormat> {
  let format: Omit<WavFormat, 'start' | 'end'> | undefined;
  for (let at = 12, chunks = 0; at + 8 <= reader.bytes && chunks < 1000; chunks++) {
    const head = await exactly(reader, at, 8);
    const length = head.readUInt32LE(4);
    if (head.toString('latin1', 0, 4) === 'fmt ') {
      const body = await exactly(reader, at + 8, 16);
      format = {
        coding: body.readUInt16LE(0),
        channels: body.readUInt16LE(2),
        rate: body.readUInt32LE(4),
        frameBytes: body.readUInt16LE(12),
        bits: body.readUInt16LE(14),
      };
    } else if (head.toString('latin1', 0, 4) === 'data' && format !== undefined) {
      // Who writes while recording leaves the length open.
      return { ...format, start: at + 8, end: Math.min(at + 8 + length, reader.bytes) };
    }
    at += 8 + length + (length & 1);
  }
  throw new Malformed('no samples');
}

export async function inspectWav(reader: Reader): Promise<Facts> {
  const { start, end, frameBytes, rate } = await wavFormat(reader);
  return { durationMs: durationOf((end - start) / frameBytes, rate), edits: [] };
}

/** RFC 9639 §8.2: STREAMINFO is the first block. */
export async function inspectFlac(reader: Reader): Promise<Facts> {
  const info = await exactly(reader, 8, 18);
  const rate = info.readUIntBE(10, 3) >> 4;
  const samples = ((info[13] ?? 0) & 15) * 2 ** 32 + info.readUInt32BE(14);
  return { durationMs: durationOf(samples, rate), edits: [] };
}

const OGG_TAIL_BYTES = 131_072;

/** RFC 3533 §6: the last page says how many samples there were. Opus counts at 48 kHz, with what is skipped (RFC 7845 §4). */
export async function inspectOgg(reader: Reader): Promise<Facts> {
  const head = await reader.read(0, 4096);
  const opus = head.indexOf('OpusHead');
  const vorbis = head.indexOf('\x01vorbis', 0, 'latin1');
  const flac = head.indexOf('\x7FFLAC', 0, 'latin1');
  let [rate, skipped] = [0, 0];
  if (opus > 0 && opus + 12 <= head.length) [rate, skipped] = [48_000, head.readUInt16LE(opus + 10)];
  else if (vorbis > 0 && vorbis + 16 <= head.length) rate = head.readUInt32LE(vorbis + 12);
  else if (flac > 0 && flac + 30 <= head.length) rate = head.readUIntBE(flac + 27, 3) >> 4;
  const tail = await reader.read(Math.max(0, reader.bytes - OGG_TAIL_BYTES), OGG_TAIL_BYTES);
  const last = tail.lastIndexOf('OggS');
  const samples = last < 0 || last + 14 > tail.length ? 0 : Number(tail.readBigInt64LE(last + 6)) - skipped;
  return { durationMs: rate === 0 ? 0 : durationOf(samples, rate), edits: [] };
}

/** The header of Xing or VBRI counts frames; without it, all frames are as long as the first ones. */
export async function inspectMp3(reader: Reader): Promise<Facts> {
  const tag = await exactly(reader, 0, 10);
  // ID3v2 §3.1: seven bits a byte.
  const start =
    tag.toString('latin1', 0, 3) === 'ID3'
      ? 10 + [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((tag[at] ?? 0) & 127), 0)
      : 0;
  const head = await reader.read(start, 65_536);
  const at = firstFrame(head);
  const frame = at < 0 ? undefined : mpegFrameAt(head, at);
  if (frame === undefined) throw new Malformed('no sound');
  const side = frame.isFirst ? (frame.isMono ? 17 : 32) : frame.isMono ? 9 : 17;
  const counted = countedFrames(head, at + 4 + side) ?? countedFrames(head, at + 36);
  if (counted !== undefined)
    return { durationMs: durationOf(counted * frame.samples, frame.rate), edits: [] };
  const { bytes, samples } = average(head, at);
  const frames = (reader.bytes - start - at) / (bytes / samples);
  return { durationMs: durationOf(frames, frame.rate), edits: [] };
}

function firstFrame(head: Buffer): number {
  for (let at = head.indexOf(0xff); at >= 0; at = head.indexOf(0xff, at + 1)) {
    const frame = mpegFrameAt(head, at);
    if (frame === undefined) continue;
    if (at + frame.bytes + 4 > head.length || mpegFrameAt(head, at + frame.bytes) !== undefined) return at;
  }
  return -1;
}

function countedFrames(head: Buffer, at: number): number | undefined {
  const name = head.toString('latin1', at, at + 4);
  if ((name === 'Xing' || name === 'Info') && at + 12 <= head.length)
    return (head.readUInt32BE(at + 4) & 1) === 1 ? head.readUInt32BE(at + 8) : undefined;
  return name === 'VBRI' && at + 18 <= head.length ? head.readUInt32BE(at + 14) : undefined;
}

function average(head: Buffer, from: number): { bytes: number; samples: number } {
  let [bytes, samples] = [0, 0];
  for (let at = from, frame = mpegFrameAt(head, at); frame !== undefined; frame = mpegFrameAt(head, at)) {
    bytes += frame.bytes;
    samples += frame.samples;
    at += frame.bytes;
  }
  return { bytes, samples };
}

const AAC_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
const MAX_AAC_FRAMES = 200_000;

/** ADTS (ISO/IEC 13818-7 §6.2): frames of 1,024 samples, which are counted. */
export async function inspectAac(reader: Reader): Promise<Facts> {
  let frames = 0;
  let rate = 0;
  for (let at = 0; at + 7 <= reader.bytes && frames < MAX_AAC_FRAMES; frames++) {
    const head = await exactly(reader, at, 7);
    if (head.readUInt16BE(0) >> 4 !== 0xf_ff) break;
    rate ||= AAC_RATES[((head[2] ?? 0) >> 2) & 15] ?? 0;
    const length = (head.readUIntBE(3, 3) >> 5) & 0x1f_ff;
    if (length < 7) break;
    at += length;
  }
  if (rate === 0) throw new Malformed('no sound');
  return { durationMs: durationOf(frames * 1024, rate), edits: [] };
}
