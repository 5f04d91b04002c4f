/**
 * The router's half of a node: the rules, on a store and a bus.
 *
 * @module
 */
import { openBootstrap } from '../features/accounts/bootstrap.ts';
import { PASSWORDS, passwordsWith } from '../features/accounts/states.ts';
import { registryWith } from './features.ts';
import { closeRoom, ensureRoom } from '../store/log/conversations.ts';
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import { isReadableByOthers, readSealingKeys } from '../sealing/key-file.ts';
import type { SealingKeys } from '../sealing/key-file.ts';
import { openSealer } from '../sealing/open.ts';
import type { Sealer } from '../sealing/sealer.ts';
import { createRouterSide } from './router-side.ts';
import type { RouterSide } from './router-side.ts';
import type { FeatureRegistry } from '../router/feature-registry.ts';
import type { Store } from '../store/store.ts';
import { openStore } from './backends.ts';
import { openBlobs } from './blobs.ts';
import type { BlobPart } from './blobs.ts';
import type { ClusterPart } from './cluster-part.ts';
import { isClustered } from './parts.ts';
import type { ServerParts } from './parts.ts';
import { routerConfig } from './settings.ts';

const LOBBY_TITLE = 'Lobby';

export interface RouterPart extends Pick<RouterSide, 'router' | 'services' | 'movedUsers'> {
  readonly store: Store;
  readonly features: FeatureRegistry;
  /** See BlobPart.assertReady(). */
  assertFilesReady(): Promise<void>;
  /** If it was made at this start. */
  readonly bootstrapSecret: string | undefined;
  /** Finishes what was accepted, and stops. Idempotent. */
  close(): Promise<void>;
}

export interface RouterPartOptions {
  readonly parts: ServerParts;
  readonly bus: Bus;
  readonly registry: Registry;
  readonly cluster: ClusterPart;
}

/** Rejects with a StoreError, a BlobError, or a ConfigError about the keys of secrets. */
export async function openRouterPart(options: RouterPartOptions): Promise<RouterPart> {
  const given = options.parts.store;
  const features = registryWith(options.parts.features);
  const keys = sealingKeysOf(options.parts);
  const store = given ?? (await openStore(options.parts, features.storages));
  let blobPart: BlobPart | undefined;
  const release = async (): Promise<void> => {
    await blobPart?.close();
    if (given === undefined) await store.close();
  };
  try {
    const { parts } = options;
    // Before anything is changed.
    const sealer = await openSealer({
      ...parts,
      store,
      places: features.storages.flatMap(({ sealed = [] }) => sealed),
      keys,
    });
    blobPart = await openBlobs({ ...options, store });
    const lobby = await openLobby(parts, store);
    const bootstrapSecret = await openBootstrap({ ...parts, store, options: parts.config });
    const side = createSide(options, { store, sealer, features, lobby, blobs: blobPart.blobs });
    return {
      bootstrapSecret,
      router: side.router,
      services: side.services,
      movedUsers: () => side.movedUsers(),
      assertFilesReady: () => blobPart?.assertReady() ?? Promise.resolve(),
      store,
      features,
      async close() {
        await side.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function createSide(
  { parts, bus, registry, cluster }: RouterPartOptions,
  given: Pick<RouterPart, 'store' | 'features'> &
    Pick<BlobPart, 'blobs'> & { readonly sealer: Sealer; readonly lobby: number },
): RouterSide {
  const { store, sealer, features, lobby, blobs } = given;
  const { clock, random, logger, derive } = parts;
  const { id: node, startedAt } = cluster.identity;
  return createRouterSide({
    store,
    sealer,
    features,
    bus,
    blobs,
    clock,
    random,
    logger,
    registry,
    config: routerConfig(parts, { node, startedAt, lobby }),
    endpoints: (user, isLogin) => cluster.gateways.endpoints(user, isLogin),
    cluster: cluster.nodes,
    isClustered: isClustered(parts),
    ...(derive && { openings: new Map([[PASSWORDS, passwordsWith({ derive })]]) }),
  });
}

function sealingKeysOf({ config, logger }: ServerParts): SealingKeys | undefined {
  const { secretsKeyFile: path } = config;
  if (path === undefined) return undefined;
  const keys = readSealingKeys(path);
  if (isReadableByOthers(path))
    logger.warn({}, `Every user of this machine can read ${path}: chmod o-rwx ${path}.`);
  return keys;
}

async function openLobby({ config }: ServerParts, store: Store): Promise<number> {
  if (config.lobby) return (await store.run(ensureRoom, LOBBY_TITLE)).id;
  await store.run(closeRoom, LOBBY_TITLE);
  return 0;
}
