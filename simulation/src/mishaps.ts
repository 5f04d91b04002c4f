/**
 * Carries out the faults of a plan, and ends them.
 *
 * @module
 */
import type { Mishap } from './plan.ts';
import type { World } from './world.ts';

type A<K extends Mishap['do']> = Extract<Mishap, { readonly do: K }>;

const DRAIN_WINDOW_MS = 1000;

export class Mishaps {
  readonly #world: World;
  /** All faults are over: from here on everything works. */
  #isHealed = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** Starts one fault, and schedules its end. */
  async take(mishap: Mishap): Promise<void> {
    switch (mishap.do) {
      case 'close':
      case 'crash':
        return this.#turnOff(mishap);
      case 'cut':
      case 'forget':
      case 'vanish':
        return this.#cut(mishap);
      case 'freeze':
        return this.#freeze(mishap);
      case 'kill':
        return this.#kill(mishap.node, mishap.forMs);
      case 'drain':
        return this.#drain(mishap);
      case 'bus away':
        return this.#busAway(mishap);
      case 'bus loses':
        return this.#busLoses(mishap);
      case 'sleep':
        return this.#sleep(mishap);
      case 'store away':
      case 'disk full':
        return this.#storeAway(mishap);
      case 'clock jump':
        return this.#jumpClock(mishap);
      case 'restore':
        return this.#restore(mishap);
    }
  }

  /** Turns a device off, and on again later. */
  async #turnOff({ do: how, device: index, forMs }: A<'close' | 'crash'>): Promise<void> {
    const device = this.#world.devices[index];
    if (device?.client === undefined) return;
    this.#world.trace.add(device.name, how === 'crash' ? 'crashes' : 'closes');
    if (how === 'crash') device.crash();
    else await device.close();
    this.#world.scheduler.after(forMs, () => void this.#world.startDevice(device, how === 'close'));
  }

  /** Breaks a connection: both sides notice, or only one. */
  #cut({ do: how, device: index }: A<'cut' | 'forget' | 'vanish'>): void {
    const device = this.#world.devices[index];
    if (device?.wire === undefined) return;
    this.#world.trace.add(
      device.name,
      how === 'cut' ? 'is cut off' : `is cut off, and one side knows (${how})`,
    );
    device.wire.cut(how === 'cut' ? 'both' : how === 'forget' ? 'client' : 'server');
  }

  #freeze({ device: index, side, forMs }: A<'freeze'>): void {
    const device = this.#world.devices[index];
    const wire = device?.wire;
    if (device === undefined || wire === undefined) return;
    this.#world.trace.add(device.name, 'has a connection that stands still', side);
    wire.freeze(side, true);
    this.#world.scheduler.after(forMs, () => wire.freeze(side, false));
  }

  #kill(index: number, forMs: number): void {
    this.#world.killNode(index);
    this.#world.scheduler.after(forMs, () => this.#world.startNode(index));
  }

  async #drain({ node: index, forMs }: A<'kill' | 'drain'>): Promise<void> {
    const node = this.#world.nodes[index];
    if (node === undefined) return;
    this.#world.trace.add(this.#world.nameOf(index), 'drains');
    await node.drain(DRAIN_WINDOW_MS);
    if (this.#world.nodes[index] === node) this.#kill(index, forMs);
  }

  #busAway({ node: index, forMs }: A<'bus away'>): void {
    this.#world.trace.add(this.#world.nameOf(index), 'has no bus');
    this.#world.nodes[index]?.process.becomeOnBus('down');
    this.#world.scheduler.after(forMs, () => this.#world.nodes[index]?.process.becomeOnBus('up'));
  }

  #busLoses({ node: index, what, forMs }: A<'bus loses'>): void {
    this.#world.trace.add(this.#world.nameOf(index), `has lost on the bus what is ${what}`);
    this.#world.nodes[index]?.process.loseOnBus(what);
    this.#world.scheduler.after(forMs, () => this.#world.nodes[index]?.process.loseOnBus('nothing'));
  }

  #sleep({ node: index, forMs }: A<'sleep'>): void {
    const { trace, nodes, scheduler } = this.#world;
    trace.add(this.#world.nameOf(index), 'falls asleep');
    nodes[index]?.process.loop.sleep();
    scheduler.after(forMs, () => {
      trace.add(this.#world.nameOf(index), 'wakes');
      nodes[index]?.process.loop.wake();
    });
  }

  #storeAway({ do: how, forMs }: A<'store away' | 'disk full'>): void {
    const { store, scheduler, trace } = this.#world;
    trace.add('store', how === 'disk full' ? 'is full' : 'is away');
    if (how === 'disk full') store.isFull = true;
    else store.isAway = true;
    scheduler.after(forMs, () => {
      if (how === 'disk full') store.isFull = false;
      else store.isAway = false;
    });
  }

  #jumpClock({ node, byMs }: A<'clock jump'>): void {
    this.#world.trace.add(this.#world.nameOf(node), 'has its clock set', byMs);
    this.#world.jumpClock(node, byMs);
  }

  /** Stops everything, replaces the store by a backup, and starts everything. */
  async #restore({ share, forMs }: A<'restore'>): Promise<void> {
    const { store, nodes, trace, scheduler, witness } = this.#world;
    // Not if the backup lacks an account: its user would have to register again.
    if (this.#world.devices.some(({ self }) => self === 0)) return;
    const count = store.accountsAt + Math.floor(share * (store.writeCount - store.accountsAt));
    nodes.forEach((_node, index) => this.#world.killNode(index));
    trace.add('store', 'goes back to write', count);
    await store.restore(count);
    await this.#world.openLobby();
    witness.noteRestore();
    scheduler.after(forMs, () => nodes.forEach((_node, index) => this.#world.startNode(index)));
  }

  /** Ends all faults. */
  heal(): void {
    if (this.#isHealed) return;
    this.#isHealed = true;
    const { store, hub, nodes, devices, wires, trace } = this.#world;
    trace.add('all', 'trouble ends');
    store.isAway = store.isFull = false;
    store.faults = { ...store.faults, failing: 0 };
    // Nodes that have heard nothing of each other notice it when they do; these are no members of a cluster that would.
    if (hub.faults.dropping === 1) for (const node of nodes) node?.missPeer();
    hub.faults = { ...hub.faults, dropping: 0, doubling: 0 };
    this.#world.network = { ...this.#world.network, cutting: 0 };
    nodes.forEach((node, index) => {
      if (node === undefined || !node.isStaying) this.#world.killNode(index);
      this.#world.startNode(index);
      const process = this.#world.nodes[index]?.process;
      process?.becomeOnBus('up');
      process?.loseOnBus('nothing');
      process?.loop.wake();
    });
    for (const device of devices) {
      device.disk.faults = { ...device.disk.faults, failing: 0 };
      void this.#world.startDevice(device, false);
    }
    for (const wire of wires) {
      // A device that does not know finds out by itself.
      if (wire.isHalfOpen && wire.deadSince === undefined) wire.cut();
      wire.freeze('both', false);
    }
  }
}
