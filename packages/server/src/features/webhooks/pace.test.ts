/** Deliveries at full speed notice that others want the process. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pause } from '../../clock.ts';
import { Process, VirtualTime } from '../../conformance/followers/virtual-time.ts';
import { Pace } from './pace.ts';

const LANES = 16;
/** From one request of a lane to its next one. */
const REQUEST_MS = 20;
/** Processor time of a request. */
const COST_MS = 0.5;

/** A process in which all lanes always have something to deliver. */
class Machine {
  readonly #time = new VirtualTime();
  readonly #clock = new Process(this.#time).clock;
  /** The share that others want. */
  others = 0;
  requests = 0;
  #seen = { requests: 0, elapsed: 0 };

  start(): void {
    const pace = new Pace(this.#clock, this);
    for (let lane = 0; lane < LANES; lane++) void this.#deliver(pace);
  }

  /** As Busyness does, in virtual time. */
  isBusyBut(ownMs: number): boolean {
    const { elapsed } = this.#time;
    const elapsedMs = Math.max(elapsed - this.#seen.elapsed, 1);
    const tookMs = (this.requests - this.#seen.requests) * COST_MS;
    this.#seen = { requests: this.requests, elapsed };
    const usedMs = Math.min(elapsedMs, tookMs + this.others * elapsedMs);
    return usedMs - ownMs >= 0.7 * elapsedMs;
  }

  /** Requests a second. */
  async pass(seconds: number): Promise<number> {
    const before = this.requests;
    for (const end = this.#time.elapsed + seconds * 1000; this.#time.elapsed < end; this.#time.advance())
      await new Promise((resolve) => setImmediate(resolve));
    return (this.requests - before) / seconds;
  }

  async #deliver(pace: Pace): Promise<never> {
    for (;;) {
      await pace.turn();
      this.requests++;
      await pause(this.#clock, REQUEST_MS);
    }
  }
}

const FULL = (LANES / REQUEST_MS) * 1000;

it('deliveries that have the process for themselves go nearly as fast as they can', async () => {
  const machine = new Machine();
  machine.start();
  await machine.pass(1);
  const rate = await machine.pass(10);
  assert.ok(rate >= 0.9 * FULL, `${rate} of ${FULL} requests a second`);
});

it('when others begin to want all of it, deliveries leave it to them, and take it back afterwards', async () => {
  const machine = new Machine();
  machine.start();
  await machine.pass(5);
  machine.others = 1;
  await machine.pass(1.5);
  const rate = await machine.pass(5);
  assert.ok(rate <= 50, `${rate} requests a second`);
  machine.others = 0.1;
  await machine.pass(1);
  const after = await machine.pass(5);
  assert.ok(after >= 0.9 * FULL, `${after} of ${FULL} requests a second`);
});
