/**
 * Tells whoever wants to know that users have read something, such as what has to be taken off their screens.
 *
 * @module
 */
import type { RouterState } from './services.ts';

export interface ReadUpTo {
  readonly user: number;
  readonly conversation: number;
  /** Seq. */
  readonly read: number;
}

/** Must not reject. */
type Listener = (moved: readonly ReadUpTo[]) => Promise<void>;

/** Of cursors that this router has moved. Nothing is told again. */
export class MovedCursors {
  readonly #listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Resolves when all have heard of it. */
  async tell(moved: readonly ReadUpTo[]): Promise<void> {
    if (moved.length > 0) await Promise.all(this.#listeners.map((listener) => listener(moved)));
  }
}

export const MOVED_CURSORS: RouterState<MovedCursors> = {
  name: 'moved cursors',
  open: () => new MovedCursors(),
};
