/**
 * One run: carries out a plan, ends all faults, and checks the promises.
 *
 * @module
 */
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import { MemoryDatabase } from '../../packages/server/src/store/memory.ts';
import { Chance } from './chance.ts';
import { assertDeadPathsNoticed } from './dead-paths.ts';
import { Deeds } from './deeds.ts';
import { Mishaps } from './mishaps.ts';
import { judgePictures } from './pictures.ts';
import { isDeed } from './plan.ts';
import type { Plan, Step } from './plan.ts';
import { NO_SABOTAGE } from './sabotage.ts';
import type { Sabotage } from './sabotage.ts';
import { judge } from './verdict.ts';
import { Violation } from './violation.ts';
import type { Counts } from './witness.ts';
import { World } from './world.ts';

export interface Outcome {
  /** Undefined: every promise was kept. */
  readonly violation: Violation | undefined;
  /** A fingerprint of everything that happened: equal in every run of the same plan. */
  readonly fingerprint: string;
  readonly lines: readonly string[];
  readonly tasks: number;
  readonly virtualMs: number;
  readonly counts: Counts;
}

export interface PlayOptions {
  readonly sabotage?: Sabotage;
  readonly isTraced?: boolean;
  /** A database with the built-in features that runs use one after the other; absent: each run opens its own. */
  readonly database?: MemoryDatabase;
}

/** Opens a database for many runs. The caller closes it. */
export function openDatabase(sabotage: Sabotage = NO_SABOTAGE): MemoryDatabase {
  const { storages } = REGISTRY;
  return new MemoryDatabase(sabotage.storages?.(storages) ?? storages);
}

/** Most time after the end of all faults until everybody is connected and every send is settled, in ms. */
const SETTLE_MS = 120_000;
/**
 * Most time from then until everything has arrived everywhere (promise 6), or the next message arrives, with some
 * slack.
 */
const CONVERGE_MS = 31_000;
const LOOK_MS = 200;
/** How long to watch for repeats. */
const AFTER_MS = 400;
/** The same where a log was restored: so long until a device that has just come back knows that it must start anew. */
const AFTER_RESTORE_MS = 3000;
/** A run with more tasks than this never ends. */
const MAX_TASKS = 400_000;

export async function play(
  plan: Plan,
  { sabotage = NO_SABOTAGE, isTraced = false, database: given }: PlayOptions = {},
): Promise<Outcome> {
  const { setting, seed } = plan;
  const database = given ?? openDatabase(sabotage);
  const world = new World({ setting, chance: new Chance(`run/${seed}`), sabotage, isTraced, database });
  const onRejection = (error: unknown): void => world.fault(error, 'nobody caught');
  process.on('unhandledRejection', onRejection);
  try {
    await world.begin();
    await new Run(world, plan.steps).play();
    if (!world.isOver) await judgePictures(world, database);
    // Unhandled rejections are reported after the microtasks of the last task.
    await new Promise((resolve) => void setImmediate(resolve));
  } catch (error) {
    world.fault(error, 'a task failed');
  } finally {
    process.off('unhandledRejection', onRejection);
    if (given === undefined) database.close();
  }
  const { scheduler, trace, witness, store } = world;
  trace.add('all', 'is over', scheduler.count);
  return {
    violation: world.violation,
    fingerprint: trace.fingerprint,
    lines: trace.lines,
    tasks: scheduler.count,
    virtualMs: scheduler.now,
    counts: { ...witness.counts, commits: store.writeCount },
  };
}

class Run {
  readonly #world: World;
  readonly #steps: readonly Step[];
  readonly #deeds: Deeds;
  readonly #mishaps: Mishaps;
  #isDone = false;

  constructor(world: World, steps: readonly Step[]) {
    this.#world = world;
    this.#steps = steps;
    this.#deeds = new Deeds(world);
    this.#mishaps = new Mishaps(world);
  }

  play(): Promise<void> {
    const { scheduler, devices, chance } = this.#world;
    const starting = chance.stream('starting');
    for (const device of devices)
      scheduler.after(starting.int(0, 400), () => void this.#world.startDevice(device, false));
    for (const step of this.#steps) scheduler.after(step.at, () => this.#take(step));
    scheduler.after((this.#steps.at(-1)?.at ?? 0) + 500, () => {
      this.#mishaps.heal();
      this.#awaitSettled(scheduler.now);
    });
    return scheduler.run(() => {
      if (scheduler.count > MAX_TASKS) throw new Violation('fault', 'this never ends');
      return this.#isDone || this.#world.isOver;
    });
  }

  /** Waits until everybody is connected and no message is on its way. */
  #awaitSettled(since: number): void {
    const { scheduler, devices, setting } = this.#world;
    this.#world.watch(() => assertDeadPathsNoticed(devices, scheduler.now, setting));
    const waiting = devices.filter(
      ({ client, isOnline, spec, wire }) =>
        client === undefined ||
        wire?.deadSince !== undefined ||
        (!isOnline && !isReplaced(setting.policy, client.state)) ||
        (isOnline && client.pending().length > 0 && spec.slownessMs >= 0),
    );
    const [first] = waiting;
    if (first === undefined) {
      this.#awaitConverged(scheduler.now);
    } else if (scheduler.now - since > SETTLE_MS) {
      const { client, name } = first;
      const words = `${name} is ${client?.state.name ?? 'off'} with ${client?.pending().length ?? 0} messages under way`;
      this.#world.fault(new Violation('8 knows', `after two minutes ${words}`, [name]), '');
    } else {
      scheduler.after(LOOK_MS, () => this.#awaitSettled(since));
    }
  }

  #awaitConverged(since: number): void {
    const { scheduler, devices, witness, store } = this.#world;
    const lacking = devices.flatMap((device) => {
      const what = device.isOnline ? witness.missing(device) : undefined;
      return what === undefined ? [] : [{ device, what }];
    });
    const stuck = lacking.find(
      ({ device }) => scheduler.now - Math.max(since, device.handedAt) > CONVERGE_MS,
    );
    const lastHandedAt = Math.max(since, ...devices.map(({ handedAt }) => handedAt));
    const quietMs = store.ledgers.length > 1 ? AFTER_RESTORE_MS : AFTER_MS;
    if (lacking.length === 0 && scheduler.now - lastHandedAt >= quietMs) {
      this.#isDone = true;
      this.#world.watch(() => {
        judge(store, witness);
        this.#world.once.judge(devices);
      });
    } else if (stuck !== undefined) {
      const { device, what } = stuck;
      const words = `${device.name} lacks ${what} half a minute after all trouble has ended`;
      this.#world.fault(new Violation('6 self-healing', words, [device.name, what.split('/')[0] ?? '']), '');
    } else {
      scheduler.after(LOOK_MS, () => this.#awaitConverged(since));
    }
  }

  #take(step: Step): void {
    const taken = isDeed(step) ? this.#deeds.take(step) : this.#mishaps.take(step);
    taken.catch((error: unknown) => this.#world.fault(error, `the step "${step.do}" failed`));
  }
}

function isReplaced(policy: string, state: { readonly name: string }): boolean {
  return policy === 'single' && state.name === 'closed';
}
