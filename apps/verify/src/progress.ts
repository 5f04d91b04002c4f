/**
 * A progress line on a terminal.
 *
 * @module
 */
import type { Entry } from './history.ts';

const WIDTH = 24;
const EVERY_MS = 100;

export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** 0: unknown. */
  readonly totalMs: number;
  readonly elapsedMs: () => number;
}

export class Progress {
  readonly #options: ProgressOptions;
  readonly #active = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #startedAt: number | undefined;
  #phase = 'starting';
  #sent = 0;
  #acked = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#draw(), EVERY_MS);
  }

  phase(phase: string): void {
    this.#phase = phase;
    if (phase === 'storm') this.#startedAt = this.#options.elapsedMs();
    this.#draw();
  }

  observe(entry: Entry): void {
    if (entry.op === 'send' && entry.stage === 'invoke') this.#sent += 1;
    else if (entry.op === 'send' && entry.stage === 'ok') this.#acked += 1;
    else if (entry.op === 'fault' && entry.stage === 'begin') this.#active.add(entry.fault);
    else if (entry.op === 'fault') this.#active.delete(entry.fault);
  }

  /** Clears the line. */
  close(): void {
    clearInterval(this.#timer);
    this.#options.write('\r\u001b[K');
  }

  #draw(): void {
    const { write, totalMs, elapsedMs } = this.#options;
    const begun = elapsedMs() - (this.#startedAt ?? Infinity);
    const done = totalMs === 0 ? 0 : Math.max(0, Math.min(1, begun / totalMs));
    const filled = Math.round(done * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    const what = this.#phase === 'storm' ? [...this.#active].join(' + ') : this.#phase;
    write(
      `\r\u001b[K  ${bar} ${Math.round(done * 100)} %  sent ${this.#sent}  acked ${this.#acked}  ${what}`,
    );
  }
}
