/**
 * What is on its way to one CIM client: frames that leave one at a beat, and more the longer some wait without a break.
 * Texts of one sender that wait together, such as those of one call, leave in one frame.
 *
 * @module
 */
import type { Pace } from './pace.ts';
import type { CimCommand } from './wire.ts';

/** One text for the client. */
export interface Letter {
  readonly command: CimCommand;
  readonly conversation: number;
  readonly seq: number;
  /** CIM's properties. They name the sender. */
  readonly properties: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Texts of one sender in one conversation, in order. */
export interface Parcel {
  readonly command: CimCommand;
  readonly conversation: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly texts: string[];
  /** The conversation has no earlier message that is still to be written. */
  seq: number;
  bytes: number;
}

export interface OutboxOptions {
  readonly pace: Pace;
  /** Writes a frame. */
  readonly write: (parcel: Parcel) => void;
  /** See ProtocolHost.drained(). Called by nobody else. */
  readonly drained: () => Promise<void>;
}

/** Limits of texts per frame: more than one call of CIM's can bring. A single text of any size fits. */
const MAX_TEXTS = 1000;
const MAX_BYTES = 1_048_576;
/** Beyond this, what comes live is left to the log. */
const FULL_PARCELS = 500;
const FULL_BYTES = 1_048_576;
/** Whoever feeds this goes on when so few wait, of half that size. */
const FEW_PARCELS = 100;
/** After so many beats in a row with a frame, one more leaves at each: a client that has started up handles more. */
const BEATS_PER_STEP = 100;
/** At one beat. CIM's terminal application queues no more. */
const MAX_FRAMES = 10;
const MAX_BYTES_A_BEAT = 262_144;
/** Beats after a frame that did not leave at a beat, so that the next one is a whole beat behind it. */
const REST_BEATS = 2;

export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Parcel[] = [];
  #bytes = 0;
  /** The last waiting parcel of each conversation. */
  readonly #last = new Map<number, Parcel>();
  /** `due`: the next parcel leaves after this turn. `resting`: at a beat. `blocked`: when the client has read. */
  #state: 'idle' | 'due' | 'resting' | 'blocked' = 'idle';
  #beatsToRest = 0;
  /** Beats with a frame since nothing waited. */
  #beatsBusy = 0;
  #onDrained: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#waiting.length >= FULL_PARCELS || this.#bytes >= FULL_BYTES;
  }

  add({ text, ...letter }: Letter): void {
    const bytes = Buffer.byteLength(text);
    const last = this.#last.get(letter.conversation);
    if (last !== undefined && takes(last, letter, bytes)) {
      last.texts.push(text);
      last.bytes += bytes;
      last.seq = letter.seq;
    } else {
      const parcel = { ...letter, texts: [text], bytes };
      this.#waiting.push(parcel);
      this.#last.set(letter.conversation, parcel);
    }
    this.#bytes += bytes;
    if (this.#state !== 'idle') return;
    this.#state = 'due';
    // So that all texts of a call are here.
    this.#options.pace.afterTurn(() => this.#writeSome(REST_BEATS));
  }

  /** A message that the client does not get. False: nothing of its conversation waits here. */
  skip(conversation: number, seq: number): boolean {
    const last = this.#last.get(conversation);
    if (last !== undefined) last.seq = seq;
    return last !== undefined;
  }

  /** Resolves when few parcels wait, and the client has read most of what was written. For one caller at a time. */
  drained(): Promise<void> {
    if (this.#isDrained()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
    this.#last.clear();
    this.#bytes = 0;
  }

  #isDrained(): boolean {
    const isLittle = this.#waiting.length <= FEW_PARCELS && this.#bytes <= FULL_BYTES / 2;
    return isLittle && this.#state !== 'blocked';
  }

  #writeSome(beatsToRest: number): void {
    const frames = Math.min(MAX_FRAMES, 1 + Math.floor(this.#beatsBusy / BEATS_PER_STEP));
    for (let written = 0, bytes = 0; written < frames && bytes < MAX_BYTES_A_BEAT; written++)
      bytes += this.#writeNext();
    this.#beatsBusy++;
    this.#state = 'resting';
    this.#beatsToRest = beatsToRest;
    this.#options.pace.join(this.#onBeat);
    this.#tellDrained();
  }

  /** Returns the bytes of its texts; 0 if nothing waits. */
  #writeNext(): number {
    const parcel = this.#waiting.shift();
    if (parcel === undefined) return 0;
    if (this.#last.get(parcel.conversation) === parcel) this.#last.delete(parcel.conversation);
    this.#bytes -= parcel.bytes;
    this.#options.write(parcel);
    return parcel.bytes;
  }

  readonly #onBeat = (): boolean => {
    this.#beatsToRest--;
    if (this.#beatsToRest > 0) return true;
    if (this.#waiting.length === 0) {
      this.#state = 'idle';
      this.#beatsBusy = 0;
    } else {
      this.#state = 'blocked';
      // At once, unless the client reads slowly. If it is gone this may never resolve; then nobody keeps this object.
      void this.#options.drained().then(() => this.#writeSome(1));
    }
    return false;
  };

  #tellDrained(): void {
    if (!this.#isDrained()) return;
    this.#onDrained?.();
    this.#onDrained = undefined;
  }
}

/** Whether one more text may travel in this parcel. */
function takes(parcel: Parcel, { properties }: Omit<Letter, 'text'>, bytes: number): boolean {
  return (
    parcel.texts.length < MAX_TEXTS &&
    parcel.bytes + bytes <= MAX_BYTES &&
    JSON.stringify(parcel.properties) === JSON.stringify(properties)
  );
}
