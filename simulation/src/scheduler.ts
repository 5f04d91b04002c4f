/**
 * Owns virtual time: everything that happens in a simulation is a task here. Tasks due at the same moment run in
 * random order, and between two tasks all microtasks run.
 *
 * @module
 */
import type { Chance } from './chance.ts';

interface Task {
  readonly at: number;
  /** Among tasks of the same moment the lowest runs first. */
  readonly rank: number;
  run: (() => void) | undefined;
}

export class Scheduler {
  readonly #chance: Chance;
  /** A binary heap: the next task is at index 0. */
  readonly #heap: Task[] = [];
  #now = 0;
  #count = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Virtual ms since the start. */
  get now(): number {
    return this.#now;
  }

  /** How many tasks have run. */
  get count(): number {
    return this.#count;
  }

  /** Calls `run` once after `delayMs`, rounded up to whole ms. Returns a function that cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const task: Task = {
      at: this.#now + Math.max(0, Math.ceil(delayMs)),
      rank: this.#chance.unit(),
      run,
    };
    this.#push(task);
    return () => {
      task.run = undefined;
    };
  }

  /** Runs tasks until `isOver()` or none is left. Rejects with what a task throws. */
  run(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (): void => {
        // nextTick in a microtask runs when no microtask is left: cheaper than a turn of the event loop.
        queueMicrotask(() => process.nextTick(step));
      };
      const step = (): void => {
        try {
          if (isOver() || !this.#runOne()) resolve();
          else next();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      next();
    });
  }

  #runOne(): boolean {
    for (;;) {
      const task = this.#pop();
      if (task === undefined) return false;
      if (task.run === undefined) continue;
      this.#now = task.at;
      this.#count++;
      task.run();
      return true;
    }
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(task, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = task;
  }

  #pop(): Task | undefined {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const child = this.#firstChild(at);
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return top;
  }

  #firstChild(at: number): number {
    const [left, right] = [this.#heap[at * 2 + 1], this.#heap[at * 2 + 2]];
    return left !== undefined && right !== undefined && isBefore(right, left) ? at * 2 + 2 : at * 2 + 1;
  }
}

function isBefore(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.rank < b.rank);
}
