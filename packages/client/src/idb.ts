/**
 * IndexedDB by promises.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** Rejects with INTERNAL. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(new PosthornError('INTERNAL', 'IndexedDB cannot be used', { cause: request.error })),
    );
  });
}

/** Resolves when everything of the transaction is stored. Rejects with STORAGE_FULL. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    const fail = (): void =>
      reject(
        new PosthornError('STORAGE_FULL', 'the browser could not store it', { cause: transaction.error }),
      );
    transaction.addEventListener('error', fail);
    transaction.addEventListener('abort', fail);
  });
}
