/**
 * What commands that send say while they wait, and when they are interrupted.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client } from '@posthorn/client';
import type { Context } from './command.ts';

/** Reports each reason for a delay once; the SDK retries. */
export function noteDelays({ output }: Context, client: Client): void {
  const noted = new Set<string>();
  const note = (error: PosthornError): void => {
    if (noted.has(error.code)) return;
    noted.add(error.code);
    output.note(`${error.message}; trying again …`);
  };
  client.on('delayed', ({ error }) => note(error));
  client.on('state', (state) => {
    if (state.name === 'connecting' && state.error !== undefined) note(state.error);
  });
}

/** If the user interrupts, an unacked message may or may not arrive: says so. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void =>
    reject(new PosthornError('UNAVAILABLE', 'interrupted; what was not answered may have been sent or not'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
