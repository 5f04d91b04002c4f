/**
 * Converts errors to HTTP answers: `{"error":{"code":"NOT_FOUND","message":"…"}}`, with the status from the error
 * table.
 *
 * @module
 */
import { ERRORS, PosthornError, toPosthornError, type ErrorName } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';
import type { Socket } from 'node:net';
import { SECURITY_HEADERS } from './headers.ts';
import { http } from './node-http.ts';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: {
    readonly error: {
      readonly code: ErrorName;
      readonly message: string;
      readonly reason?: Reason;
      readonly retryAfterMs?: number;
    };
  };
}

/** Errors found before a route runs, by Fastify's code. */
const FRAMEWORK: Readonly<Record<string, readonly [ErrorName, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['TOO_LARGE', 'the body is larger than this request may have'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['INVALID', 'send JSON, with the header content-type: application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['INVALID', 'the body is not as long as content-length says'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['INVALID', 'the body is empty'],
  FST_ERR_BAD_URL: ['INVALID', 'the URL is malformed'],
  FST_ERR_ASYNC_CONSTRAINT: ['INVALID', 'the request is malformed'],
};

/** Converts anything thrown while serving a request to a coded error. */
export function codedError(thrown: unknown): PosthornError {
  if (thrown instanceof PosthornError) return thrown;
  if (thrown instanceof SyntaxError)
    return new PosthornError('INVALID', 'the body is not JSON', { cause: thrown });
  const { code, statusCode } = thrown as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  if (known !== undefined) return new PosthornError(known[0], known[1], { cause: thrown });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new PosthornError('INVALID', 'the request is malformed', { cause: thrown });
  }
  return toPosthornError(thrown);
}

export function errorAnswer(error: PosthornError): ErrorAnswer {
  const { code, message, reason, retryAfterMs } = error;
  const body = {
    error: { code, message, ...(reason !== '' && { reason }), ...(retryAfterMs > 0 && { retryAfterMs }) },
  };
  return { status: ERRORS[code].httpStatus, body };
}

/** Answers a malformed HTTP request if the socket is still writable, and closes it. */
export function refuseSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const coded =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? new PosthornError('IDLE_TIMEOUT', 'the request did not arrive in time')
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? new PosthornError('TOO_LARGE', 'the headers are too large')
        : new PosthornError('INVALID', 'this is not an HTTP request');
  const { status, body } = errorAnswer(coded);
  const text = JSON.stringify(body);
  const headers = Object.entries({
    ...SECURITY_HEADERS,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines}\r\n${text}`);
}
