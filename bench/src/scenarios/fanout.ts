/**
 * Fan-out: groups of 10 to 10,000 members, all online, in which a few members write as fast as possible.
 *
 * @module
 */
import { plainFanoutRate } from '../floors/fanout-rate.ts';
import type { Lab, Stage } from '../lab.ts';
import { onFrames, sendFrame } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { watchCpu } from '../load/cpu.ts';
import type { CpuShares } from '../load/cpu.ts';
import { attachAll, makeGroup } from '../load/crowd.ts';
import { sideBySide } from '../side-by-side.ts';
import { numberedText } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import { RateOverTime } from '../load/rate.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Chart } from '../report/chart.ts';
import type { Scenario } from '../scenario.ts';

/** The first one is the headline. */
const SIZES = [1000, 10, 100, 10_000] as const;
const LISTENERS = 1000;
const WARM_UP_SECONDS = 1.5;
const SLICE_MS = 100;
const COUNTED = [
  'posthorn_frames_written_total',
  'posthorn_writes_total',
  'posthorn_bytes_written_total',
  'posthorn_append_batch_messages_sum',
] as const;

export const fanout: Scenario = {
  name: 'fanout',
  summary: 'a message to everybody online in its group, for groups of 10 to 10,000 members',
  run,
};

interface Fanned extends CpuShares {
  readonly members: number;
  readonly sockets: number;
  readonly framesPerSecond: number;
  readonly messagesPerSecond: number;
  readonly framesPerWrite: number;
  readonly frameBytes: number;
  readonly megabytesRead: number;
  readonly bytesOverTime: RateOverTime;
  readonly floor: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const all: Fanned[] = [];
  const sizes = new Set(SIZES.map((size) => lab.scaled(size, 4)));
  for (const size of sizes) all.push(await fanOut(lab, size));
  const [headline, ...more] = all.map((fanned, index) => resultOf(fanned, index === 0));
  if (headline === undefined) throw new Error('no size was measured');
  return { results: [headline, ...more], charts: chartsOf(all, lab.seconds) };
}

function resultOf(fanned: Fanned, isHeadline: boolean): Result {
  const { members, sockets, framesPerSecond, framesPerWrite, floor } = fanned;
  const perMessage = fanned.serverCpu / Math.max(1, fanned.messagesPerSecond);
  return {
    what: `fan-out: groups of ${members}, ${sockets} connections, durable`,
    figure: framesPerSecond,
    unit: 'frames/s',
    floor,
    floorName: `plain TCP writing ${framesPerWrite} such frames at once`,
    targets: isHeadline ? [{ ratioAtLeast: 0.7 }] : [],
    detail: {
      messagesPerSecond: Math.round(fanned.messagesPerSecond),
      serverMsPerMessage: Number((perMessage * 1000).toPrecision(3)),
      serverNsPerFrame: Math.round((fanned.serverCpu / framesPerSecond) * 1e9),
      framesPerWrite,
      frameBytes: fanned.frameBytes,
      megabytesRead: fanned.megabytesRead,
      serverCpu: fanned.serverCpu,
      loadCpu: fanned.loadCpu,
    },
  };
}

async function fanOut(lab: Lab, members: number): Promise<Fanned> {
  const groups = Math.max(1, Math.floor(lab.scaled(LISTENERS) / members));
  lab.note(`groups of ${members}: ${groups}`);
  const stage = await lab.stage(groups * members, { maxGroupMembers: Math.max(members, 2) });
  const conversations = await sideBySide(groups, (index) =>
    makeGroup(stage, index * members, (index + 1) * members),
  );
  const pipes = await attachAll(stage);
  const heard = { bytes: 0, overTime: new RateOverTime(performance.now(), SLICE_MS) };
  for (const pipe of pipes) {
    pipe.onBytes = (chunk) => {
      heard.bytes += chunk.length;
      heard.overTime.count(performance.now(), chunk.length);
    };
  }
  const talk = speak(pipes, conversations, members);
  await passed(Math.min(WARM_UP_SECONDS, lab.seconds) * 1000);
  heard.bytes = 0;
  heard.overTime = new RateOverTime(performance.now(), SLICE_MS);
  const counted = await count(stage, lab.seconds);
  talk.stop();
  for (const pipe of pipes) pipe.close();
  await stage.end();
  const { framesPerWrite, frameBytes } = counted;
  const floor = await plainFanoutRate(lab, {
    frameBytes,
    framesPerWrite,
    sockets: pipes.length,
    seconds: lab.seconds,
  });
  return {
    members,
    sockets: pipes.length,
    megabytesRead: Math.round(heard.bytes / 1e6),
    bytesOverTime: heard.overTime,
    floor,
    ...counted,
  };
}

async function count(
  stage: Stage,
  seconds: number,
): Promise<Omit<Fanned, 'members' | 'sockets' | 'floor' | 'megabytesRead' | 'bytesOverTime'>> {
  const cpu = await watchCpu(stage.server);
  const before = await stage.server.metrics(...COUNTED);
  const start = performance.now();
  await passed(seconds * 1000);
  const after = await stage.server.metrics(...COUNTED);
  const elapsed = (performance.now() - start) / 1000;
  const shares = await cpu();
  const delta = (name: (typeof COUNTED)[number]): number => after[name] - before[name];
  const frames = delta('posthorn_frames_written_total');
  return {
    framesPerSecond: frames / elapsed,
    messagesPerSecond: delta('posthorn_append_batch_messages_sum') / elapsed,
    framesPerWrite: Math.max(1, Math.round(frames / Math.max(1, delta('posthorn_writes_total')))),
    frameBytes: Math.max(1, Math.round(delta('posthorn_bytes_written_total') / Math.max(1, frames))),
    ...shares,
  };
}

/** Speakers keep messages in flight: 64 in all if there is one group, 8 in each if there are many. */
function speak(pipes: readonly Pipe[], conversations: readonly number[], members: number): { stop(): void } {
  let isOver = false;
  let lastId = 10;
  const isOne = conversations.length === 1;
  const next = (pipe: Pipe, conversation: number): void => {
    const id = (lastId += 1);
    const message = { clientId: `f${id}`, text: numberedText(id) };
    pipe.write(sendFrame(id, { case: 'conversation', value: conversation }, message));
  };
  for (const [index, conversation] of conversations.entries()) {
    const first = index * members;
    for (const pipe of pipes.slice(first, first + (isOne ? 4 : 1))) {
      onFrames(pipe, ({ re }) => {
        if (re !== 0 && !isOver) next(pipe, conversation);
      });
      for (let inFlight = 0; inFlight < (isOne ? 16 : 8); inFlight++) next(pipe, conversation);
    }
  }
  return { stop: () => void (isOver = true) };
}

function chartsOf(all: readonly Fanned[], seconds: number): readonly Chart[] {
  const bySize = all.toSorted((a, b) => a.members - b.members);
  const points = (of: (fanned: Fanned) => number): readonly (readonly [number, number])[] =>
    bySize.map((fanned) => [fanned.members, of(fanned)]);
  return [
    {
      title: 'Fan-out by size of the group',
      x: { label: 'members of a group, all online', scale: 'log' },
      y: { label: 'frames a second', scale: 'linear' },
      series: [
        { name: 'delivered', points: points(({ framesPerSecond }) => framesPerSecond) },
        { name: 'plain TCP', points: points(({ floor }) => floor), isFloor: true },
      ],
    },
    {
      title: 'Fan-out: what a message costs the server',
      x: { label: 'members of a group, all online', scale: 'log' },
      y: { label: 'ms of a core', scale: 'log' },
      series: [
        {
          name: 'a message',
          points: points(
            ({ serverCpu, messagesPerSecond }) => (serverCpu / Math.max(1, messagesPerSecond)) * 1000,
          ),
        },
      ],
    },
    {
      title: 'Fan-out: throughput over time, as received',
      x: { label: 'seconds', scale: 'linear' },
      y: { label: 'frames a second', scale: 'linear' },
      series: bySize.map(({ members, bytesOverTime, frameBytes }) => ({
        name: `groups of ${members}`,
        points: bytesOverTime.points(seconds).map(([s, bytes]) => [s, bytes / frameBytes]),
      })),
    },
  ];
}
