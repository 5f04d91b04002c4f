/**
 * `posthorn admin`: makes an administrator on the database that the configuration names.
 *
 * @module
 */
import { makeAdministrator } from '../features/accounts/local-administrator.ts';
import type { LocalAdministrator } from '../features/accounts/local-administrator.ts';
import { silentLogger } from '../logger.ts';
import { systemClock as clock, systemRandom as random } from '../system.ts';
import { openStore } from './backends.ts';
import { REGISTRY } from './features.ts';
import type { Config } from './options.ts';

/** Rejects with a StoreError, or a PosthornError. */
export async function makeLocalAdministrator(
  config: Config,
  account: { readonly name: string; readonly password: string },
): Promise<LocalAdministrator> {
  const store = await openStore({ config, clock, random, logger: silentLogger }, REGISTRY.storages);
  try {
    return await makeAdministrator({ store, clock, random, options: config }, account);
  } finally {
    await store.close();
  }
}
