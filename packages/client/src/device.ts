/**
 * This installation, as the server knows it.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Device } from '@posthorn/protocol';
import type { ClientOptions } from './api.ts';
import { randomText } from './ids.ts';
import type { Memory } from './storage.ts';

/** The device of the options; its id is made once and kept. */
export function deviceOf({ device = {} }: ClientOptions, memory: Memory): Device {
  const id = device.id ?? memory.device ?? randomText(20);
  if (memory.device !== id) memory.keepDevice(id);
  return {
    id,
    class: device.class ?? 'unspecified',
    label: (device.label ?? '').slice(0, LIMITS.maxLabelChars),
  };
}
