/**
 * Bounds the time of a call to another server.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import { OutgoingError } from './error.ts';

export interface Bounds {
  readonly timeoutMs: number;
  /** Ends it too. */
  readonly signal?: AbortSignal;
}

/** Rejects with what `run` rejects with; once it took too long, with the OutgoingError `timeout`; once `signal` aborts, with its reason. */
export async function within<T>(
  clock: Pick<Clock, 'after'>,
  { timeoutMs, signal: given }: Bounds,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const call = new AbortController();
  const { signal } = call;
  const timer = clock.after(timeoutMs, () =>
    call.abort(new OutgoingError('timeout', 'the other server took too long')),
  );
  // AbortSignal.any() takes many times as long.
  const end = (): void => call.abort(given?.reason);
  given?.addEventListener('abort', end, { once: true });
  if (given?.aborted === true) end();
  try {
    return await run(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    timer.cancel();
    given?.removeEventListener('abort', end);
  }
}
