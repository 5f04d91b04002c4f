/**
 * Dragging pinned rows: by the mouse at once, by a finger that has rested on a row for a moment. A finger that is lifted then without
 * having moved gets the row's menu.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

const PRESS_MS = 400;
/** What moves less is a click. */
const SLOP_PX = 8;

interface Drag {
  readonly id: number;
  readonly row: HTMLElement;
  readonly startX: number;
  readonly startY: number;
  /** The row is under way. */
  isMoving: boolean;
  to: number;
}

type Point = Pick<MouseEvent, 'clientX' | 'clientY'>;

export interface PinDragOptions {
  readonly box: RefObject<HTMLElement | null>;
  /** As they stand in the list. */
  readonly pinned: readonly number[];
  /** `to`: the place among them. */
  readonly onMove: (id: number, to: number) => void;
}

export function usePinDrag({ box, pinned, onMove }: PinDragOptions): void {
  const latest = useRef({ pinned, onMove });
  latest.current = { pinned, onMove };
  const canDrag = pinned.length > 1;
  useEffect(() => {
    const element = box.current;
    if (element === null || !canDrag) return undefined;
    const drags = new PinDrags(element, () => latest.current);
    return () => drags.close();
  }, [box, canDrag]);
}

class PinDrags {
  readonly #box: HTMLElement;
  readonly #options: () => Pick<PinDragOptions, 'pinned' | 'onMove'>;
  readonly #ends = new AbortController();
  #drag: Drag | undefined;
  #arming: ReturnType<typeof setTimeout> | undefined;
  /** A finger has rested long enough. */
  #isArmed = false;
  /** Of the click that follows a drag. */
  #isClickOver = false;

  constructor(box: HTMLElement, options: () => Pick<PinDragOptions, 'pinned' | 'onMove'>) {
    this.#box = box;
    this.#options = options;
    const { signal } = this.#ends;
    box.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    addEventListener('pointermove', (event) => this.#pointerMoves(event), { signal });
    addEventListener('pointerup', (event) => event.pointerType === 'mouse' && this.#end(true), { signal });
    // Links would be dragged to other windows.
    box.addEventListener('dragstart', (event) => this.#rowAt(event.target) && event.preventDefault(), {
      signal,
    });
    box.addEventListener('touchstart', (event) => this.#touch(event), { signal, passive: true });
    box.addEventListener('touchmove', (event) => this.#touchMoves(event), { signal, passive: false });
    box.addEventListener('touchend', (event) => this.#touchEnds(event), { signal });
    box.addEventListener('contextmenu', (event) => this.#menu(event), { signal });
    box.addEventListener('touchcancel', () => this.#end(false), { signal });
    box.addEventListener('click', (event) => this.#click(event), { signal, capture: true });
    addEventListener('keydown', (event) => event.key === 'Escape' && this.#end(false), { signal });
  }

  close(): void {
    this.#end(false);
    this.#ends.abort();
  }

  #rowAt(target: EventTarget | null): HTMLElement | undefined {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    const isPinned = row !== null && this.#options().pinned.includes(Number(row.dataset['row']));
    return isPinned ? row : undefined;
  }

  #press(event: PointerEvent): void {
    this.#isClickOver = false;
    if (event.pointerType === 'mouse' && event.button === 0) this.#begin(event.target, event);
  }

  #begin(target: EventTarget | null, { clientX: startX, clientY: startY }: Point): void {
    this.#end(false);
    const row = this.#rowAt(target);
    if (row === undefined) return;
    const id = Number(row.dataset['row']);
    this.#drag = { id, row, startX, startY, isMoving: false, to: this.#options().pinned.indexOf(id) };
  }

  #pointerMoves(event: PointerEvent): void {
    if (event.pointerType === 'mouse') this.#moveTo(event.clientY);
  }

  #touch(event: TouchEvent): void {
    const [touch] = event.touches;
    if (touch === undefined || event.touches.length > 1) return this.#end(false);
    this.#begin(event.target, touch);
    const drag = this.#drag;
    if (drag === undefined) return;
    // The menu would open in the middle.
    event.stopPropagation();
    this.#arming = setTimeout(() => {
      this.#isArmed = true;
      drag.row.dataset['dragged'] = '';
      navigator.vibrate?.(10);
    }, PRESS_MS);
  }

  #touchEnds(event: TouchEvent): void {
    const drag = this.#drag;
    const isRest = this.#isArmed && drag?.isMoving === false;
    // No click follows.
    if (this.#isArmed && event.cancelable) event.preventDefault();
    this.#end(true);
    this.#isClickOver = false;
    if (!isRest || drag === undefined) return;
    const { startX: clientX, startY: clientY } = drag;
    drag.row.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, clientX, clientY }),
    );
  }

  /** Some browsers open it while the finger rests. */
  #menu(event: MouseEvent): void {
    if (this.#drag === undefined || event.button === 2) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #touchMoves(event: TouchEvent): void {
    const [touch] = event.touches;
    if (touch === undefined || this.#drag === undefined) return;
    if (this.#isArmed) {
      event.preventDefault();
      this.#moveTo(touch.clientY);
    } else if (Math.abs(touch.clientY - this.#drag.startY) > SLOP_PX) this.#end(false);
  }

  #moveTo(y: number): void {
    const drag = this.#drag;
    if (drag === undefined) return;
    if (!drag.isMoving && Math.abs(y - drag.startY) < SLOP_PX) return;
    drag.isMoving = true;
    drag.to = this.#placeAt(y);
    drag.row.dataset['dragged'] = '';
    drag.row.style.translate = `0 ${String(y - drag.startY)}px`;
    this.#mark(drag);
  }

  /** The place whose row is nearest. */
  #placeAt(y: number): number {
    const { pinned } = this.#options();
    let best = { at: 0, distance: Infinity };
    pinned.forEach((id, at) => {
      const row = this.#rowOf(id);
      if (row === undefined) return;
      // Where it stands, not where it is drawn.
      const { top, height } = row.getBoundingClientRect();
      const shift = row === this.#drag?.row ? parseFloat(row.style.translate.split(' ')[1] ?? '0') || 0 : 0;
      const distance = Math.abs(top - shift + height / 2 - y);
      if (distance < best.distance) best = { at, distance };
    });
    return best.at;
  }

  /** A line says where it goes. */
  #mark({ id, to }: Drag): void {
    const { pinned } = this.#options();
    const from = pinned.indexOf(id);
    pinned.forEach((each, at) => {
      const row = this.#rowOf(each);
      if (row === undefined) return;
      if (at !== to || at === from) delete row.dataset['drop'];
      else row.dataset['drop'] = to < from ? 'above' : 'below';
    });
  }

  #end(isDropped: boolean): void {
    clearTimeout(this.#arming);
    this.#isArmed = false;
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag === undefined) return;
    delete drag.row.dataset['dragged'];
    drag.row.style.translate = '';
    for (const row of this.#box.querySelectorAll<HTMLElement>('[data-drop]')) delete row.dataset['drop'];
    if (!drag.isMoving) return;
    this.#isClickOver = true;
    if (isDropped) this.#options().onMove(drag.id, drag.to);
  }

  #click(event: MouseEvent): void {
    if (!this.#isClickOver) return;
    this.#isClickOver = false;
    event.preventDefault();
    event.stopPropagation();
  }

  #rowOf(id: number): HTMLElement | undefined {
    return this.#box.querySelector<HTMLElement>(`[data-row="${String(id)}"]`) ?? undefined;
  }
}
