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
const MAX_WRITTEN = 100_000;
/** A mark that nothing else needs a write for may be so much older in the store; Unix ms. */
const MARK_STEP_MS = 600_000;

/** How far the follower has come in a conversation. Positions alone change it. */
export class Place {
  readonly conversation: number;
  /** Everything up to here is handled. */
  seq: number;
  /** Everything up to here is handled or under way. */
  given: number;
  /** It was given something since {@link Positions.takeGiven}. */
  isGiven = false;
  /** It has moved since it was last written, or taken to be written. */
  isUnwritten = false;

  constructor(conversation: number, seq: number) {
    this.conversation = conversation;
    this.seq = seq;
    this.given = seq;
  }
}

/** Everything in a conversation up to a seq is handled. */
export interface Move {
  readonly place: Place;
  readonly seq: number;
}

export class Positions {
  readonly held: Held;
  readonly #records: FollowerRecords;
  readonly #places = new Map<number, Place>();
  #given: Place[] = [];
  /** Those that moved since the round of writes began. */
  #unwritten: Place[] = [];
  /** Those that the round still has to write, by conversation. */
  #round: Place[] = [];
  /** The mark that the round stands for once all of it is written. */
  #roundMark = 0;
  #writing: readonly Place[] = [];
  #mark: number;
  #writtenMark: number;

  constructor(records: FollowerRecords, held: Held, mark: number) {
    this.#records = records;
    this.held = held;
    this.#mark = mark;
    this.#writtenMark = mark;
  }

  /** Undefined: not known here; see {@link Positions.load}. */
  get(conversation: number): Place | undefined {
    return this.#places.get(conversation);
  }

  /** Afterwards all of these are known. Rejects with a StoreError. */
  async load(conversations: readonly number[]): Promise<void> {
    const missing = conversations.filter((each) => !this.#places.has(each));
    if (missing.length === 0) return;
    this.#forgetOld();
    const found = await this.#records.positions(this.held.follower, missing);
    for (const each of missing) this.learn(each, found.get(each) ?? 0);
  }

  /** What the store says of a conversation; it does not count where more is known. */
  learn(conversation: number, seq: number): Place {
    const known = this.#places.get(conversation);
    if (known !== undefined) return known;
    const place = new Place(conversation, seq);
    this.#places.set(conversation, place);
    return place;
  }

  /** Everything up to `seq` is under way. */
  give(place: Place, seq: number): void {
    place.given = seq;
    if (place.isGiven) return;
    place.isGiven = true;
    this.#given.push(place);
  }

  /** Conversations that were given something since {@link Positions.takeGiven}. */
  get given(): readonly Place[] {
    return this.#given;
  }

  /** How far what was given reaches now. It counts once all of it is handled, whatever is given meanwhile. */
  takeGiven(): readonly Move[] {
    const given = this.#given;
    this.#given = [];
    return given.map((place) => {
      place.isGiven = false;
      return { place, seq: place.given };
    });
  }

  /** This is handled. */
  advance({ place, seq }: Move): void {
    place.seq = seq;
    this.#note(place);
  }

  /**
   * The next entry of a conversation is handled without being given. False: something before it is not handled yet, or
   * nobody knows.
   */
  pass(conversation: number, seq: number): boolean {
    const place = this.#places.get(conversation);
    if (place === undefined || place.given !== seq - 1 || place.seq !== place.given) return false;
    place.given = seq;
    this.advance({ place, seq });
    return true;
  }

  #note(place: Place): void {
    if (place.isUnwritten) return;
    place.isUnwritten = true;
    this.#unwritten.push(place);
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
    return this.#unwritten.length + this.#round.length;
  }

  get needsWrite(): boolean {
    return this.unwritten > 0 || this.#mark - this.#writtenMark >= MARK_STEP_MS;
  }

  /**
   * What is to be written now. A round goes through everything that has moved by conversation, so that a write touches few
   * pages of the database. The next call must be after {@link Positions.settle}.
   */
  take(maxConversations: number): PositionWrite {
    if (this.#round.length === 0) {
      this.#round = this.#unwritten.sort((a, b) => a.conversation - b.conversation);
      this.#unwritten = [];
      this.#roundMark = this.#mark;
    }
    this.#writing = this.#round.slice(0, maxConversations);
    this.#round = this.#round.slice(maxConversations);
    const moves: number[] = [];
    for (const place of this.#writing) {
      place.isUnwritten = false;
      moves.push(place.conversation, place.seq);
    }
    // The mark says that all positions are there which it stands on.
    const isLast = this.#round.length === 0 && this.#roundMark > this.#writtenMark;
    return { ...this.held, mark: isLast ? this.#roundMark : undefined, moves };
  }

  /** What became of the last {@link Positions.take}. */
  settle({ mark }: PositionWrite, isWritten: boolean): void {
    if (isWritten) this.#writtenMark = mark ?? this.#writtenMark;
    else {
      for (const place of this.#writing) this.#note(place);
      this.#roundMark = 0;
    }
    this.#writing = [];
  }

  /** Many at once, since it looks at all of them. */
  #forgetOld(): void {
    if (this.#places.size <= MAX_WRITTEN + this.unwritten + this.#writing.length) return;
    const writing = new Set(this.#writing);
    for (const [conversation, place] of this.#places) {
      if (this.#places.size <= MAX_WRITTEN / 2) return;
      const isNeeded = place.isUnwritten || place.given > place.seq || writing.has(place);
      if (!isNeeded) this.#places.delete(conversation);
    }
  }
}
