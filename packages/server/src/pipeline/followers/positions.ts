/**
 * How far a follower has come, as the router that runs it knows it. Positions are written behind the handling
 * (position-writer.ts), so what is here is ahead of the store by what a crash would repeat.
 *
 * @module
 */
import type { Held } from './lease-queries.ts';
import type { PositionWrite } from './position-queries.ts';
import type { FollowerRecords } from './records.ts';

/** Positions that are kept in memory though they are written. */
const MAX_WRITTEN = 50_000;
/** A mark that nothing else needs a write for may be so much older in the store; Unix ms. */
const MARK_STEP_MS = 600_000;

export class Positions {
  readonly held: Held;
  readonly #records: FollowerRecords;
  /** Not written yet. */
  readonly #unwritten = new Map<number, number>();
  /** Being written. */
  #writing: ReadonlyMap<number, number> = new Map();
  readonly #written = new Map<number, number>();
  #mark: number;
  #writtenMark: number;

  constructor(records: FollowerRecords, held: Held, mark: number) {
    this.#records = records;
    this.held = held;
    this.#mark = mark;
    this.#writtenMark = mark;
  }

  /** Undefined: not known here; see {@link Positions.load}. */
  get(conversation: number): number | undefined {
    return (
      this.#unwritten.get(conversation) ?? this.#writing.get(conversation) ?? this.#written.get(conversation)
    );
  }

  /** Afterwards all of these are known. Rejects with a StoreError. */
  async load(conversations: readonly number[]): Promise<void> {
    const missing = conversations.filter((each) => this.get(each) === undefined);
    if (missing.length === 0) return;
    const found = await this.#records.positions(this.held.follower, missing);
    for (const each of missing) this.learn(each, found.get(each) ?? 0);
  }

  /** What the store says of a conversation; it does not count where more is known. */
  learn(conversation: number, seq: number): void {
    if (this.get(conversation) !== undefined) return;
    this.#written.set(conversation, seq);
    this.#forgetOld();
  }

  /** Everything up to `seq` is handled. */
  advance(conversation: number, seq: number): void {
    this.#unwritten.set(conversation, seq);
  }

  /** Everything in conversations that last changed before this is handled. Unix ms; never lowers it. */
  raiseMark(mark: number): void {
    this.#mark = Math.max(this.#mark, mark);
  }

  get mark(): number {
    return this.#mark;
  }

  /** Conversations whose position is not written. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  get needsWrite(): boolean {
    return this.#unwritten.size > 0 || this.#mark - this.#writtenMark >= MARK_STEP_MS;
  }

  /** What is to be written now. The next call must be after {@link Positions.settle}. */
  take(maxConversations: number): PositionWrite {
    const taken = new Map<number, number>();
    const moves: number[] = [];
    for (const [conversation, seq] of this.#unwritten) {
      if (taken.size === maxConversations) break;
      taken.set(conversation, seq);
      moves.push(conversation, seq);
    }
    for (const conversation of taken.keys()) this.#unwritten.delete(conversation);
    this.#writing = taken;
    // The mark says that all positions are there which it stands on.
    const isWhole = this.#unwritten.size === 0;
    const mark = isWhole && this.#mark > this.#writtenMark ? this.#mark : undefined;
    return { ...this.held, mark, moves };
  }

  /** What became of the last {@link Positions.take}. */
  settle({ mark }: PositionWrite, isWritten: boolean): void {
    const taken = this.#writing;
    this.#writing = new Map();
    for (const [conversation, seq] of taken) {
      if (isWritten) this.#keep(conversation, seq);
      else if (!this.#unwritten.has(conversation)) this.#unwritten.set(conversation, seq);
    }
    if (isWritten) this.#writtenMark = mark ?? this.#writtenMark;
    this.#forgetOld();
  }

  #keep(conversation: number, seq: number): void {
    // Last in line, so that what is in use is forgotten last.
    this.#written.delete(conversation);
    this.#written.set(conversation, seq);
  }

  /** Many at once: finding the oldest one of a map from which much was deleted takes long. */
  #forgetOld(): void {
    if (this.#written.size <= MAX_WRITTEN) return;
    for (const conversation of this.#written.keys()) {
      if (this.#written.size <= MAX_WRITTEN / 2) return;
      this.#written.delete(conversation);
    }
  }
}
