/**
 * Opens what the configuration names: the store and the bus.
 *
 * @module
 */
import type { Storage } from '../store/storage.ts';
import type { Bus } from '../bus/bus.ts';
import { createMemoryBus } from '../bus/memory.ts';
import { SealedBus } from '../bus/sealed.ts';
import { assertBusProtected } from '../config/cluster-options.ts';
import { ConfigError } from '../config/config-error.ts';
import { rarely } from '../rarely.ts';
import { createMemoryStore } from '../store/memory.ts';
import { openMysqlStore } from '../store/mysql.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { ServerParts } from './parts.ts';

/** Rejects with a StoreError. The caller closes it. */
export async function openStore(
  { config, clock, random, logger }: ServerParts,
  storages: readonly Storage[],
): Promise<Store> {
  const { store, data: directory } = config;
  if (store === 'memory') return createMemoryStore({ random, storages });
  if (store === 'sqlite') return openSqliteStore({ directory, random, logger, storages });
  if (store.isExposed) {
    logger.warn(
      { store: String(store) },
      'What is said to the database crosses the network unencrypted: add ?sslmode=verify-full.',
    );
  }
  const open = store.engine === 'postgres' ? openPostgresStore : openMysqlStore;
  return open({ address: store, clock, random, logger, storages });
}

/** Rejects with a BusError, or a ConfigError when NATS takes less than a frame. The caller closes it. */
export async function openBus(parts: ServerParts): Promise<Bus> {
  const { config, clock, random, logger } = parts;
  const onError = handlerFailures(parts);
  if (config.bus === 'memory') return createMemoryBus({ clock, onError });
  // Not every configuration comes from loadConfig().
  assertBusProtected(config);
  if (config.busUnprotected) {
    logger.warn({}, 'Whoever reaches NATS can read passwords and act as anybody: --bus-unprotected is on.');
  }
  // The library takes memory, which a server alone need not pay.
  const { connectNatsBus } = await import('../bus/nats.ts');
  const { bus: address, busCredentials, busCa: ca, busCert: cert, busKey: key } = config;
  const bus = await connectNatsBus({
    address,
    ...(busCredentials !== undefined && { credentialsFile: busCredentials }),
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    },
    name: 'posthorn',
    clock,
    random,
    logger,
    onError,
  });
  const neededBytes = config.maxFrame + ENVELOPE_BYTES;
  if (bus.maxPayloadBytes >= neededBytes) return bus;
  const { maxPayloadBytes } = bus;
  await bus.close();
  throw new ConfigError(
    `NATS takes messages of at most ${maxPayloadBytes} bytes, and a frame may have ${config.maxFrame}: ` +
      `set max_payload to ${neededBytes} or more in nats-server's configuration, or lower --max-frame.`,
  );
}

/** The bus as the nodes use it: sealed, if they share a secret. */
export function sealed(bus: Bus, { config: { busSecret: secret }, random }: ServerParts): Bus {
  return secret === undefined ? bus : new SealedBus({ bus, secret, random });
}

const FAILURE_INTERVAL_MS = 1000;

/** Whatever sends garbage, such as another program on this NATS, sends much of it. */
function handlerFailures({ clock, logger }: ServerParts): (err: unknown, subject: string) => void {
  const log = rarely(clock, FAILURE_INTERVAL_MS);
  return (err, subject) => log((unsaid) => logger.error({ err, subject, unsaid }, 'a bus handler failed'));
}

/** What the bus may need around a frame: the envelope, and the fields that the server fills in. */
const ENVELOPE_BYTES = 4096;
