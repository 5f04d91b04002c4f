/**
 * How loud a sound is over its time.
 *
 * @module
 */
import { WAVEFORM_POINTS } from './examined.ts';

/** Below this part of what is possible, a sound is silence. */
const SILENCE = 0.01;

/** Peaks of samples that are given one after the other, however many there are: when all points are taken, two become one. */
export class Waveform {
  readonly #peaks: number[] = [];
  #perPoint = 1;
  #inPoint = 0;
  #peak = 0;

  /** How many samples it has seen. */
  samples = 0;

  /** `sample`: from -1 to 1. */
  add(sample: number): void {
    this.samples++;
    const loud = Math.abs(sample);
    if (loud > this.#peak) this.#peak = loud;
    if (++this.#inPoint < this.#perPoint) return;
    this.#peaks.push(this.#peak);
    [this.#inPoint, this.#peak] = [0, 0];
    if (this.#peaks.length < WAVEFORM_POINTS * 8) return;
    const halves = this.#peaks.length / 2;
    for (let i = 0; i < halves; i++)
      this.#peaks[i] = Math.max(this.#peaks[i * 2] ?? 0, this.#peaks[i * 2 + 1] ?? 0);
    this.#peaks.length = halves;
    this.#perPoint *= 2;
  }

  /** At most WAVEFORM_POINTS amplitudes, of which the loudest is 255 unless all is silence. */
  points(): Uint8Array {
    const peaks = this.#peaks;
    const count = Math.min(WAVEFORM_POINTS, peaks.length);
    const loudest = Math.min(1, Math.max(SILENCE, ...peaks));
    return Uint8Array.from({ length: count }, (_, i) => {
      const part = peaks.slice(
        Math.floor((i * peaks.length) / count),
        Math.floor(((i + 1) * peaks.length) / count),
      );
      return Math.round((Math.min(loudest, Math.max(...part)) / loudest) * 255);
    });
  }
}
