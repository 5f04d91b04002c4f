/**
 * What is on its way to a client with QoS 1: packet ids, and how many there may be.
 *
 * @module
 */

const MAX_WINDOW = 64;
const MAX_PACKET_ID = 65_535;

export class Outbound {
  readonly #window: number;
  readonly #inFlight = new Set<number>();
  #lastId = 0;
  #onRoom: (() => void) | undefined;

  /** `receiveMaximum`: of the client. */
  constructor(receiveMaximum: number) {
    this.#window = Math.min(receiveMaximum, MAX_WINDOW);
  }

  get isFull(): boolean {
    return this.#inFlight.size >= this.#window;
  }

  /** Resolves when one more may be sent. For one caller at a time. */
  room(): Promise<void> {
    if (!this.isFull) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onRoom = resolve;
    });
  }

  /** A packet id for one that is sent now. */
  take(): number {
    do this.#lastId = (this.#lastId % MAX_PACKET_ID) + 1;
    while (this.#inFlight.has(this.#lastId));
    this.#inFlight.add(this.#lastId);
    return this.#lastId;
  }

  acked(messageId: number): void {
    this.#inFlight.delete(messageId);
    if (this.isFull) return;
    this.#onRoom?.();
    this.#onRoom = undefined;
  }
}
