/**
 * A progress bar on a terminal; silent elsewhere.
 *
 * @module
 */

/** The terminal to draw on. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const REDRAW_MS = 100;
const BAR_CELLS = 24;
const LINE_START = '\r\u001b[2K';

export class ProgressBar {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #drawnAt = -Infinity;
  #step = '';
  #startedAt = 0;
  #isDrawn = false;

  /** `now`: by the monotonic clock, ms. */
  constructor(output: ProgressOutput, now: () => number) {
    this.#output = output;
    this.#now = now;
  }

  /** Shows the progress of a step. */
  show(step: string, done: number, total: number): void {
    if (this.#output.isTTY !== true) return;
    const now = this.#now();
    const isOther = step !== this.#step;
    if (isOther) [this.#step, this.#startedAt] = [step, now];
    if (!isOther && done < total && now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    this.#output.write(LINE_START + line(step, done, total, now - this.#startedAt));
  }

  /** Clears the line. Idempotent. */
  end(): void {
    if (this.#isDrawn) this.#output.write(LINE_START);
    this.#isDrawn = false;
  }
}

function line(step: string, done: number, total: number, elapsedMs: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * BAR_CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
  const left = share > 0.02 && share < 1 ? `  ${seconds((elapsedMs / share) * (1 - share))} left` : '';
  return `  ${step.padEnd(10)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %${left}`;
}

function seconds(ms: number): string {
  const all = Math.ceil(ms / 1000);
  return all < 60 ? `${all} s` : `${Math.floor(all / 60)} min ${all % 60} s`;
}
