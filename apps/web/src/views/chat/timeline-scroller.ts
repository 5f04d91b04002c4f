/**
 * Scrolls a timeline: keeps the line that one reads in its place (ScrollAnchor), goes where it is told, and says what is seen.
 * The only code that measures rows. Rows are the children of the content, with `data-row` (their key) and `data-seq`.
 *
 * @module
 */
import { ScrollAnchor } from '../../model/timeline-anchor.ts';
import type { Extent, Mark } from '../../model/timeline-anchor.ts';

/** Where to go. `place`: so far below the top of the view, or in the middle, or below the first quarter. */
export type Goal =
  | { readonly to: 'newest' }
  | { readonly to: 'row'; readonly seq: number; readonly place: number | 'middle' | 'quarter' };

/** What is shown of the conversation. */
export interface Loaded {
  readonly from: number;
  readonly to: number;
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
}

/** Where the reader is, after each scroll and each change. */
export interface Seen {
  /** The last message of which enough is seen; 0: none. */
  readonly seen: number;
  /** At the end of what is loaded, and nothing newer is left to load. */
  readonly isAtEnd: boolean;
  /** The first message that is seen, and how far below the top of the view it begins. */
  readonly top: { readonly seq: number; readonly offset: number } | undefined;
}

export interface ScrollerEvents {
  onSeen(seen: Seen): void;
  /** Less than a screen is left in this direction. Called again and again. */
  onNeed(direction: 'older' | 'newer'): void;
  /** A goal was reached. `row`: of the message that it is. */
  onReached(seq: number): void;
}

/** So much of a message is enough to have seen it. */
const ENOUGH_PX = 40;
/** So long the first goal may take before what is there is shown all the same. */
const PATIENCE_MS = 600;
/** Load more when less than so many screens are left. */
const AHEAD_SCREENS = 1.5;

export class TimelineScroller {
  readonly #view: HTMLElement;
  readonly #content: HTMLElement;
  readonly #events: ScrollerEvents;
  readonly #anchor = new ScrollAnchor();
  readonly #observer: ResizeObserver;
  #rows = new Map<string, HTMLElement>();
  #loaded: Loaded = { from: 0, to: 0, isAtStart: false, isAtEnd: false };
  #goal: Goal | undefined;
  /** What we have scrolled to ourselves. */
  #scrolledTo = -1;
  /** The row of the last goal: kept in place before all others until the reader scrolls. */
  #held: string | undefined;
  /** The row of the goal is there, but not enough around it to put it where it belongs. */
  #isNear = false;
  /** Nothing is shown before the first goal is reached, so that nothing jumps. */
  #isShown = false;
  readonly #patience: ReturnType<typeof setTimeout>;

  constructor(view: HTMLElement, content: HTMLElement, events: ScrollerEvents) {
    this.#view = view;
    this.#content = content;
    this.#events = events;
    this.#observer = new ResizeObserver(() => this.#settle());
    this.#observer.observe(content);
    this.#observer.observe(view);
    view.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#patience = setTimeout(() => this.#show(), PATIENCE_MS);
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#patience);
    this.#observer.disconnect();
    this.#view.removeEventListener('scroll', this.#onScroll);
  }

  /** Goes there as soon as the rows are there. */
  goTo(goal: Goal): void {
    this.#goal = goal;
    this.#isNear = false;
    this.#anchor.pin(goal.to === 'newest');
    this.#view.toggleAttribute('data-opening', !this.#isShown);
    this.#reach();
  }

  /** The rows have changed. To be called before they are painted. */
  changed(loaded: Loaded): void {
    this.#loaded = loaded;
    this.#rows = new Map();
    for (const child of this.#content.children) {
      if (child instanceof HTMLElement && child.dataset['row'] !== undefined)
        this.#rows.set(child.dataset['row'], child);
    }
    if (this.#goal === undefined || !this.#reach()) this.#settle();
  }

  /** Says again what is seen, and what is needed. */
  look(): void {
    this.#tell(this.#visible());
  }

  readonly #onScroll = (): void => {
    if (Math.abs(this.#view.scrollTop - this.#scrolledTo) < 1) return;
    this.#scrolledTo = -1;
    this.#held = undefined;
    this.#goal = undefined;
    this.#anchor.scrolled(this.#extent(), this.#loaded.isAtEnd);
    const visible = this.#visible();
    this.#anchor.remember(this.#marks(visible));
    this.#tell(visible);
  };

  /** False: the rows are not there yet. */
  #reach(): boolean {
    const goal = this.#goal;
    if (goal === undefined) return false;
    if (goal.to === 'newest') {
      if (this.#rows.size > 0) this.#show();
      if (!this.#loaded.isAtEnd) return false;
      this.#goal = undefined;
      this.#settle();
      return true;
    }
    const row = this.#rowAt(goal.seq);
    if (row === undefined) return false;
    const { top, height } = this.#boxOf(row);
    const wanted = top - placeOf(goal.place, this.#extent().view, height);
    this.#held = row.dataset['row'];
    this.#scrollTo(wanted);
    const extent = this.#extent();
    const end = extent.content - extent.view;
    this.#isNear = (wanted > end + 1 && !this.#loaded.isAtEnd) || (wanted < -1 && !this.#loaded.isAtStart);
    if (!this.#isNear) this.#goal = undefined;
    // Not pinned, though it may be near the end: what arrives must not move it. At the very end it is.
    this.#anchor.pin(this.#loaded.isAtEnd && end - extent.scrollTop < 1);
    this.#after(extent.scrollTop);
    if (this.#isNear) return true;
    this.#show();
    this.#events.onReached(Number(row.dataset['seq']));
    return true;
  }

  #show(): void {
    if (this.#isShown) return;
    this.#isShown = true;
    this.#view.removeAttribute('data-opening');
  }

  /** Something may have moved. */
  #settle(): void {
    // Nothing is there yet, and measuring would lay out the page for it.
    if (this.#rows.size === 0) return;
    const wanted = this.#anchor.settle(this.#extent(), (key) => {
      const row = this.#rows.get(key);
      return row === undefined ? undefined : this.#boxOf(row).top;
    });
    this.#scrollTo(wanted);
    this.#after(wanted);
  }

  #after(wanted: number): void {
    const visible = this.#visible();
    this.#anchor.settled(wanted, this.#extent(), this.#marks(visible));
    this.#tell(visible);
  }

  #scrollTo(top: number): void {
    if (Math.abs(this.#view.scrollTop - top) < 0.01) return;
    this.#view.scrollTop = top;
    this.#scrolledTo = this.#view.scrollTop;
  }

  #extent(): Extent {
    const { scrollTop, clientHeight, scrollHeight } = this.#view;
    return { scrollTop, view: clientHeight, content: scrollHeight };
  }

  /** In the content. */
  #boxOf(row: HTMLElement): { readonly top: number; readonly height: number } {
    const { top, height } = row.getBoundingClientRect();
    return { top: top - this.#view.getBoundingClientRect().top + this.#view.scrollTop, height };
  }

  /** The rows that are seen, from the top. */
  #visible(): readonly HTMLElement[] {
    const rows = [...this.#rows.values()];
    const { top, bottom } = this.#view.getBoundingClientRect();
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= top) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < rows.length && (rows[end]?.getBoundingClientRect().top ?? bottom) < bottom) end++;
    return rows.slice(low, end);
  }

  /**
   * Rows that begin in the view come first, and before all the one that was gone to. Messages alone: the line of a day stays
   * above the first message of the day that is loaded, wherever that is.
   */
  #marks(visible: readonly HTMLElement[]): readonly Mark[] {
    const { scrollTop } = this.#view;
    const messages = visible.filter(({ dataset }) => dataset['seq'] !== undefined);
    const marks = messages.map((row) => ({ key: row.dataset['row'] ?? '', top: this.#boxOf(row).top }));
    const inside = marks.filter(({ key, top }) => top >= scrollTop && key !== this.#held);
    const held = marks.filter(({ key }) => key === this.#held);
    const above = marks.filter(({ key, top }) => top < scrollTop && key !== this.#held);
    return [...held, ...inside, ...above];
  }

  #tell(visible: readonly HTMLElement[]): void {
    const { top, bottom } = this.#view.getBoundingClientRect();
    const { scrollTop, view, content } = this.#extent();
    const below = content - view - scrollTop;
    let seen = 0;
    let first: Seen['top'];
    for (const row of visible) {
      const seq = Number(row.dataset['seq'] ?? 0);
      if (seq === 0) continue;
      const box = row.getBoundingClientRect();
      if (Math.min(box.bottom, bottom) - box.top >= Math.min(box.height, ENOUGH_PX)) seen = seq;
      first ??= { seq, offset: box.top - top };
    }
    this.#events.onSeen({ seen, isAtEnd: this.#loaded.isAtEnd && below <= 3, top: first });
    if ((this.#goal !== undefined && !this.#isNear) || this.#rows.size === 0) return;
    if (!this.#loaded.isAtStart && scrollTop < view * AHEAD_SCREENS) this.#events.onNeed('older');
    if (!this.#loaded.isAtEnd && below < view * AHEAD_SCREENS) this.#events.onNeed('newer');
  }

  /** The row of a message, or of the next one that is shown. Undefined: it is not loaded. */
  #rowAt(seq: number): HTMLElement | undefined {
    const { from, to, isAtStart, isAtEnd } = this.#loaded;
    if ((seq < from && !isAtStart) || (seq > to && !isAtEnd)) return undefined;
    let last: HTMLElement | undefined;
    for (const row of this.#rows.values()) {
      const at = Number(row.dataset['seq'] ?? 0);
      if (at === 0) continue;
      last = row;
      if (at >= seq) return row;
    }
    return last;
  }
}

function placeOf(place: number | 'middle' | 'quarter', view: number, height: number): number {
  if (place === 'quarter') return view / 4;
  if (place !== 'middle') return place;
  return Math.max(16, (view - height) / 2);
}
