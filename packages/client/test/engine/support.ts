/** What tests of the engine share. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { Live } from '../../src/engine/index.ts';

/** Resolves when a value is as it should be. */
export function when<T>(live: Live<T>, is: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      const value = live.get();
      if (!is(value)) return;
      off();
      resolve(value);
    };
    const off = live.subscribe(look);
    queueMicrotask(look);
  });
}

/** What is kept until now is on another device: files of tests share a process. */
export function newDevice(): InstanceType<typeof IDBFactory> {
  const indexedDB = new IDBFactory();
  Object.assign(globalThis, { indexedDB });
  return indexedDB;
}

/** For `onError`: the test that runs fails. Thrown later, since a listener must not throw. */
export function unexpected(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
