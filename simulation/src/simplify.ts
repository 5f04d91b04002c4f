/**
 * Named ways to simplify a setting, so that a shortened failure can be replayed from the command line.
 *
 * @module
 */
import type { Setting } from './setting.ts';

export const SIMPLIFICATIONS = {
  slicing: (setting: Setting): Setting => ({ ...setting, network: { ...setting.network, slicing: 0 } }),
  cutting: (setting: Setting): Setting => ({ ...setting, network: { ...setting.network, cutting: 0 } }),
  'network-delay': (setting: Setting): Setting => ({
    ...setting,
    network: { ...setting.network, maxDelayMs: 1 },
  }),
  dropping: (setting: Setting): Setting => ({ ...setting, busFaults: { ...setting.busFaults, dropping: 0 } }),
  doubling: (setting: Setting): Setting => ({ ...setting, busFaults: { ...setting.busFaults, doubling: 0 } }),
  'bus-delay': (setting: Setting): Setting => ({
    ...setting,
    busFaults: { ...setting.busFaults, maxDelayMs: 0 },
  }),
  'store-failures': (setting: Setting): Setting => ({ ...setting, store: { ...setting.store, failing: 0 } }),
  'store-delay': (setting: Setting): Setting => ({ ...setting, store: { ...setting.store, maxDelayMs: 0 } }),
  'small-pages': (setting: Setting): Setting => ({
    ...setting,
    store: { ...setting.store, maxPullBytes: 1_000_000 },
  }),
  'disk-failures': (setting: Setting): Setting => ({ ...setting, disk: { ...setting.disk, failing: 0 } }),
  'disk-delay': (setting: Setting): Setting => ({ ...setting, disk: { ...setting.disk, maxDelayMs: 0 } }),
  slowness: (setting: Setting): Setting => ({
    ...setting,
    devices: setting.devices.map((device) => ({ ...device, slownessMs: 0 })),
  }),
  'wrong-clocks': (setting: Setting): Setting => ({
    ...setting,
    devices: setting.devices.map((device) => ({ ...device, clock: [] })),
  }),
  'small-outbound': (setting: Setting): Setting => ({ ...setting, maxOutboundBytes: 1_000_000 }),
} as const;

export type Simplification = keyof typeof SIMPLIFICATIONS;

export function isSimplification(name: string): name is Simplification {
  return Object.hasOwn(SIMPLIFICATIONS, name);
}
