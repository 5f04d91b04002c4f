/**
 * Tells the routers that run followers what others have committed. Those that miss it find it in the store a little
 * later (scan.ts).
 *
 * @module
 */
import type { Bus, Subscription } from '../../bus/bus.ts';
import { FOLLOWERS_SUBJECT } from '../../bus/subjects.ts';
import type { Clock, Timer } from '../../clock.ts';
import { decodeCommitNote, encodeCommitNote } from '../../generated/bus.ts';

/** Commits of so long a time are told together. */
const GATHER_MS = 20;
/** Of one message, which has to fit into the bus. */
const MAX_CONVERSATIONS = 5000;

export interface CommitHintsOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly node: string;
  readonly heard: (conversation: number, seq: number) => void;
}

export class CommitHints {
  readonly #options: CommitHintsOptions;
  /** The highest seq by conversation. */
  #gathered = new Map<number, number>();
  #timer: Timer | undefined;
  #subscription: Subscription | undefined;

  constructor(options: CommitHintsOptions) {
    this.#options = options;
  }

  /** Whether it hears what others tell: only who runs a follower wants to. */
  setListening(isListening: boolean): void {
    if (isListening === (this.#subscription !== undefined)) return;
    this.#subscription?.unsubscribe();
    this.#subscription = isListening
      ? this.#options.bus.subscribe(FOLLOWERS_SUBJECT, (data) => this.#hear(data))
      : undefined;
  }

  tell(conversation: number, seq: number): void {
    this.#gathered.set(conversation, seq);
    this.#timer ??= this.#options.clock.after(GATHER_MS, () => this.#publish());
    if (this.#gathered.size >= MAX_CONVERSATIONS) this.#publish();
  }

  /** Idempotent. */
  close(): void {
    if (this.#gathered.size > 0) this.#publish();
    this.setListening(false);
  }

  #publish(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const gathered = this.#gathered;
    this.#gathered = new Map();
    const { bus, node } = this.#options;
    const note = { from: node, conversations: [...gathered.keys()], seqs: [...gathered.values()] };
    bus.publish(FOLLOWERS_SUBJECT, encodeCommitNote(note));
  }

  #hear(data: Uint8Array): void {
    const { from, conversations, seqs } = decodeCommitNote(data);
    if (from === this.#options.node) return;
    conversations.forEach((conversation, index) => this.#options.heard(conversation, seqs[index] ?? 0));
  }
}
