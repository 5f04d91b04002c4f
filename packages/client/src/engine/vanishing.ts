/**
 * Messages vanish here at their time, without the server.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import { vanishesAtOf } from './fold.ts';
import type { Core } from './core.ts';

/** So often messages are looked for of which nobody has heard since the start. */
const LOOK_MS = 30_000;

export class Vanishing {
  readonly #core: Core;
  #cancel: () => void = () => {};
  #at = Infinity;

  constructor(core: Core) {
    this.#core = core;
    this.#look();
  }

  /** A message was kept: it may be the next one to vanish. */
  kept(message: Incoming): void {
    const at = vanishesAtOf(message);
    if (at > 0 && at < this.#at) this.#lookAt(at);
  }

  close(): void {
    this.#cancel();
  }

  #look(): void {
    const { seen, now, onError } = this.#core;
    void seen.vanish().catch(onError);
    this.#lookAt(now() + LOOK_MS);
  }

  #lookAt(at: number): void {
    const { platform, now } = this.#core;
    this.#cancel();
    this.#at = at;
    this.#cancel = platform.after(Math.max(0, at - now()), () => this.#look());
  }
}
