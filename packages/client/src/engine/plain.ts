/**
 * Errors as plain data, and back.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { PlainError } from './api.ts';

export function plainError(caught: unknown): PlainError {
  const { code, message, reason, retryAfterMs, canRetry } = toPosthornError(caught);
  return {
    code,
    message,
    canRetry,
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : undefined,
    ...(reason !== '' && { reason }),
  };
}

export function errorFrom({ code, message, retryAfterMs = 0, reason }: PlainError): PosthornError {
  return new PosthornError(code, message, { retryAfterMs, reason });
}
