/**
 * One run of verify, from an empty system to the verdict.
 *
 * @module
 */
import type { Picture } from '@posthorn/client';
import type { Storage } from '@posthorn/client/node';
import { BotWitness } from './actors/bot-witness.ts';
import { HookWitness } from './actors/hook-witness.ts';
import { WillWitness } from './actors/will-witness.ts';
import { Uploader } from './actors/uploader.ts';
import { createCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { checkAll } from './checks/all.ts';
import type { CheckResult } from './checks/all.ts';
import type { Evidence } from './checks/evidence.ts';
import { Dice } from './dice.ts';
import { endEra } from './era.ts';
import type { EraParts } from './era.ts';
import { NoEffectError } from './faults/fault.ts';
import { pause } from './waiting.ts';
import type { Fault, Infliction, Scene } from './faults/fault.ts';
import type { History } from './history.ts';
import { Network } from './network/network.ts';
import { restoreBackup } from './restore-chapter.ts';
import { plan } from './schedule.ts';
import type { Step } from './schedule.ts';
import type { System } from './system/system.ts';
import { Workload } from './workload.ts';

export interface VerificationOptions {
  readonly system: System;
  readonly history: History;
  /** The directory for the state of devices. */
  readonly folder: string;
  readonly seed: number;
  /** Time for load and faults; mending and checking come on top. 0: until every fault has come once. */
  readonly seconds: number;
  readonly clients: number;
  readonly faults: readonly Fault[];
  /** Average time between two actions of one client, in ms. */
  readonly paceMs: number;
  /** The share of changes in what clients say. */
  readonly changeShare: number;
  /** The share of messages with a file; see Workload. */
  readonly fileShare?: number;
  readonly convergeWithinMs: number;
  /** Appended to names; empty on a private system. */
  readonly suffix: string;
  /** Ends the load early. */
  readonly signal: AbortSignal;
  readonly onPhase?: (phase: string) => void;
  readonly wrapStorage?: (storage: Storage) => Storage;
  readonly makePicture?: () => Picture;
  /** How many times as often as usual a receiver of webhooks fails. Default: 1. */
  readonly hookTrouble?: number;
}

/** How often a fault was inflicted. `skipped`: why it was not. */
export interface FaultCount {
  readonly name: string;
  count: number;
  skipped: string | undefined;
}

export interface VerificationResult {
  readonly results: readonly CheckResult[];
  readonly faults: readonly FaultCount[];
  readonly eras: readonly Evidence[];
  readonly devices: number;
}

/** Only rejects if the run itself is not possible; violations are in the result. */
export async function verify(options: VerificationOptions): Promise<VerificationResult> {
  const dice = new Dice(options.seed);
  const network = new Network(dice.fork('network'), options.system.cluster?.entrances);
  let cast: Cast | undefined;
  let hooks: HookWitness | undefined;
  let bots: BotWitness | undefined;
  let wills: WillWitness | undefined;
  try {
    cast = await createCast({ ...options, directory: options.folder, network, dice: dice.fork('cast') });
    const { history, paceMs, changeShare, hookTrouble: trouble = 1 } = options;
    if (options.system.isOurs) {
      const { directUrl } = options.system;
      hooks = await HookWitness.open(directUrl, cast.places, { dice: dice.fork('hooks'), trouble });
      bots = await BotWitness.open(directUrl, { suffix: options.suffix, dice: dice.fork('bots') });
      const { suffix, system } = options;
      wills = await WillWitness.open(system, { suffix, history, dice: dice.fork('wills') });
    }
    const { filesUrl: url } = options.system;
    const uploader = url && new Uploader({ url, history });
    const workload = new Workload({
      cast,
      uploader,
      history,
      dice: dice.fork('workload'),
      paceMs,
      changeShare,
      fileShare: options.fileShare,
    });
    history.listen((entry) => workload.observe(entry));
    const scene = { system: options.system, network, cast, workload, history };
    return await new Verification(options, { ...scene, hooks, bots, wills }, dice).run();
  } finally {
    for (const device of cast?.devices ?? []) await device.close();
    for (const client of [...(cast?.rawClients ?? []), ...(cast === undefined ? [] : [cast.steward])]) {
      client.close();
    }
    await hooks?.close();
    await bots?.close();
    await network.close();
  }
}

/** How often `--once` tries a fault that has no effect. */
const ONCE_TRIES = 3;

/** Undefined: there is none in this run. */
interface Witnesses {
  readonly hooks: HookWitness | undefined;
  readonly bots: BotWitness | undefined;
  readonly wills: WillWitness | undefined;
}

class Verification {
  readonly #options: VerificationOptions;
  readonly #scene: Scene & Witnesses;
  readonly #dice: Dice;
  readonly #counts: readonly FaultCount[];

  constructor(options: VerificationOptions, scene: Scene & Witnesses, dice: Dice) {
    this.#options = options;
    this.#scene = scene;
    this.#dice = dice;
    this.#counts = options.faults.map((fault) => ({
      name: fault.name,
      count: 0,
      skipped: fault.whyNot?.(options.system),
    }));
  }

  async run(): Promise<VerificationResult> {
    const { onPhase, signal } = this.#options;
    const { cast, workload } = this.#scene;
    await Promise.all(cast.devices.map((device) => device.open()));
    // One after the other: the server ends connections that wait long for others' passwords.
    for (const client of [...cast.rawClients, cast.steward]) await client.open();
    onPhase?.('storm');
    workload.start();
    this.#scene.bots?.start();
    this.#scene.wills?.start();
    await this.#storm();
    onPhase?.('healing');
    this.#scene.network.heal();
    await Promise.all([workload.stop(), this.#scene.wills?.stop()]);
    signal.throwIfAborted();
    const eras = await this.#eras();
    onPhase?.('checking');
    return { results: checkAll(eras), faults: this.#counts, eras, devices: cast.devices.length };
  }

  async #eras(): Promise<readonly Evidence[]> {
    const { onPhase } = this.#options;
    const { history } = this.#scene;
    const hasBackup = history.entries.some((entry) => entry.op === 'phase' && entry.phase === 'backup');
    const first = await endEra(this.#era({ from: 0, previous: undefined }));
    if (!hasBackup) return [first];
    onPhase?.('restoring');
    const from = await restoreBackup(this.#scene, first, this.#dice.fork('restore'));
    return [first, await endEra(this.#era({ from, previous: first }))];
  }

  #era(parts: Pick<EraParts, 'from' | 'previous'>): EraParts {
    return { ...this.#scene, convergeWithinMs: this.#options.convergeWithinMs, ...parts };
  }

  /** Runs load and faults until the time is over. */
  async #storm(): Promise<void> {
    const { faults, seconds, system, signal } = this.#options;
    const totalMs = seconds * 1000;
    const possible = faults.filter((fault) => fault.whyNot?.(system) === undefined);
    const { lanes } = plan(possible, totalMs, this.#dice.fork('schedule'));
    const over = seconds === 0 ? signal : AbortSignal.any([signal, AbortSignal.timeout(totalMs)]);
    await Promise.all(lanes.map((lane) => this.#runLane(lane, over)));
    if (seconds > 0) await pause(totalMs, over);
    for (const each of this.#counts) {
      if (each.count === 0) each.skipped ??= 'its turn did not come; give the run more --seconds';
    }
  }

  async #runLane(lane: readonly Step[], over: AbortSignal): Promise<void> {
    const tries = this.#options.seconds === 0 ? ONCE_TRIES : 1;
    for (const { fault, gapMs, lengthMs, name } of lane) {
      for (let attempt = 1, isDone = false; !isDone && attempt <= tries; attempt++) {
        await pause(gapMs, over);
        if (over.aborted) return;
        const dice = this.#dice.fork(attempt === 1 ? name : `${name} again ${attempt}`);
        isDone = await this.#inflict(fault, { dice, lengthMs, over });
      }
    }
  }

  /** Resolves with false if it had no effect. */
  async #inflict(fault: Fault, infliction: Infliction): Promise<boolean> {
    const { history } = this.#scene;
    const count = this.#counts.find((each) => each.name === fault.name);
    history.record({ op: 'fault', stage: 'begin', fault: fault.name, detail: '' });
    try {
      const detail = await fault.inflict(this.#scene, infliction);
      if (count !== undefined) {
        count.count += 1;
        count.skipped = undefined;
      }
      history.record({ op: 'fault', stage: 'end', fault: fault.name, detail });
      return true;
    } catch (error) {
      const { message } = error as Error;
      history.record({ op: 'fault', stage: 'end', fault: fault.name, detail: message });
      if (!(error instanceof NoEffectError)) {
        history.record({ op: 'mishap', sentence: `After the fault ${fault.name}: ${message}` });
        return true;
      }
      if (count !== undefined && count.count === 0) count.skipped = message;
      return false;
    }
  }
}
