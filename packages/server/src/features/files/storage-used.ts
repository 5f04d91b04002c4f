/**
 * How much of the server's room a user has.
 *
 * @module
 */
import type { GetStorage, StorageInfoInit } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { FILE_OPTIONS } from './options.ts';
import { quotaOf } from './quota-queries.ts';

export async function getStorage(
  { store, config }: Services,
  caller: Caller,
  _request: GetStorage,
): Promise<StorageInfoInit> {
  const { bytes, files } = await store.run(quotaOf, sessionOf(caller).user);
  return { bytes, files, quotaBytes: optionsOf(config.options, FILE_OPTIONS).fileQuota };
}
