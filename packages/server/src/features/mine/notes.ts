/**
 * Tells a user's devices what has changed in their own space: at once, and once more a while later, for a device that has
 * missed it and would hear nothing more (promise 6).
 *
 * @module
 */
import type { Clock, Timer } from '../../clock.ts';
import type { Publisher } from '../../pipeline/publish.ts';
import type { RouterState } from '../../router/services.ts';
import type { MinePage } from './records.ts';

/** Larger changes are only announced. */
const MAX_BYTES = 16_384;
/** Each is told again after one to two of these. */
const AGAIN_MS = 10_000;
/** Users who are told again; beyond it a device that has missed something finds out when it connects the next time. */
const MAX_USERS = 50_000;

export class MineNotes {
  readonly #publish: Pick<Publisher, 'noteToUser'>;
  readonly #clock: Pick<Clock, 'after'>;
  /** The last version of each user who has changed something since the last time, and in the time before. */
  #recent = new Map<number, number>();
  #due = new Map<number, number>();
  #timer: Timer | undefined;

  constructor(publish: Pick<Publisher, 'noteToUser'>, clock: Pick<Clock, 'after'>) {
    this.#publish = publish;
    this.#clock = clock;
  }

  /** `origin`: the connection that has made the change. */
  changed(user: number, { entries, after, version }: MinePage, origin: number): void {
    const news = entries.filter((each) => each.version > after);
    const bytes = news.reduce((sum, { key, value }) => sum + key.length + Buffer.byteLength(value), 0);
    const value = bytes > MAX_BYTES ? { after: version, version } : { entries: news, after, version };
    this.#publish.noteToUser(user, { body: { case: 'mine', value } }, { origin });
    if (this.#recent.size >= MAX_USERS) return;
    this.#recent.set(user, Math.max(version, this.#recent.get(user) ?? 0));
    this.#timer ??= this.#clock.after(AGAIN_MS, () => this.#again());
  }

  close(): void {
    this.#timer?.cancel();
  }

  #again(): void {
    // Who knows this version learns nothing; others ask.
    for (const [user, version] of this.#due)
      this.#publish.noteToUser(user, { body: { case: 'mine', value: { after: version, version } } });
    this.#due = this.#recent;
    this.#recent = new Map();
    this.#timer = this.#due.size === 0 ? undefined : this.#clock.after(AGAIN_MS, () => this.#again());
  }
}

export const MINE_NOTES: RouterState<MineNotes> = {
  name: 'notes of personal spaces',
  open: ({ publish, clock }) => new MineNotes(publish, clock),
  close: (notes) => notes.close(),
};
