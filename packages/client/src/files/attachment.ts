/**
 * Attachments and errors, as the server's HTTP answers have them.
 *
 * @module
 */
import { ERRORS, PosthornError } from '@posthorn/protocol';
import type { Attachment, ErrorName } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';

type Json = Readonly<Record<string, unknown>>;

/** Throws UNAVAILABLE if it is none: then something else than the server has answered. */
export function attachmentIn(value: unknown): Attachment {
  const json = isObject(value) ? value : {};
  if (typeof json['id'] !== 'string') {
    throw new PosthornError('UNAVAILABLE', 'the server has answered something else than a file');
  }
  return {
    id: json['id'],
    name: textOf(json['name']),
    type: textOf(json['type']),
    bytes: numberOf(json['bytes']),
    width: numberOf(json['width']),
    height: numberOf(json['height']),
    durationMs: numberOf(json['durationMs']),
    waveform: bytesOf(json['waveform']),
    thumbhash: bytesOf(json['thumbhash']),
    alt: textOf(json['alt']),
    voice: json['voice'] === true,
    thumbnails: Array.isArray(json['thumbnails']) ? json['thumbnails'].map(numberOf) : [],
  };
}

/** What an answer says that did not work. */
export async function refusalOf(response: Response): Promise<PosthornError> {
  const json: unknown = await response.json().catch(() => undefined);
  const retryAfterMs = (Number(response.headers.get('retry-after')) || 0) * 1000;
  return errorIn(json, retryAfterMs) ?? byStatus(response.status, retryAfterMs);
}

/** The error in `{"error": {"code", "message"}}`. */
export function errorIn(value: unknown, retryAfterMs = 0): PosthornError | undefined {
  const error = isObject(value) ? value['error'] : undefined;
  if (!isObject(error)) return undefined;
  const code = textOf(error['code']);
  if (!Object.hasOwn(ERRORS, code)) return undefined;
  const reason = textOf(error['reason']) as Reason; // A newer server may have others: they are passed on.
  return new PosthornError(code as ErrorName, textOf(error['message']), { retryAfterMs, reason });
}

const BY_STATUS: Readonly<Record<number, ErrorName>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'TOO_LARGE',
  422: 'LIMIT_EXCEEDED',
  423: 'UNAVAILABLE',
  429: 'RATE_LIMITED',
  507: 'STORAGE_FULL',
};

/** An answer without a body, or one of a proxy. */
function byStatus(status: number, retryAfterMs: number): PosthornError {
  const code = BY_STATUS[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'INVALID');
  return new PosthornError(code, `the server has answered with status ${status}`, { retryAfterMs });
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function bytesOf(base64: unknown): Uint8Array {
  return Uint8Array.from(atob(textOf(base64)), (unit) => unit.charCodeAt(0));
}
