import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../clock.ts';
import { Streams } from './streams.ts';

/** A clock that stands still until it is told otherwise. */
class StillClock implements Pick<Clock, 'after' | 'monotonic'> {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  monotonic(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): { readonly cancel: () => void } {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

function watched() {
  const clock = new StillClock();
  const shown: string[] = [];
  const streams = new Streams(clock, ({ note }) => shown.push(note.text ?? ''));
  // Nothing here looks at the conversation.
  const latest = (text: string) => ({ record: {} as never, note: { text } });
  return {
    clock,
    shown,
    streams,
    grow: (name: string, text: string) => streams.grow(1, name, latest(text)),
    latest,
  };
}

describe('texts that grow', () => {
  it('are shown at once, and then at most four times a second, the latest of each', () => {
    const { clock, shown, grow } = watched();
    for (let step = 1; step <= 100; step++) {
      assert.ok(grow('s', `${step}`));
      clock.pass(10);
    }
    clock.pass(250);
    assert.deepEqual(shown, ['1', '25', '50', '75', '100']);
  });

  it('are at most eight of a bot at once; one that stands still makes room', () => {
    const { clock, grow } = watched();
    for (let each = 0; each < 8; each++) assert.ok(grow(`s${each}`, 'x'));
    assert.equal(grow('one more', 'x'), false);
    assert.ok(grow('s0', 'xy'));
    clock.pass(2000);
    assert.ok(grow('one more', 'x'));
  });

  it('show nothing more once they are abandoned, or closed', () => {
    const { clock, shown, streams, grow, latest } = watched();
    grow('s', 'a');
    grow('s', 'ab');
    streams.abandon(1, 's', latest('gone'));
    clock.pass(1000);
    assert.deepEqual(shown, ['a', 'gone']);
    grow('t', 'a');
    grow('t', 'ab');
    streams.close();
    clock.pass(1000);
    assert.deepEqual(shown, ['a', 'gone', 'a']);
  });
});
