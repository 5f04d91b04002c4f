/**
 * `posthorn admin`: makes an administrator on the database that the configuration names.
 *
 * @module
 */
import { makeAdministrator } from '../features/accounts/local-administrator.ts';
import type { LocalAdministrator } from '../features/accounts/local-administrator.ts';
import { forgetFactors } from '../features/second-factors/factor-queries.ts';
import { silentLogger } from '../logger.ts';
import { ownOrigin } from '../router/audit.ts';
import { systemClock as clock, systemRandom as random } from '../system.ts';
import { openStore } from './backends.ts';
import { REGISTRY } from './features.ts';
import type { Config } from './options.ts';

export interface WantedAdministrator {
  readonly name: string;
  /** Of an account that is made. */
  readonly password: string;
  /** Removes the second factors of one that is there. */
  readonly resetsFactors: boolean;
}

/** Rejects with a StoreError, or a PosthornError. */
export async function makeLocalAdministrator(
  config: Config,
  { resetsFactors, ...account }: WantedAdministrator,
): Promise<LocalAdministrator> {
  const store = await openStore({ config, clock, random, logger: silentLogger }, REGISTRY.storages);
  try {
    const administrator = await makeAdministrator({ store, clock, random, options: config }, account);
    if (resetsFactors)
      await store.run(forgetFactors, administrator.user, ownOrigin(clock, 'posthorn admin --reset-factors'));
    return administrator;
  } finally {
    await store.close();
  }
}
