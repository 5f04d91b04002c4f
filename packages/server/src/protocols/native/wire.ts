/**
 * The bytes of the native protocol: posthorn.proto, length-prefixed.
 *
 * @module
 */
import {
  encodeServerFrame,
  ERRORS,
  packAnswer as packAnswerBytes,
  packServerFrame,
} from '@posthorn/protocol';
import type { PosthornError, Reply } from '@posthorn/protocol';
import { decodeUntrusted, peekRequest } from '@posthorn/protocol/requests';
import type { Answer } from '../../router/router.ts';
import type { Parting } from '../protocol.ts';

/** Returns the id and the number of a request; 0 for a missing one. Throws MALFORMED_FRAME. */
export function readRequest(payload: Uint8Array): ReturnType<typeof peekRequest> {
  return decodeUntrusted(peekRequest, payload);
}

/** `id`: of the request. */
export function packAnswer(id: number, answer: Answer): Uint8Array {
  if (answer instanceof Uint8Array) return packAnswerBytes(id, answer);
  return packServerFrame({ re: id, body: answer });
}

export function errorReply({
  code,
  message,
  retryAfterMs,
  reason,
}: PosthornError): Extract<Reply, { case: 'error' }> {
  return { case: 'error', value: { code: ERRORS[code].code, message, retryAfterMs, reason } };
}

/** Under overload the same few immediate refusals are sent over and over. */
const bodies = new WeakMap<PosthornError, Uint8Array>();

/** Encodes each error object only once. */
export function packRefusal(id: number, error: PosthornError): Uint8Array {
  let body = bodies.get(error);
  if (body === undefined) bodies.set(error, (body = encodeServerFrame({ body: errorReply(error) })));
  return packAnswerBytes(id, body);
}

export function packGoodbye({ error, windowMs, endpoints }: Parting): Uint8Array {
  const { code } = ERRORS[error.code];
  const { message, retryAfterMs } = error;
  const value = { code, message, retryAfterMs, windowMs, endpoints: endpoints.map((url) => ({ url })) };
  return packServerFrame({ body: { case: 'goodbye', value } });
}
