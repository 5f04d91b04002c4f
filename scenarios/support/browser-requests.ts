/** Requests with whatever headers a browser would send, which fetch() does not let one set. */
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface BrowserAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** What a browser would send next time; empty: it has none, or was told to forget it. */
  readonly cookie: string;
}

export interface BrowserRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/** `path` goes out as it is. */
export async function browse(
  server: string,
  path: string,
  given: BrowserRequest = {},
): Promise<BrowserAnswer> {
  const { method = 'GET', headers = {}, json } = given;
  const body = json === undefined ? given.body : JSON.stringify(json);
  const { hostname, port } = new URL(server);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asking = request({
      hostname,
      port,
      method,
      path,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    });
    asking.once('response', resolve).once('error', reject).end(body);
  });
  const bytes = await buffer(answer);
  const text = bytes.toString('utf8');
  const isJson = answer.headers['content-type']?.includes('json') === true && text !== '';
  const [set = ''] = answer.headers['set-cookie'] ?? [];
  const [cookie = ''] = set.split(';', 1);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    bytes,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    cookie: cookie.endsWith('=') ? '' : cookie,
  };
}

/** The code of a refusal. */
export function codeIn({ json }: BrowserAnswer): string {
  return (json['error'] as { readonly code?: string } | undefined)?.code ?? '';
}
