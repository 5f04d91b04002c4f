/**
 * The waveform of a WAV file, which needs no decoder.
 *
 * @module
 */
import { wavFormat } from './formats/sound.ts';
import type { WavFormat } from './formats/sound.ts';
import { Malformed } from './reader.ts';
import type { Reader } from './reader.ts';
import { Waveform } from './waveform.ts';

const CHUNK_FRAMES = 16_384;
/** Of long recordings only as many samples are looked at, evenly. */
const MAX_FRAMES = 20_000_000;

/** Undefined for a coding that is not plain samples. Throws Malformed. */
export async function wavWaveform(reader: Reader): Promise<Waveform | undefined> {
  const format = await wavFormat(reader);
  const sample = samplesOf(format);
  const { start, end, frameBytes } = format;
  if (sample === undefined || frameBytes === 0) return undefined;
  const waveform = new Waveform();
  const stride = Math.max(1, Math.ceil((end - start) / frameBytes / MAX_FRAMES));
  for (let at = start; at + frameBytes <= end; at += CHUNK_FRAMES * frameBytes) {
    const chunk = await reader.read(at, Math.min(CHUNK_FRAMES * frameBytes, end - at));
    for (let i = 0; i + frameBytes <= chunk.length; i += frameBytes * stride) waveform.add(sample(chunk, i));
  }
  return waveform;
}

/** Of the first channel. */
function samplesOf({
  coding,
  bits,
  channels,
  frameBytes,
}: WavFormat): ((chunk: Buffer, at: number) => number) | undefined {
  if (frameBytes * 8 < bits * Math.max(1, channels)) throw new Malformed('samples overlap');
  // 0xFFFE: the coding stands in an extension, and is integers nearly always.
  const isInteger = coding === 1 || coding === 0xff_fe;
  if (coding === 3 && bits === 32) return (chunk, at) => clamped(chunk.readFloatLE(at));
  if (!isInteger) return undefined;
  switch (bits) {
    case 8:
      return (chunk, at) => ((chunk[at] ?? 128) - 128) / 128;
    case 16:
      return (chunk, at) => chunk.readInt16LE(at) / 32_768;
    case 24:
      return (chunk, at) => chunk.readIntLE(at, 3) / 8_388_608;
    case 32:
      return (chunk, at) => chunk.readInt32LE(at) / 2_147_483_648;
    default:
      return undefined;
  }
}

function clamped(value: number): number {
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0;
}
