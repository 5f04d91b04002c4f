/**
 * Half of a group stops reading: how this affects the other half.
 *
 * @module
 */
import type { Lab, Stage } from '../lab.ts';
import { onFrames, sendFrame } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { watchCpu } from '../load/cpu.ts';
import type { CpuShares } from '../load/cpu.ts';
import { attachAll, makeGroup } from '../load/crowd.ts';
import { Latencies } from '../load/latencies.ts';
import { numberedText, numberIn } from '../load/numbered.ts';
import { paced, passed } from '../load/paced.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const READERS = 2000;
const PER_SECOND = 20;
/** Fills the kernel's buffers of a connection, and then our own queue of 1 MiB. */
const FILLING_BYTES = 60_000;
const MOST_FILLINGS = 200;
const QUEUE_BYTES = 1024 * 1024;
const MIB = 1024 * 1024;
const SETTLE_MS = 500;

export const stalled: Scenario = {
  name: 'stalled',
  summary: 'half of 2,000 readers stop reading: latency of the others, memory of the server',
  run,
};

interface Heard extends CpuShares {
  readonly delivery: Latencies;
}

async function run(lab: Lab): Promise<Outcome> {
  const readers = lab.scaled(READERS, 4);
  const stage = await lab.stage(readers, { outbound: QUEUE_BYTES });
  const group = await makeGroup(stage, 0, readers);
  const pipes = await attachAll(stage);
  const [healthy, stalling] = [pipes.slice(0, readers / 2), pipes.slice(readers / 2)];
  const talk = new GroupTalk(stage, group, healthy);
  lab.note(`${readers} readers, none stalled`);
  await talk.steady(1);
  const before = await talk.steady(lab.seconds);
  const { rss } = await stage.server.usageAfterGc();
  await stage.server.peakRss();
  lab.note(`${stalling.length} of them stall`);
  for (const pipe of stalling) pipe.stall();
  await talk.fill(stalling.length);
  await passed(SETTLE_MS);
  const after = await talk.steady(lab.seconds);
  const grown = Math.max(0, (await stage.server.peakRss()) - rss);
  for (const pipe of pipes) pipe.close();
  return {
    results: [
      {
        what: `${stalling.length} of ${readers} readers stalled: delivery to the others, p99`,
        figure: after.delivery.at(99),
        unit: 'ms',
        floor: before.delivery.at(99),
        floorName: 'the same with none stalled',
        targets: [{ ratioAtMost: 1.5 }],
        detail: {
          ...after.delivery.summary('delivery'),
          messagesPerSecond: PER_SECOND,
          serverCpu: after.serverCpu,
          loadCpu: after.loadCpu,
          serverCpuBefore: before.serverCpu,
        },
      },
      {
        what: `${stalling.length} of ${readers} readers stalled: growth of the server at its peak`,
        figure: grown / MIB,
        unit: 'MiB',
        floor: (stalling.length * QUEUE_BYTES) / MIB,
        floorName: 'the cap: their bounded queues, when nothing is shared',
        targets: [{ ratioAtMost: 1 }],
      },
    ],
    charts: [
      {
        title: 'Stalled readers: delivery to the others',
        x: { label: 'percentile', scale: 'percentile' },
        y: { label: 'ms', scale: 'log' },
        series: [
          { name: 'half stalled', points: after.delivery.curve() },
          { name: 'none stalled', points: before.delivery.curve(), isFloor: true },
        ],
      },
    ],
  };
}

/** The first member writes; all healthy members listen. */
class GroupTalk {
  readonly #stage: Stage;
  readonly #group: number;
  readonly #healthy: readonly Pipe[];
  #count = 0;
  #delivery = new Latencies();
  readonly #dueAt = new Map<number, number>();

  constructor(stage: Stage, group: number, healthy: readonly Pipe[]) {
    this.#stage = stage;
    this.#group = group;
    this.#healthy = healthy;
    for (const pipe of healthy) {
      onFrames(pipe, ({ body }) => {
        if (body?.case !== 'message') return;
        const due = this.#dueAt.get(numberIn(body.value.content));
        if (due !== undefined) this.#delivery.record(performance.now() - due);
      });
    }
  }

  async steady(seconds: number): Promise<Heard> {
    const delivery = (this.#delivery = new Latencies());
    const cpu = await watchCpu(this.#stage.server);
    const first = this.#count;
    await paced({ perSecond: PER_SECOND, seconds }, (_index, dueMs) => this.#send(dueMs));
    const shares = await cpu();
    const expected = (this.#count - first) * (this.#healthy.length - 1);
    const deadline = performance.now() + 20_000;
    while (delivery.count < expected && performance.now() < deadline) await passed(10);
    if (delivery.count < expected) {
      throw new Error(`${expected - delivery.count} messages did not reach readers that read`);
    }
    this.#dueAt.clear();
    return { delivery, ...shares };
  }

  /** Sends until the server has dropped pushes for every stalled member. */
  async fill(stalling: number): Promise<void> {
    for (let count = 0; count < MOST_FILLINGS; count++) {
      if ((await this.#lagging()) >= stalling) return;
      this.#send(undefined, FILLING_BYTES);
      await passed(20);
    }
    throw new Error(`only ${await this.#lagging()} of ${stalling} stalled readers are behind`);
  }

  async #lagging(): Promise<number> {
    return (await this.#stage.server.metrics('posthorn_lagging_connections')).posthorn_lagging_connections;
  }

  #send(dueMs: number | undefined, bytes?: number): void {
    const number = this.#count++;
    if (dueMs !== undefined) this.#dueAt.set(number, dueMs);
    const message = { clientId: `g${number}`, text: numberedText(number, bytes) };
    this.#healthy[0]?.write(sendFrame(number + 10, { case: 'conversation', value: this.#group }, message));
  }
}
