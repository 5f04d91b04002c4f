/**
 * The measurements, the same for every peer: a closed loop of messages, warmed up, counted for some seconds.
 *
 * @module
 */
import type { Lab } from '../lab.ts';
import { passed } from './paced.ts';
import { numberedText } from './numbered.ts';
import { processorTime } from './processor-time.ts';

/** CPU shares are those of a core; undefined if the system does not say. */
export interface Measured {
  /** Messages acked and delivered per second, or frames delivered per second. */
  readonly perSecond: number;
  /** The share of all processes of the peer, including its database. */
  readonly serverCpu: number | undefined;
  /** If it is close to 1, the figure is a lower bound. */
  readonly loadCpu: number;
  /** The share of other work on the machine. */
  readonly otherCpu: number | undefined;
}

/** One connection that writes to somebody or to a group. */
export interface Talker {
  /** Puts a message into the next write. `id` names it where the wire has names. */
  say(id: number, text: string): void;
  /** Writes the collected messages. */
  flush(): void;
  /** Called with the number of its own messages that were just acked. */
  onAcked: (count: number) => void;
  /** Called with the number of messages of others that just arrived. */
  onHeard: (count: number) => void;
  close(): void;
}

/** One connection that only counts arrivals. */
export interface Listener {
  onBytes: (count: number) => void;
  close(): void;
}

const WARM_UP_SECONDS = 2;
/** How long to wait for a first answer before giving up. */
const PATIENCE_MS = 120_000;
/** Interval between checks. */
const LOOK_MS = 50;
/** On an idle system a message arrives within this time. */
const QUIET_MS = 300;
const SIZE_TRIES = 5;

export interface Pairs {
  /** Pairs: 0 and 1, 2 and 3, and so on. */
  readonly talkers: readonly Talker[];
  /** The processes of the server. */
  readonly pids: readonly number[];
}

/** A message counts when its sender has the ack and its receiver has the message. Closes the talkers. */
export async function measureDirect(
  lab: Lab,
  { inFlight }: { readonly inFlight: number },
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
  /** The average size of a frame, asked after the measurement. Without it, the size of one message is used. */
  readonly frameBytes?: () => Promise<number>;
}

/** Every listener and every talker is a member of the group. Closes them. */
export async function measureFanout(
  lab: Lab,
  { inFlightPerSpeaker }: { readonly inFlightPerSpeaker: number },
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

/** All frames have the same size, so counting bytes counts frames, and costs the load little. */
async function tellSize(talkers: readonly Talker[], listeners: readonly Listener[]): Promise<number> {
  const [first] = talkers;
  if (first === undefined) throw new RangeError('nobody speaks');
  let received: number[] = [];
  for (const [index, listener] of listeners.entries())
    listener.onBytes = (count) => void (received[index] = (received[index] ?? 0) + count);
  const total = (): number => received.reduce((sum, bytes) => sum + bytes, 0);
  // Late frames from joining spoil a try.
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

/** A new number at each call, always with ten digits, so that all frames have the same size. */
const nextId = counter(1_000_000_000);

function counter(start: number): () => number {
  let last = start;
  return () => (last += 1);
}

/** Each talker keeps `inFlight` messages unanswered until it is stopped. */
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

  /** Every talker has had an ack, so the loop runs steadily. */
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

/** Also waits until every talker was answered: a slow server needs longer for this than a fast one for its warm-up. */
async function warmUp(seconds: number, loop: Loop): Promise<void> {
  await passed(Math.min(WARM_UP_SECONDS, seconds) * 1000);
  await come('a first ack for everybody', () => loop.hasClosed);
}

/** Runs for at least `seconds`, and until there is something to count. */
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
