/**
 * Loads pages of a window, one at a time in each direction.
 *
 * @module
 */
import type { TimelineWindow } from '@posthorn/client/engine';

/** Not sooner after a page could not be read. */
const AGAIN_MS = 3000;

export class PageLoader {
  readonly #view: Pick<TimelineWindow, 'slice' | 'older' | 'newer'>;
  readonly #onLoaded: () => void;
  readonly #loading = new Set<'older' | 'newer'>();
  #failedAt = Number.NEGATIVE_INFINITY;
  /** The engine lets go of what is at the other end when there is too much. */
  #last: 'older' | 'newer' = 'newer';

  /** `onLoaded`: a page was read; it may not be enough. */
  constructor(view: Pick<TimelineWindow, 'slice' | 'older' | 'newer'>, onLoaded: () => void) {
    this.#view = view;
    this.#onLoaded = onLoaded;
  }

  /** May be called again and again. */
  need(direction: 'older' | 'newer'): void {
    const { isLoaded, error } = this.#view.slice.get();
    // What the engine says of loading may be late: it is told by what was asked for.
    if (!isLoaded || this.#loading.has(direction)) return;
    if (error !== undefined) {
      if (performance.now() - this.#failedAt < AGAIN_MS) return;
      this.#failedAt = performance.now();
    }
    this.#load(direction);
  }

  /** A message is shown with its neighbours: the engine takes the reader for one who goes up from there. */
  around(): void {
    this.#last = 'older';
  }

  /** The reader sees the newest message. Whoever has asked for older ones last would lose it to what arrives. */
  atEnd(): void {
    if (this.#last === 'older' && this.#loading.size === 0) this.#load('newer');
  }

  #load(direction: 'older' | 'newer'): void {
    const { from, to } = this.#view.slice.get();
    this.#last = direction;
    this.#loading.add(direction);
    const page = direction === 'older' ? this.#view.older() : this.#view.newer();
    void page.then(
      () => this.#ended(direction, { from, to }),
      // Why it could not be read stands in the slice.
      () => void this.#loading.delete(direction),
    );
  }

  #ended(direction: 'older' | 'newer', before: { readonly from: number; readonly to: number }): void {
    this.#loading.delete(direction);
    const { from, to } = this.#view.slice.get();
    // Who got nothing does not ask again at once.
    if (from !== before.from || to !== before.to) this.#onLoaded();
  }
}
