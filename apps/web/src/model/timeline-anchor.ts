/**
 * Keeps the line that one reads where it is, whatever grows, loads or arrives around it. Arithmetic only: the view measures
 * and scrolls.
 *
 * All tops are distances from the top of the content, in CSS pixels, with fractions. Browsers round where they scroll to;
 * what is lost by that is added to the next shift, so that many small ones do not drift.
 *
 * @module
 */

/** A row that was seen, and where. */
export interface Mark {
  readonly key: string;
  readonly top: number;
}

/** What a scroller measures. Pixels. */
export interface Extent {
  readonly scrollTop: number;
  /** Height of what is seen. */
  readonly view: number;
  /** Height of the content. */
  readonly content: number;
}

/** Nearer than this to the end counts as there. Browsers that round stop up to 1 px before it. */
const END_PX = 3;
/** More than one, since a row may go: recalled, trimmed, hidden. */
const MAX_MARKS = 12;

export class ScrollAnchor {
  #marks: readonly Mark[] = [];
  #lost = 0;
  #isPinned = true;
  #known: Extent | undefined;

  /** At the end, to stay there. */
  get isPinned(): boolean {
    return this.#isPinned;
  }

  /**
   * The reader has scrolled, so that `extent` holds. Of a content that has grown in the meantime nothing was seen yet: whether
   * one is at the end is told by the height that was known. `isLast`: no newer page can be loaded below.
   */
  scrolled(extent: Extent, isLast: boolean): void {
    const known = this.#known;
    const content = known === undefined ? extent.content : Math.min(known.content, extent.content);
    const view = known === undefined ? extent.view : Math.max(known.view, extent.view);
    this.#isPinned = isLast && content - view - extent.scrollTop <= END_PX;
    this.#known = extent;
    this.#lost = 0;
  }

  /** Rows that are seen now, from the top. Those that begin above the view are not to be given, unless no other is seen. */
  remember(marks: readonly Mark[]): void {
    this.#marks = marks.slice(0, MAX_MARKS);
  }

  /** Goes to the end and stays there, or gives it up. */
  pin(isPinned: boolean): void {
    this.#isPinned = isPinned;
    this.#lost = 0;
  }

  /** Where to scroll to after something has changed. `topOf` measures a row; undefined: it is gone. */
  settle(extent: Extent, topOf: (key: string) => number | undefined): number {
    if (this.#isPinned) return Math.max(0, extent.content - extent.view);
    for (const { key, top } of this.#marks) {
      const now = topOf(key);
      if (now !== undefined) return extent.scrollTop + (now - top) + this.#lost;
    }
    return extent.scrollTop;
  }

  /** The view has scrolled to `extent` after `settle()` has said `wanted`; `marks` are measured anew. */
  settled(wanted: number, extent: Extent, marks: readonly Mark[]): void {
    const end = Math.max(0, extent.content - extent.view);
    const reachable = Math.min(Math.max(0, wanted), end);
    const rest = reachable - extent.scrollTop;
    this.#lost = Math.abs(rest) < 1 ? rest : 0;
    this.#known = extent;
    this.remember(marks);
  }
}
