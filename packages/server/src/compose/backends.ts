/**
 * Opens what the configuration names: the store, the bus, the TLS files.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Bus } from '../bus/bus.ts';
import { createMemoryBus } from '../bus/memory.ts';
import { ConfigError } from '../config/load.ts';
import type { Config } from '../config/options.ts';
import type { TlsFiles } from '../gateway/listeners.ts';
import { createMemoryStore } from '../store/memory.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { ServerParts } from './parts.ts';

/** Rejects with a StoreError. The caller closes it. */
export function openStore({ config, random, logger }: ServerParts): Promise<Store> {
  return config.store === 'memory'
    ? Promise.resolve(createMemoryStore({ random }))
    : openSqliteStore({ directory: config.data, random, logger });
}

/** The caller closes it. */
export function openBus({ clock, logger }: ServerParts): Promise<Bus> {
  const bus = createMemoryBus({
    clock,
    onError: (err, subject) => logger.error({ err, subject }, 'a bus handler failed'),
  });
  return Promise.resolve(bus);
}

/** Undefined: no TLS. Rejects with a ConfigError. */
export async function readTls({ tlsCert, tlsKey }: Config): Promise<TlsFiles | undefined> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    return { cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`A TLS file cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
