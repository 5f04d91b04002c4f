/**
 * Pairs of users write to each other, over one TCP connection each. Every message is committed with fsync, acked to
 * its sender and pushed to its receiver.
 *
 * @module
 */
import { decodeServerFrame } from '@posthorn/protocol';
import type { ServerFrame } from '@posthorn/protocol';
import type { Seeded } from '../seed.ts';
import type { ServerChild } from '../server-child.ts';
import { attach, dialTcp, errorNameOf, sendFrame } from './client.ts';
import type { Pipe } from './client.ts';
import { watchCpu } from './cpu.ts';
import type { CpuShares } from './cpu.ts';
import { Latencies } from './latencies.ts';
import { numberedText, numberIn } from './numbered.ts';
import { paced, passed } from './paced.ts';
import type { Pace } from './paced.ts';
import { RateOverTime } from './rate.ts';

/** The server and the users. */
export interface Chatroom {
  readonly server: ServerChild;
  readonly users: readonly Seeded[];
}

interface Talker {
  readonly pipe: Pipe;
  readonly peer: number;
  outgoing: Uint8Array[];
}

/** The result of a measurement. Latencies count from the moment when a message should have been sent. */
export interface Talk extends CpuShares {
  /** Messages sent per second of the measured time. */
  readonly offeredPerSecond: number;
  /** Messages acked per second of the measured time. */
  readonly ackedPerSecond: number;
  /** Refusals by error code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Sends without an answer, after a generous wait. */
  readonly unanswered: number;
  /** From the due moment to the durable ack. */
  readonly ack: Latencies;
  /** From the due moment to the arrival at the receiver. */
  readonly delivery: Latencies;
  readonly acksOverTime: RateOverTime;
  readonly seconds: number;
}

/** The first number that serves as a request id: hello and attach have lower ids. */
const FIRST_ID = 10;
const SLICE_MS = 250;
const ANSWER_DEADLINE_MS = 20_000;

export class DirectChat {
  readonly #room: Chatroom;
  readonly #talkers: readonly Talker[];
  readonly #dirty = new Set<Talker>();
  /** When each message was due, by number. */
  #dueAt: number[] = [];
  #sentBy: Talker[] = [];
  #count = 0;
  #tally: Tally;
  /** In a closed loop: sends the next message for each answered one. */
  #onAnswered: ((talker: Talker) => void) | undefined;

  private constructor(room: Chatroom, talkers: readonly Talker[]) {
    this.#room = room;
    this.#talkers = talkers;
    this.#tally = new Tally(0, performance.now(), 0);
    for (const talker of talkers) this.#listen(talker);
  }

  /** Connects all users, in pairs. */
  static async join(room: Chatroom): Promise<DirectChat> {
    const talkers: Talker[] = [];
    for (const [index, { token }] of room.users.entries()) {
      const pipe = await dialTcp(room.server.tcp);
      await attach(pipe, token);
      talkers.push({ pipe, peer: room.users[index ^ 1]?.id ?? 0, outgoing: [] });
    }
    return new DirectChat(room, talkers);
  }

  /** Measures the peak: each user keeps `inFlight` messages unanswered. */
  async saturate(inFlight: number, seconds: number): Promise<Talk> {
    const stop = performance.now() + seconds * 1000;
    return this.#measured(seconds, async () => {
      this.#onAnswered = (talker) => {
        const now = performance.now();
        if (now < stop) this.#send(talker, now);
      };
      for (const talker of this.#talkers) {
        for (let count = 0; count < inFlight; count++) this.#send(talker, performance.now());
      }
      this.#flush();
      await passed(seconds * 1000);
      this.#onAnswered = undefined;
    });
  }

  /** Measures a steady stream, spread over all users. Refused messages are not repeated. */
  steady(pace: Pace): Promise<Talk> {
    const talkers = this.#talkers;
    return this.#measured(pace.seconds, () =>
      paced(
        pace,
        (index, dueMs) => {
          const talker = talkers[index % talkers.length];
          if (talker !== undefined) this.#send(talker, dueMs);
        },
        () => this.#flush(),
      ),
    );
  }

  close(): void {
    for (const { pipe } of this.#talkers) pipe.close();
  }

  async #measured(seconds: number, talk: () => Promise<void>): Promise<Talk> {
    this.#dueAt = [];
    this.#sentBy = [];
    const first = this.#count;
    const tally = (this.#tally = new Tally(first, performance.now(), seconds));
    const cpu = await watchCpu(this.#room.server);
    await talk();
    const shares = await cpu();
    const sent = this.#count - first;
    const deadline = performance.now() + ANSWER_DEADLINE_MS;
    while (tally.answered < sent && performance.now() < deadline) await passed(10);
    // The last pushes may arrive a moment after the last acks.
    while (tally.delivery.count < tally.ack.count && performance.now() < deadline) await passed(10);
    return {
      offeredPerSecond: sent / seconds,
      ackedPerSecond: tally.ackedInTime / seconds,
      refused: Object.fromEntries(tally.refused),
      unanswered: sent - tally.answered,
      ack: tally.ack,
      delivery: tally.delivery,
      acksOverTime: tally.acksOverTime,
      seconds,
      ...shares,
    };
  }

  #send(talker: Talker, dueMs: number): void {
    const number = this.#count++;
    const index = number - this.#tally.first;
    this.#dueAt[index] = dueMs;
    this.#sentBy[index] = talker;
    const message = { clientId: `b${number}`, text: numberedText(number) };
    talker.outgoing.push(sendFrame(number + FIRST_ID, { case: 'user', value: talker.peer }, message));
    this.#dirty.add(talker);
  }

  #flush(): void {
    for (const talker of this.#dirty) {
      const [only] = talker.outgoing;
      talker.pipe.write(
        talker.outgoing.length === 1 && only !== undefined ? only : Buffer.concat(talker.outgoing),
      );
      talker.outgoing = [];
    }
    this.#dirty.clear();
  }

  #listen(talker: Talker): void {
    const onFrame = (payload: Uint8Array): void => this.#frame(decodeServerFrame(payload));
    talker.pipe.onBytes = (bytes) => {
      talker.pipe.frames.push(bytes, onFrame);
      this.#flush();
    };
  }

  #frame({ re, body }: ServerFrame): void {
    const now = performance.now();
    if (re === 0) {
      if (body?.case !== 'message') return;
      const due = this.#dueAt[numberIn(body.value.content) - this.#tally.first];
      if (due !== undefined) this.#tally.delivery.record(now - due);
      return;
    }
    const index = re - FIRST_ID - this.#tally.first;
    const due = this.#dueAt[index];
    const talker = this.#sentBy[index];
    if (due === undefined || talker === undefined) return;
    if (body?.case === 'ack') this.#tally.acked(now, due);
    else this.#tally.refuse(body?.case === 'error' ? errorNameOf(body.value.code) : 'nothing');
    this.#onAnswered?.(talker);
  }
}

/** Counts the messages of one measurement, from number `first` on. */
class Tally {
  readonly first: number;
  readonly ack = new Latencies();
  readonly delivery = new Latencies();
  readonly refused = new Map<string, number>();
  readonly acksOverTime: RateOverTime;
  readonly #endMs: number;
  ackedInTime = 0;
  answered = 0;

  constructor(first: number, startMs: number, seconds: number) {
    this.first = first;
    this.acksOverTime = new RateOverTime(startMs, SLICE_MS);
    this.#endMs = startMs + seconds * 1000;
  }

  acked(nowMs: number, dueMs: number): void {
    this.answered++;
    this.ack.record(nowMs - dueMs);
    this.acksOverTime.count(nowMs);
    if (nowMs <= this.#endMs) this.ackedInTime++;
  }

  refuse(code: string): void {
    this.answered++;
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
}
