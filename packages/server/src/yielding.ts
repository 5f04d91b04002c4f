/**
 * Leaves the process to others while it is busy: what is indexed or posted to receivers of webhooks waits, and acks do not. Work in
 * threads of its own takes processor time from the others all the same.
 *
 * @module
 */
import { pause } from './clock.ts';
import type { Clock } from './clock.ts';

/** So many times as long as the work took nothing of the kind is done while the process has no time to spare. */
const REST_FACTOR = 25;
/** Less is not worth a pause; more would make what is said wait for too long. */
const LEAST_MS = 1;
const LONGEST_MS = 1500;
/** Share of the last while in which the process did something else. */
const BUSY = 0.7;

/** In all, and of that in this thread; ms. */
interface Took {
  readonly tookMs: number;
  readonly ownMs: number;
}

/** How busy the process is, for one kind of work. */
export class Busyness {
  #loop = performance.eventLoopUtilization();
  #cpu = process.cpuUsage();
  #at = performance.now();

  /** Since the last look, without so much of one's own. */
  isBusyBut(ownMs: number): boolean {
    const [loop, cpu, at] = [performance.eventLoopUtilization(), process.cpuUsage(), performance.now()];
    const { active } = performance.eventLoopUtilization(loop, this.#loop);
    const cpuMs = (cpu.user + cpu.system - this.#cpu.user - this.#cpu.system) / 1000;
    const elapsedMs = Math.max(at - this.#at, 1);
    [this.#loop, this.#cpu, this.#at] = [loop, cpu, at];
    // A loop that only waits for the processor looks busy: then others have it, and a rest of this work helps nobody.
    return Math.min(active, cpuMs) - ownMs >= BUSY * elapsedMs;
  }
}

/** Waits, after work that has taken so long, or until the signal aborts. An idle process catches up as fast as it can. */
export async function yieldToOthers(
  { clock, busyness }: { readonly clock: Pick<Clock, 'after'>; readonly busyness: Busyness },
  took: Took,
  signal: AbortSignal,
): Promise<void> {
  const ms = restMs(busyness, took);
  if (ms > 0) await pause(clock, ms, signal);
}

/** How long yieldToOthers() waits. */
export function restMs(busyness: Busyness, { tookMs, ownMs }: Took): number {
  const isBusy = busyness.isBusyBut(ownMs);
  return isBusy && tookMs >= LEAST_MS ? Math.min(tookMs * REST_FACTOR, LONGEST_MS) : 0;
}

/** So long others wait for a piece of work, and for the rest of a large text. */
const PIECE_MS = 5;

/** Work in pieces, between which others get on. */
export class Pieces {
  readonly #clock: Pick<Clock, 'afterTurn'>;
  #begunAt = 0;
  #workedMs = 0;

  constructor(clock: Pick<Clock, 'afterTurn'>) {
    this.#clock = clock;
  }

  begin(): void {
    this.#begunAt = performance.now();
    this.#workedMs = 0;
  }

  /** Ms of work since it began, without what others did meanwhile. */
  end(): number {
    return this.#workedMs + performance.now() - this.#begunAt;
  }

  /** Call it before each step. */
  async between(): Promise<void> {
    const now = performance.now();
    if (now - this.#begunAt < PIECE_MS) return;
    this.#workedMs += now - this.#begunAt;
    await new Promise<void>((resolve) => this.#clock.afterTurn(resolve));
    this.#begunAt = performance.now();
  }
}
