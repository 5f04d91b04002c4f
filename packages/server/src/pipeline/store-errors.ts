/**
 * Converts failures of the store or bus, and unwritten appends, to errors for clients.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { fromBusError } from '../bus/failure.ts';
import type { AppendOutcome } from '../store/log/log.ts';
import type { Refusal } from '../store/log/records.ts';
import { StoreError } from '../store/store.ts';
import { notAMember } from './refusals.ts';

/** Converts anything caught to a coded error. The code says whether a retry helps. */
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

/** A refusal, as it is thrown. */
export function errorOf({ code, message, retryAfterMs = 0, reason }: Refusal): PosthornError {
  return new PosthornError(code, message, { retryAfterMs, reason });
}

/** Returns the error for an append that was not written. `outcome` undefined: the append has no outcome. */
export function whyNotWritten(
  outcome: Exclude<AppendOutcome, { readonly status: 'appended' | 'repeated' }> | undefined,
): PosthornError {
  switch (outcome?.status) {
    case 'conflict':
      return new PosthornError('CONFLICT', 'this client id was used for another message', {
        reason: 'client-id-used',
      });
    case 'forbidden':
      return new PosthornError(
        'CONFLICT',
        'this message was refused before, for good: send it under a new id',
        { reason: 'refused-before' },
      );
    case 'missing':
      return notAMember();
    case 'refused':
      return errorOf(outcome);
    case 'stale':
    case undefined:
      return new PosthornError('INTERNAL', 'the store gave no outcome');
  }
}
