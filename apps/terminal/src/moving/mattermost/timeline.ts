/**
 * Where the posts of a conversation are in the file. It has them in no order of time; so few numbers of each are kept, and
 * they are read again when it is their turn.
 *
 * @module
 */

/** A post, or one of its replies. */
export interface Place {
  /** Of the line, in bytes. */
  readonly offset: number;
  readonly length: number;
  /** Of the replies of the post; -1: the post itself. */
  readonly reply: number;
}

const NUMBERS = 4;

export class Timeline {
  readonly #numbers: number[] = [];

  add(time: number, { offset, length, reply }: Place): void {
    this.#numbers.push(time, offset, length, reply);
  }

  get length(): number {
    return this.#numbers.length / NUMBERS;
  }

  /** The first time. Undefined: nothing was said. */
  get start(): number | undefined {
    let least: number | undefined;
    for (let at = 0; at < this.#numbers.length; at += NUMBERS) {
      const time = this.#numbers[at] ?? 0;
      if (least === undefined || time < least) least = time;
    }
    return least;
  }

  /** By time; a post comes before its replies. */
  *places(): Generator<Place> {
    const numbers = this.#numbers;
    const at = (index: number, field: number): number => numbers[index * NUMBERS + field] ?? 0;
    const order = Uint32Array.from({ length: this.length }, (_, index) => index).sort(
      (a, b) => at(a, 0) - at(b, 0) || at(a, 3) - at(b, 3) || at(a, 1) - at(b, 1),
    );
    for (const index of order) yield { offset: at(index, 1), length: at(index, 2), reply: at(index, 3) };
  }
}
