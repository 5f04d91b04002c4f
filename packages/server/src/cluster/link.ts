/**
 * One end of a link: an ordered stream of items between two nodes, in which nothing is missing and nothing comes
 * twice, over a bus that may lose, repeat and reorder. What is sent within one turn of the event loop travels in one
 * batch; batches are numbered, kept until they are acknowledged, and sent again.
 *
 * The order of a connection's sends depends on it (promise 4): were a lost batch simply lost, what came behind it
 * would be committed first.
 *
 * A link that does not get through ends, at both ends; what was on its way then is the owners' concern.
 *
 * @module
 */
import type { Clock, Timer } from '../clock.ts';
import { encodeLinkBatch } from '../generated/bus.ts';
import type { LinkBatch } from '../generated/bus.ts';

/** `silent`: nothing was acknowledged for too long. `over`: the other side has ended it. `closed`: we have. */
export type LinkEnd = 'silent' | 'over' | 'closed' | 'overfull';

export interface LinkOptions {
  readonly clock: Clock;
  readonly self: string;
  readonly id: number;
  /** Whether this side opened it. */
  readonly isOpener: boolean;
  /** Puts one encoded batch on its way; it may be lost. */
  readonly transmit: (batch: Uint8Array) => void;
  /** False: the bus is down, and nobody's silence means anything. */
  readonly isBusUp: () => boolean;
  /** An item, in order. The bytes are the receiver's. */
  readonly onItem: (item: Uint8Array) => void;
  /** Called once; nothing comes afterwards. */
  readonly onEnd: (reason: LinkEnd) => void;
}

interface Batch {
  readonly number: number;
  readonly items: readonly Uint8Array[];
  readonly goesOn: boolean;
  readonly bytes: number;
  /** How often it was sent. */
  times: number;
  /** Monotonic ms, of the last time. */
  sentAt: number;
}

/** Well below the largest message of a bus; NATS takes 1 MiB. */
const MAX_BATCH_BYTES = 262_144;
/** Batches on their way at once; the rest waits for acknowledgements. */
const MAX_FLIGHT_BYTES = 16 * MAX_BATCH_BYTES;
/** Beyond it the link is overfull: {@link Link.send} says no. */
const MAX_WAITING_BYTES = 67_108_864;
/** An item that goes on for longer ends the link. */
const MAX_ITEM_BYTES = 16_777_216;
/** Batches that came early. */
const MAX_EARLY = 256;
const ACK_DELAY_MS = 10;
/** What is not acknowledged for so long is sent again. */
const RETRANSMIT_MS = 200;
/** Of these at once. */
const RETRANSMIT_BATCHES = 8;
/** What the other side has asked for again is on its way for so long. */
const ASKED_MS = 20;
const TICK_MS = 100;
/** A peer that acknowledges nothing for this long is not there. */
const SILENT_MS = 1500;
/** A tick that comes so late: it was us who did not run. */
const LATE_MS = 500;

export class Link {
  readonly #options: LinkOptions;
  /** Items of the next batches. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isFlushing = false;
  /** Sent and not acknowledged, by rising number. */
  readonly #flight: Batch[] = [];
  #flightBytes = 0;
  #lastSent = 0;
  #received = 0;
  readonly #early = new Map<number, LinkBatch>();
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  #ackTimer: Timer | undefined;
  #ticker: Timer | undefined;
  #tickedAt = 0;
  /** When the other side last acknowledged something new, or had nothing to acknowledge. */
  #progressAt = 0;
  #isOver = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Queues an item; the bytes may not be changed afterwards. False: too much waits already, it was not taken. */
  send(item: Uint8Array): boolean {
    if (this.#isOver || this.#waitingBytes > MAX_WAITING_BYTES) return false;
    this.#waiting.push(item);
    this.#waitingBytes += item.length;
    this.#flushAfterTurn();
    return true;
  }

  /** A batch of the other side came, in whatever order. */
  receive(batch: LinkBatch): void {
    if (this.#isOver) return;
    if (batch.isOver) {
      this.#end('over');
      return;
    }
    this.#acknowledged(batch.ack);
    if (batch.isMissing) this.#sendMissing();
    const { number } = batch;
    if (number === 0) return;
    if (number > this.#received + 1) {
      if (this.#early.size < MAX_EARLY) this.#early.set(number, batch);
      this.#acknowledge({ isMissing: true });
      return;
    }
    if (number === this.#received + 1) this.#take(batch);
    for (let next; (next = this.#early.get(this.#received + 1)) !== undefined && !this.#isOver;) {
      this.#early.delete(next.number);
      this.#take(next);
    }
    this.#acknowledgeSoon();
  }

  /** Ends it and says so to the other side. Idempotent. */
  close(): void {
    if (this.#isOver) return;
    this.#options.transmit(overBatch(this.#options));
    this.#end('closed');
  }

  #take(batch: LinkBatch): void {
    this.#received = batch.number;
    batch.items.forEach((item, index) => {
      // The owner may have ended it because of the item before.
      if (this.#isOver) return;
      const goesOn = batch.goesOn && index === batch.items.length - 1;
      if (!goesOn && this.#parts.length === 0) {
        this.#options.onItem(item);
        return;
      }
      this.#parts.push(item);
      this.#partBytes += item.length;
      if (this.#partBytes > MAX_ITEM_BYTES) this.#end('overfull');
      else if (!goesOn) this.#options.onItem(this.#joined());
    });
  }

  #joined(): Uint8Array {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    return whole;
  }

  #acknowledged(ack: number): void {
    let hasProgress = false;
    for (let first; (first = this.#flight[0]) !== undefined && first.number <= ack;) {
      this.#flight.shift();
      this.#flightBytes -= first.bytes;
      hasProgress = true;
    }
    if (!hasProgress) return;
    this.#progressAt = this.#options.clock.monotonic();
    // After a loss of many the next ones follow as fast as the first ones get through.
    this.#sendAgain();
    if (this.#waiting.length > 0) this.#flushAfterTurn();
  }

  #acknowledgeSoon(): void {
    this.#ackTimer ??= this.#options.clock.after(ACK_DELAY_MS, () => {
      this.#ackTimer = undefined;
      if (!this.#isOver) this.#acknowledge();
    });
  }

  #flushAfterTurn(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#options.clock.afterTurn(() => {
      this.#isFlushing = false;
      // While the bus is down items gather, and travel in few batches when it is back.
      while (this.#mayFlush()) this.#sendBatch();
      if (!this.#isOver) this.#ticker ??= this.#tick();
    });
  }

  #mayFlush(): boolean {
    if (this.#isOver || this.#waiting.length === 0 || !this.#options.isBusUp()) return false;
    return this.#flightBytes < MAX_FLIGHT_BYTES;
  }

  #sendBatch(): void {
    const { items, goesOn, bytes } = this.#cut();
    const batch = { number: (this.#lastSent += 1), items, goesOn, bytes, times: 0, sentAt: 0 };
    if (this.#flight.length === 0) this.#progressAt = this.#options.clock.monotonic();
    this.#flight.push(batch);
    this.#flightBytes += bytes;
    this.#transmit(batch);
  }

  /** As many waiting items as fit into one batch; of a larger one a part. */
  #cut(): Pick<Batch, 'items' | 'goesOn' | 'bytes'> {
    let count = 0;
    let bytes = 0;
    for (const { length } of this.#waiting) {
      if (count > 0 && bytes + length > MAX_BATCH_BYTES) break;
      bytes += length;
      count++;
    }
    const [first] = this.#waiting;
    if (count === 1 && first !== undefined && first.length > MAX_BATCH_BYTES) {
      this.#waiting[0] = first.subarray(MAX_BATCH_BYTES);
      this.#waitingBytes -= MAX_BATCH_BYTES;
      return { items: [first.subarray(0, MAX_BATCH_BYTES)], goesOn: true, bytes: MAX_BATCH_BYTES };
    }
    const items = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#waitingBytes -= bytes;
    return { items, goesOn: false, bytes };
  }

  #transmit(batch: Batch): void {
    batch.times++;
    batch.sentAt = this.#options.clock.monotonic();
    this.#put(batch, false);
  }

  /** `isMissing`: the next one was overtaken. */
  #acknowledge({ isMissing = false } = {}): void {
    this.#put({ number: 0, items: [], goesOn: false }, isMissing);
  }

  /** What travels acknowledges too. */
  #put({ number, items, goesOn }: Pick<Batch, 'number' | 'items' | 'goesOn'>, isMissing: boolean): void {
    const { self: from, id: link, isOpener } = this.#options;
    this.#ackTimer?.cancel();
    this.#ackTimer = undefined;
    const ack = this.#received;
    this.#options.transmit(
      encodeLinkBatch({ from, link, number, ack, isMissing, isOver: false, items, goesOn, isOpener }),
    );
  }

  /** Once at once: often it is only late, and then every batch behind it asks. */
  #sendMissing(): void {
    const [missing] = this.#flight;
    if (missing === undefined) return;
    const sentMs = this.#options.clock.monotonic() - missing.sentAt;
    if (missing.times === 1 || sentMs >= ASKED_MS) this.#transmit(missing);
  }

  /** The oldest that nobody has acknowledged in time. */
  #sendAgain(): void {
    const before = this.#options.clock.monotonic() - RETRANSMIT_MS;
    for (const batch of this.#flight.slice(0, RETRANSMIT_BATCHES)) {
      if (batch.sentAt <= before) this.#transmit(batch);
    }
  }

  /** Runs while something is unacknowledged or waits. */
  #tick(): Timer {
    const { clock } = this.#options;
    this.#tickedAt = clock.monotonic();
    return clock.after(TICK_MS, () => {
      this.#ticker = undefined;
      if (this.#isOver || this.#flight.length + this.#waiting.length === 0) return;
      const now = clock.monotonic();
      const wasLate = now - this.#tickedAt > TICK_MS + LATE_MS;
      const isBusUp = this.#options.isBusUp();
      if (wasLate || !isBusUp) this.#progressAt = now;
      if (this.#flight.length > 0 && now - this.#progressAt > SILENT_MS) {
        this.#end('silent');
        return;
      }
      if (isBusUp) {
        this.#sendAgain();
        if (this.#waiting.length > 0) this.#flushAfterTurn();
      }
      this.#ticker = this.#tick();
    });
  }

  #end(reason: LinkEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ackTimer?.cancel();
    this.#ticker?.cancel();
    this.#waiting = [];
    this.#flight.length = 0;
    this.#early.clear();
    this.#parts = [];
    this.#options.onEnd(reason);
  }
}

/** Says that this side does not know the link, or no longer. */
export function overBatch({
  self: from,
  id: link,
  isOpener,
}: Pick<LinkOptions, 'self' | 'id' | 'isOpener'>): Uint8Array {
  return encodeLinkBatch({ from, link, isOver: true, isOpener });
}
