/**
 * One end of a link. A link is an ordered, reliable stream of items between two nodes, over a bus that may lose, repeat
 * and reorder. Items sent within one turn of the event loop form one batch. Batches are numbered, kept until
 * acknowledged, and resent.
 *
 * The order of a connection's sends depends on it (promise 4): if a batch could get lost, later sends would be
 * committed first.
 *
 * A link that makes no progress ends at both ends. The owners decide what to do about items in flight.
 *
 * @module
 */
import type { Clock, Timer } from '../clock.ts';
import { encodeLinkBatch } from '../generated/bus.ts';
import type { LinkBatch } from '../generated/bus.ts';

/**
 * `silent`: no acknowledgement for too long. `over`: the other side has ended it. `closed`: this side has ended it.
 * `overfull`: too much waits.
 */
export type LinkEnd = 'silent' | 'over' | 'closed' | 'overfull';

export interface LinkOptions {
  readonly clock: Clock;
  readonly self: string;
  readonly id: number;
  /** Whether this side opened it. */
  readonly isOpener: boolean;
  /** Sends one encoded batch. It may get lost. */
  readonly transmit: (batch: Uint8Array) => void;
  /** False while the bus is down: then silence of the other side means nothing. */
  readonly isBusUp: () => boolean;
  /** Called with each item, in order. The receiver owns the bytes. */
  readonly onItem: (item: Uint8Array) => void;
  /** Called once, as the last call. */
  readonly onEnd: (reason: LinkEnd) => void;
}

interface Batch {
  readonly number: number;
  readonly items: readonly Uint8Array[];
  readonly goesOn: boolean;
  readonly bytes: number;
  /** Times it was sent. */
  times: number;
  /** Monotonic ms when it was last sent. */
  sentAt: number;
}

/** Well below the largest message of a bus; NATS takes 1 MiB. */
const MAX_BATCH_BYTES = 262_144;
/** Maximum unacknowledged bytes. The rest waits. */
const MAX_FLIGHT_BYTES = 16 * MAX_BATCH_BYTES;
/** Maximum waiting bytes. Beyond it the link is overfull and {@link Link.send} returns false. */
const MAX_WAITING_BYTES = 67_108_864;
/** Maximum bytes of one item. A larger one ends the link. */
const MAX_ITEM_BYTES = 16_777_216;
/** Maximum batches kept that arrived early. */
const MAX_EARLY = 256;
const ACK_DELAY_MS = 10;
/** Batches unacknowledged for this long are resent. */
const RETRANSMIT_MS = 200;
/** Maximum batches resent at once. */
const RETRANSMIT_BATCHES = 8;
/** A batch that the other side asked for is not resent again within this time. */
const ASKED_MS = 20;
const TICK_MS = 100;
/** A peer that acknowledges nothing for this long counts as gone. */
const SILENT_MS = 1500;
/** A tick this late means that this process itself did not run. */
const LATE_MS = 500;

export class Link {
  readonly #options: LinkOptions;
  /** Items waiting for the next batches. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isFlushing = false;
  /** Sent but unacknowledged batches, by rising number. */
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

  /**
   * Queues an item, whose bytes must not change afterwards. Returns false, and does not take it, if too much is
   * waiting.
   */
  send(item: Uint8Array): boolean {
    if (this.#isOver || this.#waitingBytes > MAX_WAITING_BYTES) return false;
    this.#waiting.push(item);
    this.#waitingBytes += item.length;
    this.#flushAfterTurn();
    return true;
  }

  /** Handles a batch of the other side. Batches may arrive in any order. */
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

  /** Ends the link and tells the other side. Idempotent. */
  close(): void {
    if (this.#isOver) return;
    this.#options.transmit(overBatch(this.#options));
    this.#end('closed');
  }

  #take(batch: LinkBatch): void {
    this.#received = batch.number;
    batch.items.forEach((item, index) => {
      // The owner may have ended the link because of the previous item.
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
    // After many losses, resends follow as fast as the first ones are acknowledged.
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
      // While the bus is down, items are collected, and sent in few batches when it is back.
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

  /** Takes as many waiting items as fit into one batch. A larger item is split. */
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

  /** Acknowledges. `isMissing`: the next batch was overtaken, so ask for it. */
  #acknowledge({ isMissing = false } = {}): void {
    this.#put({ number: 0, items: [], goesOn: false }, isMissing);
  }

  /** Every batch also carries an acknowledgement. */
  #put({ number, items, goesOn }: Pick<Batch, 'number' | 'items' | 'goesOn'>, isMissing: boolean): void {
    const { self: from, id: link, isOpener } = this.#options;
    this.#ackTimer?.cancel();
    this.#ackTimer = undefined;
    const ack = this.#received;
    this.#options.transmit(
      encodeLinkBatch({ from, link, number, ack, isMissing, isOver: false, items, goesOn, isOpener }),
    );
  }

  /**
   * Resends the missing batch: the first time at once, then at most every ASKED_MS. Often it is only late, and every
   * batch behind it asks for it.
   */
  #sendMissing(): void {
    const [missing] = this.#flight;
    if (missing === undefined) return;
    const sentMs = this.#options.clock.monotonic() - missing.sentAt;
    if (missing.times === 1 || sentMs >= ASKED_MS) this.#transmit(missing);
  }

  /** Resends the oldest batches that were not acknowledged in time. */
  #sendAgain(): void {
    const before = this.#options.clock.monotonic() - RETRANSMIT_MS;
    for (const batch of this.#flight.slice(0, RETRANSMIT_BATCHES)) {
      if (batch.sentAt <= before) this.#transmit(batch);
    }
  }

  /** Runs while something is unacknowledged or waiting. */
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

/** Tells the other side that this side does not know the link. */
export function overBatch({
  self: from,
  id: link,
  isOpener,
}: Pick<LinkOptions, 'self' | 'id' | 'isOpener'>): Uint8Array {
  return encodeLinkBatch({ from, link, isOver: true, isOpener });
}
