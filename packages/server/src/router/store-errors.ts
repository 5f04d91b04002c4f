/**
 * What a failing store, or a failing bus, means to a client.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { fromBusError } from '../bus/failure.ts';
import { StoreError } from '../store/store.ts';

/** Anything caught, as a coded error; failures of the store and the bus get the code that says whether a retry helps. */
export function fromStoreError(caught: unknown): PosthornError {
  if (!(caught instanceof StoreError)) return fromBusError(caught);
  switch (caught.code) {
    case 'full':
      return new PosthornError('STORAGE_FULL', 'the server has no space left', {
        cause: caught,
        retryAfterMs: 2000,
      });
    case 'unavailable':
    case 'locked':
    case 'closed':
      return new PosthornError('UNAVAILABLE', 'the store cannot commit now', {
        cause: caught,
        retryAfterMs: 500,
      });
    case 'corrupt':
    case 'incompatible':
      return new PosthornError('INTERNAL', 'the store cannot be used', { cause: caught });
  }
}
