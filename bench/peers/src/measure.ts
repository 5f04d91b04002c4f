/**
 * The measurements, the same for every peer: a closed loop of messages, warmed up, counted for some seconds.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { SERVER_CORE } from '../../src/cores.ts';
import type { Lab } from '../../src/lab.ts';
import { passed } from '../../src/load/paced.ts';
import { numberedText } from '../../src/load/numbered.ts';
import type { Measured, Work } from './peer.ts';

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
/** A message that is underway arrives within this time where nothing else is. */
const QUIET_MS = 300;

/** Talkers are halves of pairs: 0 and 1, 2 and 3, and so on. Closes them. */
export async function measureDirect(
  lab: Lab,
  talkers: readonly Talker[],
  { inFlight }: Work,
): Promise<Measured> {
  const counted = { heard: 0 };
  const loop = new Loop(talkers, inFlight, counted);
  await passed(Math.min(WARM_UP_SECONDS, lab.seconds) * 1000);
  // Acks may come in lumps, many at once after a long time; nobody can be further behind than the window.
  const result = await during(lab.seconds, () => counted.heard);
  loop.stop();
  return result;
}

export interface Crowd {
  readonly talkers: readonly Talker[];
  readonly listeners: readonly Listener[];
  /** The size of a frame on average, asked after the measurement; without it one message tells it. */
  readonly frameBytes?: () => Promise<number>;
}

/** Every listener and every talker is a member of the group. Closes them. */
export async function measureFanout(
  lab: Lab,
  { talkers, listeners, frameBytes }: Crowd,
  { inFlightPerSpeaker }: Work,
): Promise<Measured> {
  const received = { bytes: 0 };
  for (const listener of listeners) listener.onBytes = (count) => void (received.bytes += count);
  const known = frameBytes === undefined ? await tellSize(talkers, listeners, received) : undefined;
  const loop = new Loop(talkers, inFlightPerSpeaker, { heard: 0 });
  await passed(Math.min(WARM_UP_SECONDS, lab.seconds) * 1000);
  const measured = await during(lab.seconds, () => received.bytes);
  const size = known ?? (await frameBytes?.()) ?? 0;
  loop.stop();
  for (const listener of listeners) listener.close();
  const share = (talkers.length + listeners.length) / listeners.length;
  return { ...measured, perSecond: (measured.perSecond / size) * share };
}

/** All frames are of one size, so counting bytes counts frames, and costs the load little. */
async function tellSize(
  talkers: readonly Talker[],
  listeners: readonly Listener[],
  received: { bytes: number },
): Promise<number> {
  const [first] = talkers;
  if (first === undefined) throw new RangeError('nobody speaks');
  await quiet(() => received.bytes);
  received.bytes = 0;
  const id = nextId();
  first.say(id, numberedText(id));
  first.flush();
  await quiet(() => received.bytes);
  const size = received.bytes / listeners.length;
  if (!Number.isInteger(size) || size === 0)
    throw new Error(`one message came as ${size} bytes a listener: it did not reach all of them alike`);
  return size;
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
  #isOver = false;

  constructor(talkers: readonly Talker[], inFlight: number, counted: { heard: number }) {
    this.#talkers = talkers;
    for (const talker of talkers) {
      talker.onHeard = (count) => void (counted.heard += count);
      talker.onAcked = (count) => {
        if (!this.#isOver) this.#say(talker, count);
      };
    }
    for (const talker of talkers) this.#say(talker, inFlight);
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

async function during(seconds: number, count: () => number): Promise<Measured> {
  const [countBefore, coreBefore, loadBefore] = [count(), await coreTimes(), process.cpuUsage()];
  const start = performance.now();
  await passed(seconds * 1000);
  const [counted, coreAfter] = [count() - countBefore, await coreTimes()];
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(loadBefore);
  const total = coreAfter.total - coreBefore.total;
  return {
    perSecond: counted / elapsed,
    serverCpu: total === 0 ? 0 : share((coreAfter.busy - coreBefore.busy) / total),
    loadCpu: share((user + system) / 1e6 / elapsed),
  };
}

function share(value: number): number {
  return Number(value.toFixed(2));
}

/** How busy the server's core was since the machine started; zeros where the system does not say. */
async function coreTimes(): Promise<{ readonly busy: number; readonly total: number }> {
  let text: string;
  try {
    text = await readFile('/proc/stat', 'utf8');
  } catch {
    return { busy: 0, total: 0 };
  }
  const line = text.split('\n').find((each) => each.startsWith(`cpu${SERVER_CORE} `)) ?? '';
  const times = line.split(' ').slice(1, 9).map(Number);
  const total = times.reduce((sum, time) => sum + time, 0);
  const [, , , idle = 0, waiting = 0] = times;
  return { busy: total - idle - waiting, total };
}

/** Resolves when a count has not changed for a while. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await passed(QUIET_MS);
  }
}
