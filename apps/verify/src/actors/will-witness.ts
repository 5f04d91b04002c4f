/**
 * Clients of MQTT with wills. Each life of a client begins with a will of its own and ends with a goodbye or without; whoever
 * inherits reads at the end which wills were sent.
 *
 * @module
 */
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Will } from '../account.ts';
import type { Dice } from '../dice.ts';
import { idOf, wordsOf } from '../fingerprint.ts';
import type { History } from '../history.ts';
import type { User } from '../places.ts';
import type { System } from '../system/system.ts';
import { pause } from '../waiting.ts';
import { enter, openAs, readLog } from './auditor.ts';
import { connect, disconnect, PacketStream } from './mqtt-packets.ts';
import type { ServerPacket } from './mqtt-packets.ts';
import { openWire } from './wire.ts';
import type { Wire } from './wire.ts';

const PASSWORD = 'ides-of-march';
/** The second one keeps a session, and goes on with it. */
const KEPT_S = [0, 600, 0] as const;
const LIFE_MS = [20, 400] as const;
const GAP_MS = [10, 150] as const;
const TIMEOUT_MS = 3000;
/** Without a fault from shortly before until then, a router has heard how a life has ended. */
const [BEFORE_MS, AFTER_MS] = [100, 3000];
/** The server takes 10 s to see that a gateway has died: only long runs wait for that. */
const LONG_RUN_MS = 60_000;
const DEATH_MS = 15_000;
const KILLS: readonly string[] = ['kill', 'node-kill'];
const CLOCKS: readonly string[] = ['clock', 'late-retry'];
const POLL_MS = 100;

interface Family {
  readonly testator: User;
  readonly heir: User;
  readonly conversation: number;
}

/** A life that is over. */
interface Life {
  readonly id: string;
  /** `unclear`: it is not known whether the server has heard of its beginning, or of its goodbye. */
  readonly end: 'goodbye' | 'lost' | 'unclear';
  /** See {@link History.elapsedMs}. */
  readonly at: number;
}

export class WillWitness {
  readonly #system: System;
  readonly #history: History;
  readonly #dice: Dice;
  readonly #family: Family;
  readonly #lives: Life[] = [];
  #seen: readonly Will[] = [];
  #loops: Promise<void>[] = [];
  #isRunning = false;

  private constructor(system: System, family: Family, of: Pick<WillWitnessOptions, 'history' | 'dice'>) {
    this.#system = system;
    this.#family = family;
    this.#history = of.history;
    this.#dice = of.dice;
  }

  /** Undefined: the system has no MQTT. */
  static async open(system: System, options: WillWitnessOptions): Promise<WillWitness | undefined> {
    if (system.mqtt === undefined) return undefined;
    return new WillWitness(system, await familyAt(system.directUrl, options.suffix), options);
  }

  start(): void {
    this.#isRunning = true;
    this.#loops = KEPT_S.map((keptS, at) => this.#liveOn(at, keptS));
  }

  /** Call it when everything is mended. Each client has two more lives, so that the shortest run has some of both ends. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#loops);
    await Promise.all(
      KEPT_S.map(async (keptS, at) => {
        for (const saysGoodbye of [false, true]) await this.#live(at, { keptS, saysGoodbye });
      }),
    );
  }

  /** Waits for the wills that must be sent. */
  async settle(withinMs: number): Promise<void> {
    const giveUpAt = performance.now() + Math.max(withinMs, this.#isLongRun ? DEATH_MS : 0);
    let isSettled = false;
    while (!isSettled && performance.now() < giveUpAt) {
      await pause(POLL_MS);
      const ids = await this.#idsSent().catch(unread);
      if (ids === undefined) continue;
      this.#seen = this.#lives.map((life) => ({
        id: life.id,
        ...this.#promised(life),
        sent: countOf(ids, life.id),
      }));
      isSettled = this.#seen.every(({ isDue, sent }) => !isDue || sent > 0);
    }
  }

  get seen(): readonly Will[] {
    return this.#seen;
  }

  async #liveOn(at: number, keptS: number): Promise<void> {
    const dice = this.#dice.fork(`testator ${at}`);
    while (this.#isRunning) {
      await this.#live(at, { keptS, saysGoodbye: dice.chance(0.5), forMs: dice.between(...LIFE_MS) });
      await pause(dice.between(...GAP_MS));
    }
  }

  async #live(
    at: number,
    {
      keptS,
      saysGoodbye,
      forMs = 0,
    }: { readonly keptS: number; readonly saysGoodbye: boolean; readonly forMs?: number },
  ): Promise<void> {
    const { testator, heir } = this.#family;
    const id = `${testator.name}-will${this.#lives.length + 1}.${at}`;
    const line = await MortalLine.open(this.#url, (wire) =>
      wire.send(
        connect({
          clientId: `mortal-${at}`,
          user: testator.name,
          password: testator.token,
          keptS,
          isClean: keptS === 0,
          will: { topic: `u/${heir.name}`, payload: Buffer.from(`${id} ${wordsOf(id)}`) },
        }),
      ),
    );
    const end = await line.end(saysGoodbye, forMs);
    this.#lives.push({ id, end, at: this.#history.elapsedMs });
  }

  get #url(): string {
    const { host = '', port = 0 } = this.#system.mqtt?.address() ?? {};
    return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  get #isLongRun(): boolean {
    return this.#history.elapsedMs >= LONG_RUN_MS;
  }

  #promised({ end, at }: Life): Pick<Will, 'isDue' | 'isForbidden'> {
    const around = this.#faultsWithin(at - BEFORE_MS, at + AFTER_MS);
    const isCalm = around.length === 0;
    const isOfDead =
      this.#isLongRun &&
      around.some((name) => KILLS.includes(name)) &&
      !this.#faultsWithin(at, Infinity).some((name) => CLOCKS.includes(name));
    return { isDue: end === 'lost' && (isCalm || isOfDead), isForbidden: end === 'goodbye' && isCalm };
  }

  /** The names of faults that were inflicted then. */
  #faultsWithin(fromMs: number, toMs: number): readonly string[] {
    const begun = new Map<string, number>();
    const found: string[] = [];
    for (const entry of this.#history.entries) {
      if (entry.op !== 'fault') continue;
      const { fault, stage, at } = entry;
      if (stage === 'begin') begun.set(fault, at);
      else if ((begun.get(fault) ?? at) <= toMs && at >= fromMs) found.push(fault);
      if (stage === 'end') begun.delete(fault);
    }
    return found.concat([...begun].flatMap(([fault, at]) => (at <= toMs ? fault : [])));
  }

  async #idsSent(): Promise<readonly string[]> {
    const { heir, conversation } = this.#family;
    const connection = await openAs(this.#system.directUrl, heir);
    if (connection === undefined) return [];
    try {
      return (await readLog(connection, conversation)).map(({ content }) =>
        idOf(decodeContent(content).text),
      );
    } finally {
      connection.close();
    }
  }
}

export interface WillWitnessOptions {
  readonly suffix: string;
  readonly history: History;
  readonly dice: Dice;
}

/** One connection, from its CONNECT to its end. */
class MortalLine {
  readonly #packets = new PacketStream();
  readonly #closed = Promise.withResolvers<void>();
  readonly #accepted = Promise.withResolvers<boolean>();
  #wire: Wire | undefined;
  #isSentAway = false;

  static async open(url: string, begin: (wire: Wire) => void): Promise<MortalLine> {
    const line = new MortalLine();
    const handlers = {
      onBytes: (bytes: Uint8Array) => line.#packets.push(bytes, (packet) => line.#receive(packet)),
      onClose: () => line.#close(),
    };
    try {
      line.#wire = await openWire(url, handlers, TIMEOUT_MS);
      begin(line.#wire);
    } catch {
      line.#close();
    }
    return line;
  }

  /** Resolves when the life is over, which it is after some time at the latest. */
  async end(saysGoodbye: boolean, afterMs: number): Promise<Life['end']> {
    const isIn = await Promise.race([this.#accepted.promise, pause(TIMEOUT_MS).then(() => false)]);
    const isOver = this.#closed.promise.then(() => true);
    const wasCut = isIn && (await Promise.race([isOver, pause(afterMs).then(() => false)]));
    if (isIn && !wasCut && saysGoodbye) {
      this.#wire?.send(disconnect());
      // The server closes once it has read it.
      const isHeard = await Promise.race([isOver, pause(TIMEOUT_MS).then(() => false)]);
      this.#wire?.close();
      return isHeard ? 'goodbye' : 'unclear';
    }
    this.#wire?.close();
    return isIn && !this.#isSentAway ? 'lost' : 'unclear';
  }

  #receive(packet: ServerPacket): void {
    if (packet.kind === 'connack') this.#accepted.resolve(packet.reason === 0);
    else if (packet.kind === 'disconnect') this.#isSentAway = true;
  }

  #close(): void {
    this.#accepted.resolve(false);
    this.#closed.resolve();
  }
}

/** A connection may break on a busy machine: it is read again. */
function unread(error: unknown): undefined {
  if (!(error instanceof PosthornError)) throw error;
}

function countOf(ids: readonly string[], id: string): number {
  return ids.filter((each) => each === id).length;
}

async function familyAt(url: string, suffix: string): Promise<Family> {
  const [testator, heir] = [
    await enter(url, { name: `antony${suffix}`, password: PASSWORD }),
    await enter(url, { name: `octavia${suffix}`, password: PASSWORD }),
  ];
  try {
    const { id: conversation } = await testator.connection.ask('openDirect', { user: heir.id });
    return {
      testator: { id: testator.id, name: `antony${suffix}`, password: PASSWORD, token: testator.token },
      heir: { id: heir.id, name: `octavia${suffix}`, password: PASSWORD, token: heir.token },
      conversation,
    };
  } finally {
    testator.connection.close();
    heir.connection.close();
  }
}
