/**
 * Waits for a bus in memory.
 *
 * @module
 */
import type { createMemoryBus } from '../../../src/bus/memory.ts';
import { NODES_SUBJECT } from '../../../src/bus/subjects.ts';

/** Resolves when everything published before was delivered. */
export async function published(bus: ReturnType<typeof createMemoryBus>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const subscription = bus.subscribe(NODES_SUBJECT, () => resolve());
  bus.publish(NODES_SUBJECT, new Uint8Array(0));
  await promise;
  subscription.unsubscribe();
}
