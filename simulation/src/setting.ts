/**
 * The setting of one run: how many of everything there are, and how reliable everything is. Derived from the seed.
 *
 * @module
 */
import type { GatewayStrategy } from '../../packages/server/src/cluster/gateway-choice.ts';
import type { LoginPolicy } from '../../packages/server/src/features/accounts/options.ts';
import type { DeviceClass } from '@posthorn/protocol';
import type { Chance } from './chance.ts';
import { drawClock } from './device-clock.ts';
import type { ClockStep } from './device-clock.ts';

export interface DeviceSpec {
  readonly user: string;
  readonly name: string;
  readonly class: DeviceClass;
  /** Longest time that the application takes for a message, in ms. */
  readonly slownessMs: number;
  /** How its wall clock differs from the virtual time. */
  readonly clock: readonly ClockStep[];
}

/** Faults between a client and a gateway. */
export interface NetworkSetting {
  readonly maxDelayMs: number;
  /** The probability that bytes arrive in several pieces. */
  readonly slicing: number;
  /** The probability that a write cuts the connection. */
  readonly cutting: number;
}

/** Faults of the bus, by probability. */
export interface BusSetting {
  readonly maxDelayMs: number;
  readonly dropping: number;
  readonly doubling: number;
}

export interface StoreSetting {
  readonly maxDelayMs: number;
  /** The probability that a call fails, before or after it was carried out. */
  readonly failing: number;
  /** Bytes of content in one answer to a pull; small values make many pages. */
  readonly maxPullBytes: number;
}

export interface DiskSetting {
  readonly maxDelayMs: number;
  readonly failing: number;
}

/** Whether each node is both gateway and router, or only one of the two. */
export type Shape = 'together' | 'apart';

export interface Setting {
  readonly isCalm: boolean;
  readonly shape: Shape;
  readonly nodes: number;
  /** How many nodes accept clients. Apart: these come first, and the others are routers. Together: all of them. */
  readonly gateways: number;
  /** Apart: how routers choose gateways for clients. */
  readonly strategy: GatewayStrategy;
  /** Several nodes have a bus between them; a single node may have its bus in the process. */
  readonly bus: 'in process' | 'between nodes';
  readonly policy: LoginPolicy;
  readonly users: readonly string[];
  readonly devices: readonly DeviceSpec[];
  readonly heartbeatMs: number;
  readonly maxOutboundBytes: number;
  readonly maxInFlight: number;
  readonly network: NetworkSetting;
  readonly busFaults: BusSetting;
  readonly store: StoreSetting;
  readonly disk: DiskSetting;
}

const USERS = ['romeo', 'juliet', 'mercutio', 'nurse', 'tybalt'];
const CLASSES: readonly DeviceClass[] = ['mobile', 'desktop', 'web', 'terminal', 'bot'];

export function drawSetting(chance: Chance): Setting {
  const isCalm = chance.is(0.06);
  const nodes = chance.pick([1, 1, 2, 2, 3]);
  const users = USERS.slice(0, chance.int(2, USERS.length));
  return {
    isCalm,
    shape: 'together',
    nodes,
    gateways: nodes,
    strategy: 'random',
    bus: nodes === 1 && chance.is(0.6) ? 'in process' : 'between nodes',
    policy: chance.weighted({ 'one-per-class': 5, multi: 4, single: 1, reject: 0 }),
    users,
    devices: users.flatMap((user) => drawDevices(chance, user, isCalm)),
    heartbeatMs: chance.pick([4000, 10_000, 30_000]),
    maxOutboundBytes: isCalm ? 1_000_000 : chance.pick([600, 4000, 1_000_000]),
    maxInFlight: chance.pick([4, 32, 256]),
    network: {
      maxDelayMs: chance.pick([1, 5, 60, 400]),
      slicing: chance.pick([0, 0.05, 0.4]),
      cutting: isCalm ? 0 : chance.pick([0, 0, 0.01, 0.05]),
    },
    busFaults: {
      maxDelayMs: chance.pick([0, 2, 20, 300]),
      dropping: isCalm ? 0 : chance.pick([0, 0.05, 0.3, 1]),
      doubling: isCalm ? 0 : chance.pick([0, 0.1]),
    },
    store: {
      maxDelayMs: chance.pick([0, 2, 10, 100]),
      failing: isCalm ? 0 : chance.pick([0, 0, 0.02, 0.1]),
      maxPullBytes: chance.pick([1, 40, 1_000_000]),
    },
    disk: {
      maxDelayMs: chance.pick([0, 1, 10, 80]),
      failing: isCalm ? 0 : chance.pick([0, 0, 0, 0.03]),
    },
  };
}

/**
 * The same setting with separate gateways and routers. `chance` is a separate stream, so that everything else stays
 * the same.
 */
export function apart(setting: Setting, chance: Chance): Setting {
  const gateways = chance.pick([1, 2, 2, 3]);
  const { busFaults } = setting;
  return {
    ...setting,
    shape: 'apart',
    nodes: gateways + chance.pick([1, 2, 2, 3]),
    gateways,
    strategy: chance.pick(['least-connections', 'round-robin', 'random', 'consistent-hash']),
    bus: 'between nodes',
    // If the bus lost everything, nothing would work.
    busFaults: busFaults.dropping === 1 ? { ...busFaults, dropping: 0.02 } : busFaults,
  };
}

/** The same setting with devices whose clocks are wrong. `chance` is a separate stream, as above. */
export function withClocks(setting: Setting, chance: Chance): Setting {
  return { ...setting, devices: setting.devices.map((device) => ({ ...device, clock: drawClock(chance) })) };
}

function drawDevices(chance: Chance, user: string, isCalm: boolean): DeviceSpec[] {
  const count = chance.pick([1, 1, 2]);
  return CLASSES.slice(0, count).map((deviceClass) => ({
    user,
    name: `${user}/${deviceClass}`,
    class: deviceClass,
    slownessMs: isCalm ? 0 : chance.pick([0, 0, 0, 5, 200]),
    clock: [],
  }));
}

/** Whether the policy lets another device replace this one. */
export function isContested({ policy, devices }: Setting, { user, name }: DeviceSpec): boolean {
  return policy === 'single' && devices.some((other) => other.user === user && other.name !== name);
}
