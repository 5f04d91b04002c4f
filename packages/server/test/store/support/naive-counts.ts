/**
 * What is unread, counted message by message.
 *
 * @module
 */

export interface Said {
  readonly sender: number;
  readonly counts: boolean;
  /** It is no event. */
  readonly text: boolean;
  /** 0: everybody. */
  readonly mentions: readonly number[];
  isRecalled: boolean;
}

interface Stay {
  readonly from: number;
  to: number | undefined;
}

export interface NaiveView {
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
  readonly last: number;
  readonly firstUnread: number;
  readonly firstMention: number;
}

/** A conversation. Seqs begin at 1. */
export class NaiveCounts {
  readonly said: Said[] = [];
  readonly #stays = new Map<number, Stay[]>();
  readonly #read = new Map<number, number>();
  keptFrom = 1;

  get head(): number {
    return this.said.length;
  }

  /** With the message that tells of it, which they see. */
  joined(user: number): void {
    const stays = this.#stays.get(user) ?? [];
    this.#stays.set(user, [...stays, { from: this.head, to: undefined }]);
  }

  left(user: number): void {
    const stay = this.#stays.get(user)?.at(-1);
    if (stay !== undefined) stay.to = this.head;
  }

  isIn(user: number): boolean {
    const stay = this.#stays.get(user)?.at(-1);
    return stay !== undefined && stay.to === undefined;
  }

  read(user: number, seq: number): void {
    const visibleHead = this.#stays.get(user)?.at(-1)?.to ?? this.head;
    this.#read.set(user, Math.max(this.#read.get(user) ?? 0, Math.min(seq, visibleHead)));
  }

  viewOf(user: number): NaiveView {
    const seqs = this.said.map((_, index) => index + 1).filter((seq) => this.#sees(user, seq));
    const of = (seq: number): Said =>
      this.said[seq - 1] ?? { sender: 0, counts: false, text: false, mentions: [], isRecalled: false };
    const ownLast = this.said.findLastIndex(({ sender, counts }) => sender === user && counts) + 1;
    const read = Math.max(this.#read.get(user) ?? 0, ownLast, this.keptFrom - 1);
    const above = seqs.filter((seq) => seq > read);
    const unread = above.filter((seq) => of(seq).counts && !of(seq).isRecalled);
    const mentions = above.filter((seq) => {
      const { sender, mentions: users, isRecalled } = of(seq);
      return sender !== user && !isRecalled && (users.includes(0) || users.includes(user));
    });
    return {
      read,
      unread: unread.length,
      mentions: mentions.length,
      last: seqs.findLast((seq) => of(seq).counts) ?? 0,
      firstUnread: unread[0] ?? 0,
      firstMention: mentions[0] ?? 0,
    };
  }

  #sees(user: number, seq: number): boolean {
    return (
      seq >= this.keptFrom &&
      (this.#stays.get(user) ?? []).some(({ from, to = this.head }) => from <= seq && seq <= to)
    );
  }
}
