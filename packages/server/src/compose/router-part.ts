/**
 * The router's half of a node: the rules, on a store and a bus.
 *
 * @module
 */
import { EFFECTS, STORAGES } from './storages.ts';
import { closeRoom, ensureRoom } from '../store/log/conversations.ts';
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import { createRouterSide } from './router-side.ts';
import type { RouterSide } from './router-side.ts';
import { REQUESTS, withMore } from '../router/requests.ts';
import type { RoutedRequests } from '../router/requests.ts';
import type { Store } from '../store/store.ts';
import { openStore } from './backends.ts';
import type { ClusterPart } from './cluster-part.ts';
import type { ServerParts } from './parts.ts';
import { routerConfig } from './settings.ts';

const LOBBY_TITLE = 'Lobby';

export interface RouterPart extends Pick<RouterSide, 'router' | 'services'> {
  readonly store: Store;
  readonly requests: RoutedRequests;
  /** Finishes what was accepted, and stops. Idempotent. */
  close(): Promise<void>;
}

export interface RouterPartOptions {
  readonly parts: ServerParts;
  readonly bus: Bus;
  readonly registry: Registry;
  readonly cluster: ClusterPart;
}

/** Rejects with a StoreError. */
export async function openRouterPart(options: RouterPartOptions): Promise<RouterPart> {
  const given = options.parts.store;
  const store = given ?? (await openStore(options.parts, STORAGES));
  const release = async (): Promise<void> => {
    if (given === undefined) await store.close();
  };
  try {
    const requests = withMore(REQUESTS, options.parts.moreRequests ?? []);
    const lobby = await openLobby(options.parts, store);
    const side = createSide(options, { store, requests, lobby });
    return {
      router: side.router,
      services: side.services,
      store,
      requests,
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
  given: { readonly store: Store; readonly requests: RoutedRequests; readonly lobby: number },
): RouterSide {
  const { store, requests, lobby } = given;
  const { clock, random, logger, derive } = parts;
  const { id: node, startedAt } = cluster.identity;
  return createRouterSide({
    store,
    requests,
    bus,
    clock,
    random,
    logger,
    registry,
    effects: EFFECTS,
    config: routerConfig(parts, { node, startedAt, lobby }),
    endpoints: (user, isLogin) => cluster.gateways.endpoints(user, isLogin),
    cluster: cluster.nodes,
    ...(derive && { derive }),
  });
}

async function openLobby({ config }: ServerParts, store: Store): Promise<number> {
  if (config.lobby) return (await store.run(ensureRoom, LOBBY_TITLE)).id;
  await store.run(closeRoom, LOBBY_TITLE);
  return 0;
}
