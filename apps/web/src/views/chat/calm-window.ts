/**
 * A window that is not drawn anew for each of many messages that arrive in a moment.
 *
 * @module
 */
import type { Live, Slice, TimelineWindow } from '@posthorn/client/engine';

/** What arrives sooner after the last change is shown with it. */
const CALM_MS = 80;

/** The first of several messages is there at once, the others together after a moment. All other changes are there at once. */
class CalmSlice implements Live<Slice> {
  readonly #slice: Live<Slice>;
  readonly #listeners = new Set<() => void>();
  #end: (() => void) | undefined;
  #shown: Slice;
  #changedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(slice: Live<Slice>) {
    this.#slice = slice;
    this.#shown = slice.get();
  }

  readonly get = (): Slice => {
    // Nobody is told of changes: it is as it is.
    if (this.#end === undefined) this.#shown = this.#slice.get();
    return this.#shown;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#end === undefined) {
      this.#end = this.#slice.subscribe(() => this.#changed());
      // It may have changed since it was read, and nobody was told.
      this.#shown = this.#slice.get();
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#end?.();
      this.#end = undefined;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  };

  #changed(): void {
    const since = performance.now() - this.#changedAt;
    if (since >= CALM_MS || !hasOnlyGrown(this.#shown, this.#slice.get())) this.#show();
    else this.#timer ??= setTimeout(() => this.#show(), CALM_MS - since);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changedAt = performance.now();
    this.#shown = this.#slice.get();
    for (const listener of this.#listeners) listener();
  }
}

/** The answer that is on its way. */
class Asked<T> {
  #pending: { readonly key: number; readonly answer: Promise<T> } | undefined;

  once(key: number, ask: () => Promise<T>): Promise<T> {
    if (this.#pending?.key === key) return this.#pending.answer;
    const answer = ask().finally(() => {
      if (this.#pending?.answer === answer) this.#pending = undefined;
    });
    this.#pending = { key, answer };
    return answer;
  }

  /** Something else was asked for. */
  forget(): void {
    this.#pending = undefined;
  }
}

/** Messages have come at the end, and nothing else is different in what may be waited for. */
function hasOnlyGrown(before: Slice, after: Slice): boolean {
  return (
    before.isLoaded &&
    before.from === after.from &&
    before.to < after.to &&
    before.isAtEnd === after.isAtEnd &&
    before.isLoadingOlder === after.isLoadingOlder &&
    before.error === after.error &&
    // One's own takes the place of what was on its way, which goes now.
    (after.messages.findLast(({ isMine }) => isMine)?.seq ?? 0) <= before.to
  );
}

/** What is asked for twice, before the page is drawn and by what it draws, is asked of the engine once. */
export function calmWindow(view: TimelineWindow): TimelineWindow {
  const newest = new Asked<void>();
  const around = new Asked<number>();
  return {
    slice: new CalmSlice(view.slice),
    showNewest() {
      around.forget();
      return newest.once(0, () => view.showNewest());
    },
    showAround(seq) {
      newest.forget();
      return around.once(seq, () => view.showAround(seq));
    },
    older: () => view.older(),
    newer: () => view.newer(),
    close: () => view.close(),
  };
}
