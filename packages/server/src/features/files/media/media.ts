/**
 * The one door of this room: what a file is, how it is shown, and what to keep of it.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../../clock.ts';
import { systemClock } from '../../../system.ts';
import { cleanedBy } from './edits.ts';
import { bytesOf, MAX_PICTURE_BYTES, writeExcerpt } from './excerpt.ts';
import type { Examined, MediaSource } from './examined.ts';
import { findProgram } from './find-program.ts';
import { isInspected } from './inspect.ts';
import { Pool } from './pool.ts';
import { SNIFFED_BYTES, typeOf, UNKNOWN_TYPE } from './sniff.ts';
import { removeLeftovers, temporaryPath } from './temporary.ts';
import { Turns } from './turns.ts';
import type { Outcome } from './worker-process.ts';

const MAX_WAITING = 2000;
const MAX_WAITING_OF_USER = 200;

export interface MediaOptions {
  /** For temporary files, at most some 256 MiB for each file that is worked on. Exists. */
  readonly directory: string;
  /** Whether what says where and how something was taken is taken away. */
  readonly stripLocation: boolean;
  /** Whether pictures are made of pictures and videos. By default, where there is what it takes. */
  readonly thumbnails?: boolean;
  /** Files that are worked on at once. By default half as many as there are cores. */
  readonly maxWorkers?: number | undefined;
  /** A path, or `off`. By default it is looked for. */
  readonly ffmpeg?: string | undefined;
  /** For one file, by the clock. */
  readonly timeoutMs?: number;
  /** See WorkerProcessOptions. */
  readonly niceness?: number;
  /** How long a worker process without work is kept. */
  readonly idleMs?: number;
  readonly clock?: Pick<Clock, 'after'>;
}

export interface ExamineOptions {
  /** Who has sent it: users take turns. */
  readonly user: number;
  /** The MIME type that the sender said. */
  readonly claimedType?: string | undefined;
  readonly signal?: AbortSignal;
}

const NOTHING = {
  width: 0,
  height: 0,
  durationMs: 0,
  waveform: new Uint8Array(),
  thumbhash: new Uint8Array(),
};

export class Media {
  readonly #options: MediaOptions;
  readonly #pool: Pool;
  readonly #turns: Turns;
  readonly #ended = new AbortController();
  #swept: Promise<void> | undefined;
  #ffmpeg: Promise<string | undefined> | undefined;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#pool = new Pool({ clock: systemClock, ...options });
    this.#turns = new Turns({
      maxRunning: options.maxWorkers ?? Math.max(1, Math.floor(availableParallelism() / 2)),
      maxWaiting: MAX_WAITING,
      maxWaitingOfUser: MAX_WAITING_OF_USER,
    });
  }

  /** How many processes work for it, or wait for work. */
  get processes(): number {
    return this.#pool.size;
  }

  /**
   * Never rejects because of what is in the file: a picture that cannot be read is a plain file. Rejects if the source fails, or the
   * disk of temporary files; with INTERNAL if no process can be
   * started, with OVERLOADED if the machine is too busy or too much waits, with DRAINING after close(), and with the reason of `signal`.
   */
  async examine(source: MediaSource, options: ExamineOptions): Promise<Examined> {
    const head = await bytesOf(source, 0, Math.min(SNIFFED_BYTES, source.bytes));
    const type = typeOf(head, options.claimedType);
    const plain: Examined = { type, ...NOTHING, cleaned: undefined, thumbnails: [] };
    if (!isInspected(type)) return plain;
    if (type.startsWith('image/') && source.bytes > MAX_PICTURE_BYTES)
      return { ...plain, type: UNKNOWN_TYPE };
    const signal = AbortSignal.any([
      this.#ended.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    const outcome = await this.#turns.run(options.user, () => this.#look(source, type, signal));
    signal.throwIfAborted();
    return this.#examined(source, plain, outcome);
  }

  /** Ends what is under way. Idempotent. */
  async close(): Promise<void> {
    const closing = this.#turns.close();
    this.#ended.abort(new Error('this server is going down'));
    this.#pool.close();
    await Promise.all([closing, this.#swept]);
  }

  async #look(source: MediaSource, type: string, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    // With the first file: most servers that are started in a test, or for a moment, have none.
    await (this.#swept ??= removeLeftovers(this.#options.directory));
    const path = temporaryPath(this.#options.directory);
    try {
      const { isWhole } = await writeExcerpt(source, path, type);
      this.#ffmpeg ??= this.#findFfmpeg();
      const hasThumbnails = this.#options.thumbnails !== false;
      const work = { path, bytes: source.bytes, isWhole, type, hasThumbnails, ffmpeg: await this.#ffmpeg };
      let outcome = await this.#pool.run(work, signal);
      // It may have been killed by somebody who cannot know what it was doing.
      if (outcome.hasDied && outcome.measured === undefined) outcome = await this.#pool.run(work, signal);
      // Parsers wait for nothing, so it is not their fault.
      if (outcome.measured === undefined && outcome.isStarved)
        throw new PosthornError('OVERLOADED', 'the machine is too busy to look at files', {
          retryAfterMs: 10_000,
        });
      if (outcome.isStarted) return outcome;
      throw new PosthornError('INTERNAL', 'the processes that look at files do not start');
    } finally {
      await rm(path, { force: true });
    }
  }

  #examined(source: MediaSource, plain: Examined, { measured, decoded }: Outcome): Examined {
    if (measured === undefined) return { ...plain, type: UNKNOWN_TYPE };
    const { edits, ...known } = measured;
    const cleaned = this.#options.stripLocation ? cleanedBy(edits, source) : undefined;
    if (decoded === undefined) return { ...plain, ...known, cleaned };
    const { isBroken, durationMs, ...made } = decoded;
    if (isBroken) return { ...plain, type: UNKNOWN_TYPE, cleaned };
    return { ...plain, ...known, ...made, durationMs: known.durationMs || durationMs, cleaned };
  }

  async #findFfmpeg(): Promise<string | undefined> {
    const { ffmpeg } = this.#options;
    return ffmpeg === undefined ? findProgram('ffmpeg') : ffmpeg === 'off' ? undefined : ffmpeg;
  }
}
