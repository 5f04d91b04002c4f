/**
 * All parts of one run.
 *
 * @module
 */
import { ensureRoom } from '../../packages/server/src/store/log/conversations.ts';
import type { MemoryDatabase } from '../../packages/server/src/store/memory.ts';
import type { TransportHandlers } from '../../packages/client/src/platform.ts';
import { BusHub } from './bus.ts';
import type { Chance } from './chance.ts';
import { Device, isExpected } from './device.ts';
import { Disk } from './disk.ts';
import { GatewayNode } from './gateway-node.ts';
import { LinkWitness } from './link-witness.ts';
import { Logins } from './logins.ts';
import type { Node, NodeOptions } from './node.ts';
import { Once } from './once.ts';
import { RouterNode } from './router-node.ts';
import type { Sabotage } from './sabotage.ts';
import { Scheduler } from './scheduler.ts';
import { isContested } from './setting.ts';
import { BEGINNING } from './process-clock.ts';
import type { DeviceSpec, Setting, Shape } from './setting.ts';
import { SimulatedStore } from './store.ts';
import { Trace } from './trace.ts';
import { Violation } from './violation.ts';
import { WholeNode } from './whole-node.ts';
import { Wire } from './wire.ts';
import { Witness } from './witness.ts';

export interface WorldOptions {
  readonly setting: Setting;
  readonly chance: Chance;
  readonly sabotage: Sabotage;
  readonly isTraced: boolean;
  /** A database with the built-in features. */
  readonly database: MemoryDatabase;
}

const LOBBY = 'Lobby';
/** A load balancer's address: any node that accepts clients. */
const ANY = 'tcp://any:7011';

export class World {
  readonly setting: Setting;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly store: SimulatedStore;
  readonly hub: BusHub;
  readonly witness: Witness;
  readonly links: LinkWitness;
  readonly logins: Logins;
  readonly once = new Once();
  readonly devices: readonly Device[];
  /** Undefined: the node is down. */
  readonly nodes: (Node | undefined)[];
  /** Groups in the order of their creation. */
  readonly groups: number[] = [];
  readonly wires = new Set<Wire>();
  readonly chance: Chance;
  readonly #sabotage: Sabotage;
  readonly #wallOffsets: number[];
  /** How many nodes were started; each has its own random stream. */
  #starts = 0;
  #lobby = 0;
  network: Setting['network'];
  violation: Violation | undefined;

  constructor({ setting, chance, sabotage, isTraced, database }: WorldOptions) {
    this.setting = setting;
    this.chance = chance;
    this.#sabotage = sabotage;
    this.scheduler = new Scheduler(chance.stream('scheduler'));
    const { scheduler } = this;
    this.trace = new Trace(() => scheduler.now, isTraced);
    this.logins = new Logins(scheduler);
    const onError = (error: unknown): void => this.fault(error, 'a bus handler failed');
    this.hub = new BusHub({ scheduler, chance: chance.stream('bus'), faults: setting.busFaults, onError });
    this.store = new SimulatedStore({
      scheduler,
      chance: chance.stream('store'),
      faults: setting.store,
      database,
      sabotage,
      onWrite: (name, args) => {
        this.trace.add('store', name, this.store.writeCount);
        this.logins.note(name, args);
        if (!this.store.isRestoring) this.once.noteWrite(name, args);
      },
      onViolation: (error) => this.fault(error, 'the store failed'),
    });
    this.witness = new Witness(this.store, sabotage.picture);
    this.links = new LinkWitness((violation) => {
      if (sabotage.areLinksUnwatched !== true) this.fault(violation, '');
    });
    this.network = setting.network;
    this.nodes = Array.from({ length: setting.nodes }, () => undefined);
    this.#wallOffsets = this.nodes.map(() => BEGINNING);
    this.devices = setting.devices.map((spec) => this.#makeDevice(spec));
  }

  async begin(): Promise<void> {
    await this.openLobby();
    this.nodes.forEach((_node, index) => this.startNode(index));
    for (const { name, spec } of this.devices) {
      for (const { at, byMs } of spec.clock)
        this.trace.add(name, 'will have its clock set by', byMs, 'at', at);
    }
  }

  async openLobby(): Promise<void> {
    const { store } = this;
    const room = await store.carryOutQuery(ensureRoom, LOBBY);
    this.#lobby = room.id;
  }

  startNode(index: number): void {
    if (this.nodes[index] !== undefined) return;
    const { scheduler, setting, store, hub, links, trace } = this;
    const name = this.nameOf(index);
    const addresses = this.nodes.slice(0, setting.gateways).map((_node, other) => `tcp://n${other}:7011`);
    this.nodes[index] = this.#makeNode({
      name,
      scheduler,
      chance: this.chance.stream(`${name} start ${(this.#starts += 1)}`),
      setting,
      store,
      hub,
      links,
      lobby: this.#lobby,
      address: addresses[index],
      endpoints: addresses,
      wallOffsetMs: this.#wallOffsets[index] ?? BEGINNING,
      sabotage: this.#sabotage,
      onFault: (error, sentence) => this.fault(error, `${name}: ${sentence}`),
    });
    trace.add(name, 'starts');
  }

  /** Kills a node, with all its connections. */
  killNode(index: number): void {
    const node = this.nodes[index];
    if (node === undefined) return;
    this.trace.add(this.nameOf(index), 'is killed');
    node.process.kill();
    this.nodes[index] = undefined;
    for (const wire of this.wires) if (wire.node === index) wire.serverGone();
    // The others notice after a while.
    this.scheduler.after(MISSED_MS, () => this.nodes.forEach((other) => other?.missPeer()));
  }

  jumpClock(index: number, byMs: number): void {
    const offset = (this.#wallOffsets[index] ?? BEGINNING) + byMs;
    this.#wallOffsets[index] = offset;
    const node = this.nodes[index];
    if (node !== undefined) node.process.clock.wallOffsetMs = offset;
  }

  /** The name of a node in the trace. */
  nameOf(index: number): string {
    const { shape, gateways } = this.setting;
    if (shape === 'together') return `node ${index + 1}`;
    return index < gateways ? `gateway ${index + 1}` : `router ${index + 1 - gateways}`;
  }

  async startDevice(device: Device, wasClosed: boolean): Promise<void> {
    if (device.client !== undefined || this.isOver) return;
    try {
      this.witness.noteStart(device, this.store.ledger.logs.keys(), wasClosed);
      this.trace.add(device.name, 'starts');
      await device.start();
    } catch (error) {
      this.fault(error, `${device.name} did not start`);
    }
  }

  get isOver(): boolean {
    return this.violation !== undefined;
  }

  /** Records something that must not happen. Only the first one counts. */
  fault(error: unknown, sentence: string): void {
    if (this.violation !== undefined) return;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.violation = error instanceof Violation ? error : new Violation('fault', `${sentence}: ${words}`);
    this.trace.add('VIOLATION', this.violation.message);
  }

  /** Calls `run`, and records the violation that it throws. */
  watch(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.fault(error, 'a check failed');
    }
  }

  /** Undefined: there is no such user yet. */
  idOf(user: string): number | undefined {
    return this.devices.find(({ spec, self }) => spec.user === user && self !== 0)?.self;
  }

  #makeNode(options: NodeOptions): Node {
    if (this.setting.shape === 'together') return new WholeNode(options);
    return options.address === undefined ? new RouterNode(options) : new GatewayNode(options);
  }

  #makeDevice(spec: DeviceSpec): Device {
    const { scheduler, chance, setting, trace, witness } = this;
    return new Device({
      spec,
      scheduler,
      chance: chance.stream(spec.name),
      disk: new Disk(scheduler, chance.stream(`${spec.name} disk`), setting.disk),
      sabotage: this.#sabotage,
      server: ANY,
      dial: (device, url, handlers) => this.#dial(device, url, handlers),
      events: {
        onHanded: (device, handed) => {
          const { conversation, seq, content } = handed.message;
          trace.add(device.name, 'is handed', `c${conversation}/${seq}`, content.text);
          this.watch(() => {
            const entry = witness.noteHanded(device, handed);
            if (setting.isCalm) this.#checkLive(device, handed.at - entry.at, entry.at);
          });
        },
        onAcked: (device, ack) => {
          trace.add(device.name, 'has an ack', ack.clientId, `c${ack.conversation}/${ack.seq}`);
          this.watch(() => witness.noteAck(device, ack));
        },
        onFailed: (device, clientId, error) => {
          trace.add(device.name, 'has a refusal', clientId, error.code);
          this.watch(() => witness.noteFailure(clientId, error));
        },
        onState: (device, words) => {
          trace.add(device.name, 'is', words);
          if (words.startsWith('closed (')) this.#checkClosed(device, words);
        },
        onRestored: (device) => trace.add(device.name, 'notices a restore'),
        onError: (device, error) => {
          trace.add(device.name, 'reports', error instanceof Error ? error.message : String(error));
          if (!isExpected(error)) this.fault(error, `${device.name} reports`);
        },
      },
    });
  }

  /** Without faults a push arrives at once (promise 6). */
  #checkLive(device: Device, afterMs: number, committedAt: number): void {
    const { shape, store } = this.setting;
    const liveMs = store.maxPullBytes < ONE_PAGE_BYTES ? MANY_PAGES_MS : LIVE_MS[shape];
    if (device.syncedAt === undefined || device.syncedAt > committedAt || afterMs < liveMs) return;
    if (device.spec.slownessMs > 0) return;
    throw new Violation('6 live', `${device.name} was handed a message after ${afterMs} ms`, [device.name]);
  }

  /**
   * Only a newer login in the same slot may close a device for good. That login may be the device's own: a slow
   * server may carry out a login that the device gave up, after a later one at another node. Then the user starts the
   * device again.
   */
  #checkClosed(device: Device, words: string): void {
    const isReplaced = words === 'closed (REPLACED)';
    if (isReplaced && isContested(this.setting, device.spec)) return;
    if (isReplaced && this.logins.isAmbiguous(device)) {
      this.scheduler.after(RESTART_MS, () => void this.#restart(device));
    } else {
      this.fault(new Violation('8 knows', `${device.name} is ${words}`, [device.name]), '');
    }
  }

  async #restart(device: Device): Promise<void> {
    await device.close();
    await this.startDevice(device, true);
  }

  #dial(device: Device, url: string, handlers: TransportHandlers): Wire {
    const { scheduler } = this;
    const match = /^tcp:\/\/n(\d+):/.exec(url);
    const chance = this.chance.stream(`wire ${this.wires.size} ${scheduler.now} ${device.name}`);
    const index = match === null ? chance.int(0, this.setting.gateways - 1) : Number(match[1]);
    this.trace.add(device.name, 'dials', index + 1);
    const wire = new Wire({
      scheduler,
      chance,
      faults: () => this.network,
      address: '127.0.0.1',
      node: index,
      handlers,
      accept: (transport) => this.nodes[index]?.accept(transport),
      onOver: (over) => this.wires.delete(over),
    });
    this.wires.add(wire);
    return wire;
  }
}

/** How long a node may be silent before the others consider it gone. */
const MISSED_MS = 3000;

const RESTART_MS = 500;

/** Longer than all delays on the way together. Apart, a page takes four more delays of the bus. */
const LIVE_MS: Readonly<Record<Shape, number>> = { together: 4000, apart: 9000 };
/** With fewer bytes in an answer each message may take a journey of its own: shorter than the interval of sweeps yet. */
const ONE_PAGE_BYTES = 1000;
const MANY_PAGES_MS = 9000;
