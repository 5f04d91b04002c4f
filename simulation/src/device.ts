/**
 * A device: the real SDK on a simulated disk and network, over any number of lives, with what its application got in
 * each.
 *
 * @module
 */
import type { Client, ContentInit, Incoming, PendingSend, SendAck, Target } from '@posthorn/client';
import { PosthornError } from '@posthorn/protocol';
import { startClient } from '../../packages/client/src/client.ts';
import type { Platform, TransportHandlers } from '../../packages/client/src/platform.ts';
import type { Chance } from './chance.ts';
import { wallClock } from './device-clock.ts';
import type { Disk } from './disk.ts';
import type { Sabotage } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { DeviceSpec } from './setting.ts';
import type { Wire } from './wire.ts';

/** A message, as the application got it. */
export interface Handed {
  readonly message: Incoming;
  readonly life: number;
  readonly at: number;
}

export interface DeviceEvents {
  readonly onHanded: (device: Device, handed: Handed) => void;
  readonly onAcked: (device: Device, ack: SendAck) => void;
  readonly onFailed: (device: Device, clientId: string, error: PosthornError) => void;
  readonly onState: (device: Device, words: string) => void;
  readonly onRestored: (device: Device) => void;
  readonly onError: (device: Device, error: unknown) => void;
}

export interface DeviceOptions {
  readonly spec: DeviceSpec;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly disk: Disk;
  readonly dial: (device: Device, url: string, handlers: TransportHandlers) => Wire;
  readonly events: DeviceEvents;
  readonly sabotage: Sabotage;
  readonly server: string;
}

export class Device {
  readonly #options: DeviceOptions;
  readonly spec: DeviceSpec;
  readonly disk: Disk;
  #client: Client | undefined;
  #wire: Wire | undefined;
  /** How often it was started; 0: never. */
  life = 0;
  /** When its application last got a message, in virtual ms. */
  handedAt = 0;
  /** The user's id; 0: not known yet. */
  self = 0;
  #lobby = 0;
  /** Since when it has everything (virtual ms); undefined: it does not. */
  syncedAt: number | undefined;
  #isStarting = false;
  #isClosing = false;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.spec = options.spec;
    this.disk = options.disk;
  }

  get name(): string {
    return this.spec.name;
  }

  /** Undefined: it is off. */
  get client(): Client | undefined {
    return this.#client;
  }

  get isOnline(): boolean {
    return this.#client?.state.name === 'online';
  }

  get lobby(): number {
    return this.#lobby;
  }

  get wire(): Wire | undefined {
    return this.#wire;
  }

  /** Turns it on. Does nothing if it is on. */
  async start(): Promise<void> {
    if (this.#client !== undefined || this.#isStarting || this.#isClosing) return;
    this.#isStarting = true;
    const life = (this.life += 1);
    const { spec, scheduler, chance, disk, dial, sabotage, server } = this.#options;
    const isAlive = (): boolean => this.life === life;
    const storage = disk.open();
    const platform: Platform = {
      canDial: () => true,
      dial: (url, handlers) => (this.#wire = dial(this, url, handlers)),
      now: () => wallClock(spec.clock, scheduler.now),
      monotonic: () => scheduler.now,
      after: (delayMs, run) => scheduler.after(Math.max(1, delayMs), () => isAlive() && run()),
      random: () => chance.unit(),
    };
    const client = await startClient(
      { server, user: spec.user, password: 'wherefore', register: true },
      {
        storage: sabotage.storage?.(storage) ?? storage,
        start: 'start',
        device: { id: spec.name, class: spec.class },
        software: 'simulated',
      },
      sabotage.platform?.(platform) ?? platform,
    );
    this.#isStarting = false;
    if (isAlive()) this.#listen(client, life);
  }

  /** Turns it off gracefully. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.syncedAt = undefined;
    this.#isClosing = true;
    await client?.close();
    this.#isClosing = false;
  }

  /** The process dies. Writes that the disk has not confirmed are there in part. */
  crash(): void {
    this.#client = undefined;
    this.#isStarting = this.#isClosing = false;
    this.syncedAt = undefined;
    this.life += 1;
    this.#wire?.clientGone();
    this.disk.crash();
  }

  send(target: Target, content: ContentInit, clientId: string): PendingSend | undefined {
    return this.#client?.send(target, content, { clientId });
  }

  #listen(client: Client, life: number): void {
    const { events, scheduler, chance, spec } = this.#options;
    this.#client = client;
    client.on('message', (message) => {
      // A life that has ended accepts nothing more, and never answers.
      if (this.life !== life) return new Promise<void>(() => {});
      this.handedAt = scheduler.now;
      events.onHanded(this, { message, life, at: scheduler.now });
      if (spec.slownessMs === 0) return undefined;
      return new Promise<void>((resolve) => {
        scheduler.after(chance.int(0, spec.slownessMs), () => this.life === life && resolve());
      });
    });
    client.on('state', (state) => {
      if (state.name !== 'online') this.syncedAt = undefined;
      if (state.name === 'online') {
        this.self = state.session.user?.id ?? 0;
        this.#lobby = state.session.lobby;
      }
      const error = state.name === 'online' ? undefined : state.error;
      events.onState(this, error === undefined ? state.name : `${state.name} (${error.code})`);
    });
    client.on('synced', () => {
      this.syncedAt = scheduler.now;
    });
    client.on('sent', (ack) => events.onAcked(this, ack));
    client.on('failed', ({ clientId, error }) => events.onFailed(this, clientId, error));
    client.on('restored', () => events.onRestored(this));
    client.on('error', (error) => events.onError(this, error));
  }
}

/** Whether the error is a simulated failure, which the SDK reports, and not a fault of the SDK. */
export function isExpected(error: unknown): boolean {
  if (error instanceof PosthornError) return error.code !== 'INTERNAL';
  return error instanceof Error && error.message === 'the disk is full';
}
