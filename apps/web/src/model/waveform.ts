/**
 * Amplitudes of a sound, as bars.
 *
 * @module
 */

/** `count` bars of 0 to 1 out of bytes. Of several amplitudes the loudest counts. Empty without any. */
export function barsOf(amplitudes: Uint8Array, count: number): readonly number[] {
  if (amplitudes.length === 0) return [];
  const loudest = Math.max(1, ...amplitudes);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * amplitudes.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * amplitudes.length) / count));
    return Math.max(...amplitudes.subarray(from, to)) / loudest;
  });
}

/** How loud a frame of samples is: 0 to 1, by its root mean square, louder ones pressed together as ears do. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.min(1, Math.sqrt(Math.sqrt(sum / Math.max(1, samples.length))) * 1.2);
}

/** The last `count` of what was heard, for a recorder; older ones first, silence before the beginning. */
export function lastBars(heard: readonly number[], count: number): readonly number[] {
  const last = heard.slice(-count);
  return [...Array.from({ length: count - last.length }, () => 0), ...last];
}
