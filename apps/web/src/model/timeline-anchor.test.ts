import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScrollAnchor } from './timeline-anchor.ts';
import type { Mark } from './timeline-anchor.ts';

const VIEW = 600;

/** A scroller whose browser rounds where it scrolls to. */
class FakeScroller {
  readonly anchor = new ScrollAnchor();
  rows: { key: string; height: number }[];
  scrollTop = 0;

  constructor(heights: readonly number[]) {
    this.rows = heights.map((height, index) => ({ key: `r${index}`, height }));
  }

  get content(): number {
    return this.rows.reduce((sum, { height }) => sum + height, 0);
  }

  extent(): { scrollTop: number; view: number; content: number } {
    return { scrollTop: this.scrollTop, view: VIEW, content: this.content };
  }

  topOf(key: string): number | undefined {
    let top = 0;
    for (const row of this.rows) {
      if (row.key === key) return top;
      top += row.height;
    }
    return undefined;
  }

  marks(): readonly Mark[] {
    const all = this.rows.map(({ key }) => ({ key, top: this.topOf(key) ?? 0 }));
    return all.filter(({ top }) => top >= this.scrollTop && top < this.scrollTop + VIEW);
  }

  scroll(to: number): void {
    this.#go(to);
    this.anchor.scrolled(this.extent(), true);
    this.anchor.remember(this.marks());
  }

  /** What a layout does. */
  settle(): void {
    const wanted = this.anchor.settle(this.extent(), (key) => this.topOf(key));
    this.#go(wanted);
    this.anchor.settled(wanted, this.extent(), this.marks());
  }

  #go(to: number): void {
    this.scrollTop = Math.round(Math.min(Math.max(0, to), Math.max(0, this.content - VIEW)));
  }
}

test('fifty messages before the line that one reads move it by less than a pixel, also when they grow', () => {
  const scroller = new FakeScroller(Array.from({ length: 60 }, () => 40.3));
  scroller.scroll(800);
  const key = scroller.marks()[0]?.key ?? '';
  const seen = (scroller.topOf(key) ?? 0) - scroller.scrollTop;
  scroller.rows = [
    ...Array.from({ length: 50 }, (_, at) => ({ key: `n${at}`, height: 21.7 })),
    ...scroller.rows,
  ];
  scroller.settle();
  for (const row of scroller.rows.slice(0, 50)) {
    row.height += 180.33;
    scroller.settle();
    assert.ok(Math.abs((scroller.topOf(key) ?? 0) - scroller.scrollTop - seen) <= 1);
  }
});

test('at the end it stays at the end, whatever grows or comes', () => {
  const scroller = new FakeScroller(Array.from({ length: 30 }, () => 50));
  scroller.settle();
  assert.equal(scroller.scrollTop, 900);
  scroller.rows.push({ key: 'new', height: 77 });
  scroller.settle();
  assert.equal(scroller.scrollTop, scroller.content - VIEW);
  (scroller.rows[3] ?? { height: 0 }).height += 300;
  scroller.settle();
  assert.equal(scroller.scrollTop, scroller.content - VIEW);
});

test('further up, what comes below moves nothing', () => {
  const scroller = new FakeScroller(Array.from({ length: 30 }, () => 50));
  scroller.scroll(400);
  scroller.rows.push({ key: 'new', height: 77 });
  scroller.settle();
  assert.equal(scroller.scrollTop, 400);
});

test('a content that has grown before the scroll event is told does not unpin', () => {
  const scroller = new FakeScroller(Array.from({ length: 30 }, () => 50));
  scroller.settle();
  scroller.rows.push({ key: 'new', height: 200 });
  scroller.anchor.scrolled(scroller.extent(), true);
  scroller.settle();
  assert.equal(scroller.scrollTop, scroller.content - VIEW);
});

test('when the row that one reads goes, the next one holds', () => {
  const scroller = new FakeScroller(Array.from({ length: 30 }, () => 50));
  scroller.scroll(500);
  scroller.rows = scroller.rows.filter(({ key }) => key !== 'r10' && key !== 'r2');
  scroller.settle();
  assert.equal((scroller.topOf('r11') ?? 0) - scroller.scrollTop, 50);
});

test('any changes above leave the line where it is', () => {
  const change = fc.record({ at: fc.nat(9), by: fc.double({ min: 0, max: 300, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const scroller = new FakeScroller(Array.from({ length: 80 }, () => 40.7));
      scroller.scroll(1200);
      const [mark] = scroller.marks();
      const seen = (mark?.top ?? 0) - scroller.scrollTop;
      for (const { at, by } of changes) {
        (scroller.rows[at] ?? { height: 0 }).height += by;
        scroller.settle();
      }
      return Math.abs((scroller.topOf(mark?.key ?? '') ?? 0) - scroller.scrollTop - seen) <= 1;
    }),
  );
});
