/**
 * When the next commit begins. A commit of one message costs nearly as much as one of ten, so under a steady stream
 * commits begin in a rhythm; a message that comes to a calm server, or from somebody who waits for each ack, is
 * committed at once. PostgreSQL does the same with commit_delay and commit_siblings.
 *
 * @module
 */

/** What waits to be committed, as far as it matters here. */
interface Queued {
  readonly submission: { readonly sender: number };
}

/** As many as this are no small commit any more, and wait for nothing. */
const ENOUGH = 64;

export class Gathering {
  readonly #intervalMs: number;
  #beganMs = -Infinity;
  /** Who alone had messages in the last commit; 0 for several. */
  #soleSender = 0;

  /** `intervalMs`: from the beginning of a commit to that of a small one after it. */
  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** How long a commit of what waits now had better wait for more; 0 for not at all. */
  waitMs(nowMs: number, queue: readonly Queued[]): number {
    const waitMs = this.#beganMs + this.#intervalMs - nowMs;
    if (waitMs <= 0 || queue.length >= ENOUGH) return 0;
    // Somebody who is alone and goes on only after an ack would wait for nobody.
    return queue.every((queued) => isOf(queued, this.#soleSender)) ? 0 : waitMs;
  }

  /** A commit of these begins. */
  began(nowMs: number, batch: readonly Queued[]): void {
    const sender = batch[0]?.submission.sender ?? 0;
    this.#beganMs = nowMs;
    this.#soleSender = batch.every((queued) => isOf(queued, sender)) ? sender : 0;
  }
}

function isOf({ submission }: Queued, sender: number): boolean {
  return submission.sender === sender;
}
