/**
 * How far a follower has come, as the router that runs it knows it. Positions are written behind the handling
 * (position-writer.ts), so what is here is ahead of the store by what a crash would repeat.
 *
 * @module
 */
import type { Held } from './lease-queries.ts';
import type { PositionWrite } from './position-queries.ts';
import type { FollowerRecords } from './records.ts';

/** Positions that are known though nothing of them is to be written. */
const MAX_WRITTEN = 50_000;
/** A mark that nothing else needs a write for may be so much older in the store; Unix ms. */
const MARK_STEP_MS = 600_000;

export class Positions {
  readonly held: Held;
  readonly #records: FollowerRecords;
  /** What is known, by conversation. */
  readonly #seqs = new Map<number, number>();
  /** Conversations that have moved since they were last written. */
  readonly #moved = new Set<number>();
  /** Those that are being written. */
  #writing: ReadonlySet<number> = new Set();
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
    return this.#seqs.get(conversation);
  }

  /** Afterwards all of these are known. Rejects with a StoreError. */
  async load(conversations: readonly number[]): Promise<void> {
    const missing = conversations.filter((each) => !this.#seqs.has(each));
    if (missing.length === 0) return;
    this.#forgetOld();
    const found = await this.#records.positions(this.held.follower, missing);
    for (const each of missing) this.learn(each, found.get(each) ?? 0);
  }

  /** What the store says of a conversation; it does not count where more is known. */
  learn(conversation: number, seq: number): void {
    if (!this.#seqs.has(conversation)) this.#seqs.set(conversation, seq);
  }

  /** Everything up to `seq` is handled. */
  advance(conversation: number, seq: number): void {
    this.#seqs.set(conversation, seq);
    this.#moved.add(conversation);
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
    return this.#moved.size;
  }

  get needsWrite(): boolean {
    return this.#moved.size > 0 || this.#mark - this.#writtenMark >= MARK_STEP_MS;
  }

  /** What is to be written now. The next call must be after {@link Positions.settle}. */
  take(maxConversations: number): PositionWrite {
    const taken = new Set<number>();
    const moves: number[] = [];
    for (const conversation of this.#moved) {
      if (taken.size === maxConversations) break;
      taken.add(conversation);
      moves.push(conversation, this.#seqs.get(conversation) ?? 0);
    }
    for (const conversation of taken) this.#moved.delete(conversation);
    this.#writing = taken;
    // The mark says that all positions are there which it stands on.
    const isWhole = this.#moved.size === 0;
    const mark = isWhole && this.#mark > this.#writtenMark ? this.#mark : undefined;
    return { ...this.held, mark, moves };
  }

  /** What became of the last {@link Positions.take}. */
  settle({ mark }: PositionWrite, isWritten: boolean): void {
    if (isWritten) this.#writtenMark = mark ?? this.#writtenMark;
    else for (const conversation of this.#writing) this.#moved.add(conversation);
    this.#writing = new Set();
  }

  /** Many at once, since it looks at all of them. */
  #forgetOld(): void {
    if (this.#seqs.size <= MAX_WRITTEN + this.#moved.size + this.#writing.size) return;
    for (const conversation of this.#seqs.keys()) {
      if (this.#seqs.size <= MAX_WRITTEN / 2) return;
      const isNeeded = this.#moved.has(conversation) || this.#writing.has(conversation);
      if (!isNeeded) this.#seqs.delete(conversation);
    }
  }
}
