/**
 * One request of somebody who is not logged in, on a connection of its own.
 *
 * @module
 */
import {
  decodeServerFrame,
  errorName,
  FrameDecoder,
  LIMITS,
  PosthornError,
  PROTOCOL_VERSION,
} from '@posthorn/protocol';
import type { Calls } from '@posthorn/protocol';
import { gatewayUrl } from './connection.ts';
import type { Platform } from './platform.ts';
import { Requests } from './requests.ts';

const TIMEOUT_MS = 15_000;

/** Registers or logs in without staying connected. Rejects with the server's refusal, or UNAVAILABLE. */
export async function requestOnce<K extends 'register' | 'login'>(
  platform: Platform,
  server: string,
  {
    name,
    request,
    software,
  }: { readonly name: K; readonly request: Calls[K]['init']; readonly software: string },
): Promise<Calls[K]['reply']> {
  const frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
  const opened = Promise.withResolvers<void>();
  const requests = new Requests((bytes) => transport.send(bytes));
  const transport = platform.dial(gatewayUrl(server), {
    onOpen: opened.resolve,
    onBytes: (bytes) =>
      frames.push(bytes, (payload) => {
        const frame = decodeServerFrame(payload.slice());
        if (frame.body?.case === 'goodbye') {
          const { code, message, retryAfterMs } = frame.body.value;
          opened.reject(new PosthornError(errorName(code), message, { retryAfterMs }));
        } else requests.answer(frame);
      }),
    onClose: (reason) => {
      opened.reject(new PosthornError('UNAVAILABLE', reason));
      requests.end(reason);
    },
  });
  const cancel = platform.after(TIMEOUT_MS, () => transport.close());
  try {
    await opened.promise;
    const [, reply] = await Promise.all([
      requests.ask('hello', { version: PROTOCOL_VERSION, client: software }),
      requests.ask(name, request),
    ]);
    return reply;
  } finally {
    cancel();
    transport.close();
  }
}
