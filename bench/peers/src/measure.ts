/**
 * The measurements, the same for every peer: a closed loop of messages, warmed up, counted for some seconds.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';
import { passed } from '../../src/load/paced.ts';
import { numberedText } from '../../src/load/numbered.ts';
import type { Measured, Work } from './peer.ts';
import { processorTime } from '../../src/load/processor-time.ts';

/** One connection that writes to somebody or to a group. */
export interface Talker {
  /** Puts a message into the next write. `id` names it where the wire has names. */
  say(id: number, text: string): void;
  /** Writes what was put there. */
  flush(): void;
  /** So many of its own messages were acked. */
  onAcked: (count: number) => void;
  /** So many messages of others came. */
  onHeard: (count: number) => void;
  close(): void;
}

/** One connection that only counts what comes. */
export interface Listener {
  onBytes: (count: number) => void;
  close(): void;
}

const WARM_UP_SECONDS = 2;
/** How long we wait for the first of anything before we say that it does not come. */
const PATIENCE_MS = 120_000;
/** How often we look whether it has come. */
const LOOK_MS = 50;
/** A message that is underway arrives within this time where nothing else is. */
const QUIET_MS = 300;
const SIZE_TRIES = 5;

export interface Pairs {
  /** Halves of pairs: 0 and 1, 2 and 3, and so on. */
  readonly talkers: readonly Talker[];
  /** The processes of the server. */
  readonly pids: readonly number[];
}

/** A message counts when its sender has the ack and its receiver has it. Closes the talkers. */
export async function measureDirect(
  lab: Lab,
  { inFlight }: Work,
  { talkers, pids }: Pairs,
): Promise<Measured> {
  const loop = new Loop(talkers, inFlight);
  await warmUp(lab.seconds, loop);
  const result = await during(lab.seconds, pids, () => Math.min(loop.acked, loop.heard));
  loop.stop();
  return result;
}

export interface Crowd {
  readonly talkers: readonly Talker[];
  readonly listeners: readonly Listener[];
  readonly pids: readonly number[];
  /** The size of a frame on average, asked after the measurement; without it one message tells it. */
  readonly frameBytes?: () => Promise<number>;
}

/** Every listener and every talker is a member of the group. Closes them. */
export async function measureFanout(
  lab: Lab,
  { inFlightPerSpeaker }: Work,
  { talkers, listeners, pids, frameBytes }: Crowd,
): Promise<Measured> {
  const known = frameBytes === undefined ? await tellSize(talkers, listeners) : undefined;
  const received = { bytes: 0 };
  for (const listener of listeners) listener.onBytes = (count) => void (received.bytes += count);
  const loop = new Loop(talkers, inFlightPerSpeaker);
  await warmUp(lab.seconds, loop);
  const measured = await during(lab.seconds, pids, () => received.bytes);
  const size = known ?? (await frameBytes?.()) ?? 0;
  loop.stop();
  for (const listener of listeners) listener.close();
  const share = (talkers.length + listeners.length) / listeners.length;
  return { ...measured, perSecond: (measured.perSecond / size) * share };
}

/** All frames are of one size, so counting bytes counts frames, and costs the load little. */
async function tellSize(talkers: readonly Talker[], listeners: readonly Listener[]): Promise<number> {
  const [first] = talkers;
  if (first === undefined) throw new RangeError('nobody speaks');
  let received: number[] = [];
  for (const [index, listener] of listeners.entries())
    listener.onBytes = (count) => void (received[index] = (received[index] ?? 0) + count);
  const total = (): number => received.reduce((sum, bytes) => sum + bytes, 0);
  // What came late of the joining spoils a try.
  for (let tries = 0; tries < SIZE_TRIES; tries++) {
    await quiet(total);
    received = listeners.map(() => 0);
    const id = nextId();
    first.say(id, numberedText(id));
    first.flush();
    await come('one message to all members', () => received.every((bytes) => bytes > 0));
    await quiet(total);
    const [size = 0] = received;
    if (received.every((bytes) => bytes === size)) return size;
  }
  throw new Error('one message did not come to all members alike');
}

/** Ten digits, so that all frames are of one size; another one at each call. */
const nextId = counter(1_000_000_000);

function counter(start: number): () => number {
  let last = start;
  return () => (last += 1);
}

/** Each talker has `inFlight` messages unanswered until it is stopped. */
class Loop {
  readonly #talkers: readonly Talker[];
  readonly #unanswered: Set<Talker>;
  #isOver = false;
  acked = 0;
  heard = 0;

  constructor(talkers: readonly Talker[], inFlight: number) {
    this.#talkers = talkers;
    this.#unanswered = new Set(talkers);
    for (const talker of talkers) {
      talker.onHeard = (count) => void (this.heard += count);
      talker.onAcked = (count) => {
        this.acked += count;
        this.#unanswered.delete(talker);
        if (!this.#isOver) this.#say(talker, count);
      };
    }
    for (const talker of talkers) this.#say(talker, inFlight);
  }

  /** Everybody has had an ack: the loop runs as it will. */
  get hasClosed(): boolean {
    return this.#unanswered.size === 0;
  }

  stop(): void {
    this.#isOver = true;
    for (const talker of this.#talkers) talker.close();
  }

  #say(talker: Talker, count: number): void {
    for (let said = 0; said < count; said++) {
      const id = nextId();
      talker.say(id, numberedText(id));
    }
    talker.flush();
  }
}

/** A slow server has not answered everybody when a fast one has warmed up long ago. */
async function warmUp(seconds: number, loop: Loop): Promise<void> {
  await passed(Math.min(WARM_UP_SECONDS, seconds) * 1000);
  await come('a first ack for everybody', () => loop.hasClosed);
}

/** At least for `seconds`, and until there is something to count. */
async function during(seconds: number, pids: readonly number[], count: () => number): Promise<Measured> {
  const [countBefore, before, loadBefore] = [count(), await processorTime(pids), process.cpuUsage()];
  const start = performance.now();
  await passed(seconds * 1000);
  await come('anything at all', () => count() > countBefore);
  const [counted, elapsed] = [count() - countBefore, (performance.now() - start) / 1000];
  const { user, system } = process.cpuUsage(loadBefore);
  const after = await processorTime(pids);
  const load = (user + system) / 1e6;
  const isKnown = before !== undefined && after !== undefined;
  const server = isKnown ? after.tree - before.tree : 0;
  const other = isKnown ? after.machine - before.machine - server - load : 0;
  const share = (time: number): number => Number((Math.max(0, time) / elapsed).toFixed(2));
  return {
    perSecond: counted / elapsed,
    serverCpu: isKnown ? share(server) : undefined,
    loadCpu: share(load),
    otherCpu: isKnown ? share(other) : undefined,
  };
}

async function come(what: string, isThere: () => boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!isThere()) {
    if (performance.now() > until) throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s`);
    await passed(LOOK_MS);
  }
}

/** Resolves when a count has not changed for a while. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await passed(QUIET_MS);
  }
}
