/**
 * Records the microphone.
 *
 * @module
 */
import { loudness } from '../../model/waveform.ts';

/** What was recorded. */
export interface Recorded {
  readonly file: Blob;
  readonly durationMs: number;
  /** How loud it was, 0 to 1, ten times a second. */
  readonly heard: readonly number[];
}

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const TICK_MS = 100;

/** A recording that runs. Each one ends with stop() or cancel(); the microphone is free then. */
export class Recording {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #sound = new AudioContext();
  readonly #chunks: Blob[] = [];
  readonly #heard: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #startedAt = performance.now();

  private constructor(stream: MediaStream, onHeard: (heard: readonly number[], ms: number) => void) {
    this.#stream = stream;
    const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
    this.#recorder = new MediaRecorder(stream, {
      ...(type !== undefined && { mimeType: type }),
      audioBitsPerSecond: 32_000,
    });
    this.#recorder.ondataavailable = ({ data }) => void this.#chunks.push(data);
    const analyser = this.#sound.createAnalyser();
    analyser.fftSize = 2048;
    this.#sound.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#heard.push(loudness(samples));
      onHeard(this.#heard, performance.now() - this.#startedAt);
    }, TICK_MS);
    this.#recorder.start(1000);
  }

  /** Asks for the microphone. Rejects with a DOMException if there is none, or the user does not allow it. */
  static async start(onHeard: (heard: readonly number[], ms: number) => void): Promise<Recording> {
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return new Recording(await navigator.mediaDevices.getUserMedia({ audio }), onHeard);
  }

  async stop(): Promise<Recorded> {
    const durationMs = performance.now() - this.#startedAt;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#recorder.onstop = () => resolve();
    this.#recorder.stop();
    await promise;
    this.#release();
    // The codec is of no interest to whoever gets it.
    const type = this.#recorder.mimeType.split(';', 1)[0] ?? 'audio/webm';
    return { file: new Blob(this.#chunks, { type }), durationMs, heard: [...this.#heard] };
  }

  /** Idempotent. */
  cancel(): void {
    this.#recorder.ondataavailable = null;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    // It may be closed already.
    if (this.#sound.state !== 'closed') void this.#sound.close().catch(() => {});
  }
}

/** "voice-2026-11-29-141502.webm" */
export function voiceName(type: string, at: Date): string {
  const stamp = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
  const ending = type.includes('mp4') ? 'm4a' : type.includes('ogg') ? 'ogg' : 'webm';
  return `voice-${stamp.slice(0, 10)}-${stamp.slice(11, 19).replaceAll(':', '')}.${ending}`;
}
