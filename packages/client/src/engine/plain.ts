/**
 * Errors as plain data, and back.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { PlainError } from './api.ts';

export function plainError(caught: unknown): PlainError {
  const { code, message, retryAfterMs, canRetry } = toPosthornError(caught);
  return { code, message, canRetry, retryAfterMs: retryAfterMs > 0 ? retryAfterMs : undefined };
}

export function errorFrom({ code, message, retryAfterMs = 0 }: PlainError): PosthornError {
  return new PosthornError(code, message, { retryAfterMs });
}
