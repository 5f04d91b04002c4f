/**
 * Direct chat through the whole server: pairs of users, each keeping some messages in flight; every message is
 * committed with fsync, acked, and pushed to the other one.
 *
 * @module
 */
import { attach, dialTcp, onFrames, sendFrame } from '../load-client.ts';
import type { Pipe } from '../load-client.ts';
import { Latencies } from '../percentiles.ts';
import type { Result } from '../result.ts';
import { setStage } from '../stage.ts';
import { appendRate } from './store.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
/** Batches of the queue are about as large as this under load; the floor takes the same. */
const FLOOR_BATCH = 1000;
const TEXT = 'x'.repeat(90);

interface Talker {
  readonly pipe: Pipe;
  readonly peer: number;
  readonly sentAt: Map<number, number>;
  lastId: number;
}

export async function direct(seconds: number): Promise<readonly Result[]> {
  const stage = await setStage(PAIRS * 2);
  try {
    const talkers: Talker[] = [];
    for (const [index, { token }] of stage.users.entries()) {
      const pipe = await dialTcp(stage.tcp);
      await attach(pipe, token);
      const peer = stage.users[index ^ 1]?.id ?? 0;
      talkers.push({ pipe, peer, sentAt: new Map(), lastId: 10 });
    }
    await talk(talkers, { seconds: 2, inFlight: IN_FLIGHT, run: 'warm' });
    const loaded = await talk(talkers, { seconds, inFlight: IN_FLIGHT, run: 'full' });
    const cpu = stage.server.cpuSeconds();
    const calm = await talk(talkers.slice(0, 8), { seconds, inFlight: 1, run: 'calm' });
    for (const { pipe } of talkers) pipe.close();
    stage.server.say('metrics posthorn_append_batch_messages_sum posthorn_append_batch_messages_count');
    const batches = await stage.server.next<Record<string, number>>();
    const floor = await appendRate('store', FLOOR_BATCH, seconds);
    return [
      {
        scenario: 'direct',
        what: `direct chat: ${PAIRS * 2} connections, ${IN_FLIGHT} in flight each, durable`,
        figure: loaded.acked / seconds,
        unit: 'msg/s',
        floor,
        floorName: `the store's own append floor, batches of ${FLOOR_BATCH}`,
        target: { ratioAtLeast: 0.5 },
        detail: {
          ...loaded.latencies.summary('ack'),
          pushedPerSecond: Math.round(loaded.pushed / seconds),
          messagesPerCommit: Math.round(
            (batches['posthorn_append_batch_messages_sum'] ?? 0) /
              (batches['posthorn_append_batch_messages_count'] ?? 1),
          ),
          serverCpuSeconds: Math.round(cpu),
        },
      },
      {
        scenario: 'direct-calm',
        what: 'direct chat: 8 connections, one in flight each',
        figure: calm.latencies.at(50),
        unit: 'ms from send to durable ack, median',
        floor: undefined,
        floorName: undefined,
        target: undefined,
        detail: { ...calm.latencies.summary('ack'), perSecond: Math.round(calm.acked / seconds) },
      },
    ];
  } finally {
    await stage.end();
  }
}

interface Talked {
  readonly acked: number;
  readonly pushed: number;
  readonly latencies: Latencies;
}

/** Everybody talks for a while; what is acked after the end does not count. */
async function talk(
  talkers: readonly Talker[],
  { seconds, inFlight, run }: { readonly seconds: number; readonly inFlight: number; readonly run: string },
): Promise<Talked> {
  const latencies = new Latencies();
  let [acked, pushed, outstanding] = [0, 0, 0];
  const end = performance.now() + seconds * 1000;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const next = (talker: Talker): void => {
    const id = (talker.lastId += 1);
    talker.sentAt.set(id, performance.now());
    outstanding++;
    const clientId = `${run}${String(id).padStart(10, '0')}`;
    talker.pipe.write(sendFrame(id, { case: 'user', value: talker.peer }, { clientId, text: TEXT }));
  };
  for (const talker of talkers) {
    onFrames(talker.pipe, ({ re, body }) => {
      if (re === 0) {
        pushed++;
        return;
      }
      if (body?.case !== 'ack') throw new Error(JSON.stringify(body));
      const now = performance.now();
      outstanding--;
      if (now < end) {
        acked++;
        latencies.record(now - (talker.sentAt.get(re) ?? now));
        next(talker);
      } else if (outstanding === 0) resolve();
      talker.sentAt.delete(re);
    });
    for (let count = 0; count < inFlight; count++) next(talker);
  }
  await done;
  return { acked, pushed, latencies };
}
