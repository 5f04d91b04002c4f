/**
 * REST calls of the page: with its cookie, and with the header that no other site can add.
 *
 * @module
 */
import { serverUrl } from '../views/frame/root.ts';

/** A refusal of the server, or `UNAVAILABLE` when it cannot be reached. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterMs?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Resolves to what the server answers, undefined for an empty answer. The shape is for the caller to check. */
export async function http(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const response = await reach(method, path, body, signal);
  const text = await response.text();
  const answer = parse(text);
  if (response.ok) return answer;
  throw refusal(response, answer);
}

async function reach(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const timeout = AbortSignal.timeout(15_000);
  try {
    return await fetch(serverUrl(path), {
      method,
      credentials: 'include',
      headers: {
        'x-posthorn-web': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new HttpError(0, 'UNAVAILABLE', 'The server cannot be reached', undefined, cause);
  }
}

function refusal(response: Response, answer: unknown): HttpError {
  const error = isRecord(answer) && isRecord(answer['error']) ? answer['error'] : answer;
  const told = isRecord(error) ? error : {};
  const code = typeof told['code'] === 'string' ? told['code'] : 'INTERNAL';
  const message = typeof told['message'] === 'string' ? told['message'] : response.statusText;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new HttpError(
    response.status,
    code,
    message,
    Number.isFinite(seconds) ? seconds * 1_000 : undefined,
  );
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
