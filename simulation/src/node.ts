/**
 * A node of a simulated cluster: the real router side and the real gateway, on a simulated store, bus and clock.
 *
 * @module
 */
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import type { Derive } from '../../packages/server/src/features/accounts/passwords.ts';
import { PASSWORDS, passwordsWith } from '../../packages/server/src/features/accounts/states.ts';
import { createHash } from 'node:crypto';
import { Registry } from 'prom-client';
import type { Bus } from '../../packages/server/src/bus/bus.ts';
import { createMemoryBus } from '../../packages/server/src/bus/memory.ts';
import type { Clock } from '../../packages/server/src/clock.ts';
import { Gateway } from '../../packages/server/src/gateway/gateway.ts';
import type { GatewayLimits } from '../../packages/server/src/gateway/limits.ts';
import type { Transport } from '../../packages/server/src/gateway/transport.ts';
import type { Logger } from '../../packages/server/src/logger.ts';
import { createNativeProtocol } from '../../packages/server/src/protocols/native/protocol.ts';
import { configWith } from '../../packages/server/src/compose/options.ts';
import { createRouterSide } from '../../packages/server/src/compose/router-side.ts';
import type { RouterSide } from '../../packages/server/src/compose/router-side.ts';
import type { BusEnd, BusHub } from './bus.ts';
import type { Chance } from './chance.ts';
import type { Sabotage } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { Setting } from './setting.ts';
import type { SimulatedStore } from './store.ts';
import type { ServerSide } from './wire.ts';

export interface NodeOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly setting: Setting;
  readonly store: SimulatedStore;
  readonly hub: BusHub;
  readonly lobby: number;
  readonly endpoints: readonly string[];
  /** Wall clock minus virtual time. */
  readonly wallOffsetMs: number;
  readonly sabotage: Sabotage;
  readonly onFault: (error: unknown, sentence: string) => void;
}

/** Clients know all nodes anyway, and come back to any of them within the window. */
const NOBODY = { loads: () => [], endpoints: () => [] };
const PROTOCOL = createNativeProtocol({ maxFrameBytes: 262_144 });
const SWEEP_INTERVAL_MS = 10_000;

export class Node {
  readonly #options: NodeOptions;
  readonly #clock: NodeClock;
  readonly #bus: Bus;
  /** Undefined when the bus lives in the process. */
  readonly #busEnd: BusEnd | undefined;
  readonly #routerSide: RouterSide;
  readonly #gateway: Gateway;
  #isGone = false;
  isListening = true;

  constructor(options: NodeOptions) {
    const { scheduler, chance, setting, store, hub, sabotage, name, onFault } = options;
    this.#options = options;
    this.#clock = new NodeClock(scheduler, options.wallOffsetMs);
    const clock = this.#clock;
    const logger = loggerTo(onFault);
    this.#busEnd = setting.bus === 'in process' ? undefined : hub.join(name);
    const bus: Bus =
      this.#busEnd ?? createMemoryBus({ clock, onError: (error) => onFault(error, 'a bus handler failed') });
    this.#bus = sabotage.bus?.(bus) ?? bus;
    const line = store.for(() => this.#isGone);
    this.#routerSide = createRouterSide({
      store: sabotage.line?.(line, scheduler) ?? line,
      bus: this.#bus,
      clock,
      random: chance,
      logger,
      registry: new Registry(),
      config: this.#config(),
      endpoints: () => options.endpoints.map((url) => ({ url })),
      openings: new Map([[PASSWORDS, passwordsWith({ derive: digest })]]),
    });
    const { router } = this.#routerSide;
    this.#gateway = new Gateway({
      bus: this.#bus,
      router: sabotage.router?.(router) ?? router,
      clock,
      random: chance,
      logger,
      registry: new Registry(),
      limits: limitsOf(setting),
      needsLogin: (number) => REGISTRY.needsLogin(number),
      epoch: () => store.epoch,
      server: 'posthorn/simulated',
    });
  }

  /** A client has connected; undefined when nobody listens. */
  accept(transport: Transport): ServerSide | undefined {
    if (this.#isGone || !this.isListening) return undefined;
    const connection = this.#gateway.open(transport, PROTOCOL);
    return {
      receive: (bytes) => connection.receive(bytes),
      closed: () => {
        if (!this.#isGone) this.#gateway.closed(connection);
      },
    };
  }

  jumpClock(byMs: number): void {
    this.#clock.wallOffsetMs += byMs;
  }

  get wallOffsetMs(): number {
    return this.#clock.wallOffsetMs;
  }

  /** The node's connection to the bus breaks, or is back. */
  becomeOnBus(status: 'up' | 'down'): void {
    this.#busEnd?.become(status);
  }

  /** Another node is gone, and with it what it may have had to say. */
  missPeer(): void {
    if (!this.#isGone) this.#gateway.resyncAll();
  }

  /** Sends everybody away, finishes what was accepted, and stops. */
  async drain(windowMs: number): Promise<void> {
    this.isListening = false;
    await this.#gateway.drain({ windowMs, timeoutMs: windowMs }, NOBODY);
    await this.#gateway.close();
    await this.#routerSide.close();
    await this.#bus.close();
  }

  /** The process is gone, with all that it had in memory. */
  kill(): void {
    this.#isGone = true;
    this.isListening = false;
    this.#clock.stop();
    if (this.#busEnd !== undefined) void this.#busEnd.close();
  }

  #config(): Parameters<typeof createRouterSide>[0]['config'] {
    const { name, setting, lobby, scheduler } = this.#options;
    return {
      options: configWith({
        loginPolicy: setting.policy,
        sessionTtl: 30 * 86_400_000,
        passwordMinLength: 1,
        maxGroupMembers: 1000,
        registrationsPerHour: 0,
      }),
      version: 'simulated',
      node: name,
      startedAt: scheduler.now,
      lobby,
      foreignLogins: [],
      sweepIntervalMs: SWEEP_INTERVAL_MS,
    };
  }
}

/** Stands in for a slow hash, which needs threads. */
const digest: Derive = async (_algorithm, { message }) =>
  createHash('sha256')
    .update(message as Uint8Array)
    .digest();

/** Virtual time, the process's own wall clock, and an event loop. Stops with the process. */
class NodeClock implements Clock {
  readonly #scheduler: Scheduler;
  #isStopped = false;
  #turn: (() => void)[] = [];
  wallOffsetMs: number;

  constructor(scheduler: Scheduler, wallOffsetMs: number) {
    this.#scheduler = scheduler;
    this.wallOffsetMs = wallOffsetMs;
  }

  now(): number {
    return this.#scheduler.now + this.wallOffsetMs;
  }

  monotonic(): number {
    return this.#scheduler.now;
  }

  after(delayMs: number, run: () => void): { cancel(): void } {
    const cancel = this.#scheduler.after(Math.max(1, delayMs), () => {
      if (!this.#isStopped) run();
    });
    return { cancel };
  }

  afterTurn(run: () => void): void {
    this.#turn.push(run);
    if (this.#turn.length === 1) this.#scheduler.after(0, () => this.#endTurn());
  }

  stop(): void {
    this.#isStopped = true;
    this.#turn = [];
  }

  /** One after the other, each with its promises, as the event loop does. */
  #endTurn(): void {
    if (this.#isStopped) return;
    const [run, ...rest] = this.#turn;
    this.#turn = rest;
    if (rest.length > 0) this.#scheduler.after(0, () => this.#endTurn());
    run?.();
  }
}

function limitsOf({ heartbeatMs, maxOutboundBytes, maxInFlight }: Setting): GatewayLimits {
  return {
    maxConnections: 1000,
    maxFrameBytes: 262_144,
    maxInFlight,
    maxOutboundBytes,
    sendRate: 200,
    sendBurst: 400,
    heartbeatMs,
    loginTimeoutMs: 10_000,
    stallTimeoutMs: 30_000,
    offlineGraceMs: 3000,
  };
}

/** An error in a log is a fault of the program: faults of the world are at most warnings. */
function loggerTo(onFault: NodeOptions['onFault']): Logger {
  const quiet = (): void => {};
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: ({ err }, sentence) => onFault(err, sentence),
    isLevelEnabled: () => false,
  };
}
