/**
 * This installation as a device of the user.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Device } from '@posthorn/protocol';
import type { ClientOptions } from './api.ts';
import { randomText } from './ids.ts';
import type { Memory } from './storage.ts';

/** The device to log in with. Its id is created once and stored. */
export function deviceOf({ device = {} }: ClientOptions, memory: Memory): Device {
  const id = device.id ?? memory.device ?? randomText(20);
  if (memory.device !== id) memory.keepDevice(id);
  return {
    id,
    class: device.class ?? 'unspecified',
    label: (device.label ?? '').slice(0, LIMITS.maxLabelChars),
  };
}
