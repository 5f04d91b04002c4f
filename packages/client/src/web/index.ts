/**
 * The session of a web page: its token is in a cookie that no script can read, and its connection attaches by one-time
 * tickets.
 *
 * ```ts
 * const web = webSessions(document.baseURI);
 * await web.logIn({ name: 'romeo', password: 'But, soft!' });
 * const client = await connect({ server: web.server, token: () => web.ticket() });
 * ```
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Endpoint, User } from '@posthorn/protocol';
import { restUrl } from '../address.ts';
import { isObject, refusalOf } from '../files/attachment.ts';

/** Who is logged in. */
export interface WebSession {
  readonly user: User;
  readonly session: number;
  /** Unix ms; later with each use. */
  readonly expiresAt: number;
  readonly endpoints: readonly Endpoint[];
}

export interface WebLogin {
  readonly name: string;
  readonly password: string;
  /** Make the account. */
  readonly register?: boolean;
  /** Of a new account. */
  readonly displayName?: string;
  /** Makes a new account the first administrator. */
  readonly bootstrapSecret?: string;
  /** The token of an invite to a group, where nobody else may register. */
  readonly invite?: string;
  /** Of an account with a second factor: a code of its app, or a recovery code. */
  readonly secondFactor?: string;
  /** In place of a code: what a passkey has answered, in JSON. */
  readonly passkey?: string;
  /** What the user sees of this browser. With the id of an earlier login of theirs, this one takes its place. */
  readonly device?: { readonly id?: string; readonly label?: string };
}

/** All reject with the server's refusal (a PosthornError), or with UNAVAILABLE. */
export interface WebSessions {
  /** The address of the server, for connect(). */
  readonly server: string;
  logIn(login: WebLogin): Promise<WebSession>;
  /** Undefined: nobody is logged in. */
  current(): Promise<WebSession | undefined>;
  logOut(): Promise<void>;
  /** Another call of the API, as its page makes it: `path` is such as `/v1/login/passkey`. */
  post(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
  /** For the credentials of connect(). Rejects with UNAUTHENTICATED when nobody is logged in any more. */
  ticket(): Promise<string>;
}

const TIMEOUT_MS = 30_000;

/** `server`: the http(s) address of the server; of its page, the base of that. */
export function webSessions(server: string, given: { readonly fetch?: typeof fetch } = {}): WebSessions {
  const askAny = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await (given.fetch ?? fetch)(restUrl(server, path), {
      method,
      credentials: 'include',
      headers: { 'x-posthorn-web': '1', ...(body !== undefined && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new PosthornError('UNAVAILABLE', 'the server cannot be reached', { cause });
    });
    if (!response.ok) throw await refusalOf(response);
    return response.json().catch(() => undefined);
  };
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const json = await askAny(method, path, body);
    if (isObject(json)) return json;
    throw new PosthornError('UNAVAILABLE', 'the answer of the server cannot be read');
  };
  const sessionIn = (json: Record<string, unknown>): WebSession => json as unknown as WebSession; // As the server's API says.
  return {
    server,
    logIn: async (login) => sessionIn(await ask('POST', '/v1/web/session', login)),
    async current() {
      const json = await askAny('GET', '/v1/web/session');
      if (json === null) return undefined;
      if (isObject(json)) return sessionIn(json);
      throw new PosthornError('UNAVAILABLE', 'the answer of the server cannot be read');
    },
    post: (path, body) => ask('POST', path, body),
    async logOut() {
      await ask('DELETE', '/v1/web/session');
    },
    ticket: async () => String((await ask('POST', '/v1/web/ticket'))['ticket']),
  };
}
