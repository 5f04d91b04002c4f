/**
 * Calls over HTTP, for what is a download and not an answer.
 *
 * @module
 */
import { PosthornError, restUrl } from '@posthorn/client';
import type { ErrorName } from '@posthorn/client';
import { login } from '@posthorn/client/node';
import type { Context, OptionSpec } from './command.ts';
import { credentialsOf, deviceLabel, serverOf, SOFTWARE } from './credentials.ts';
import type { Account } from './credentials.ts';
import { secret } from './environment.ts';
import { UsageError } from './exit-codes.ts';
import { withCode } from './second-factor.ts';

/** Calls with the rights of the user. */
export interface Rest {
  /** Resolves with an answer that says that it worked. Rejects with the server's refusal, or UNAVAILABLE. */
  get(path: string): Promise<Response>;
  post(path: string, body: Body): Promise<Response>;
}

export interface Body {
  readonly type: string;
  readonly content: string | AsyncIterable<Uint8Array>;
}

/** For commands that programs run with a server key. */
export const KEY_OPTION = {
  type: 'string',
  placeholder: 'KEY',
  description:
    'A server key instead of a login. Environment: POSTHORN_KEY, or the path of a file in POSTHORN_KEY_FILE.',
} as const satisfies OptionSpec;

/** Runs a function with a login, and ends the login afterwards unless it is a saved one. */
export async function withRest<T>(
  context: Context,
  command: string,
  work: (rest: Rest) => Promise<T>,
  { takesKey = false }: { readonly takesKey?: boolean } = {},
): Promise<T> {
  const { io, args } = context;
  const key = takesKey ? (args.text('key') ?? secret(io.env, 'POSTHORN_KEY')) : undefined;
  const credentials =
    key === undefined ? credentialsOf(args, io.env) : { server: serverOf(args, io.env), token: key };
  const { server } = credentials;
  if (!/^https?:/i.test(server)) {
    throw new UsageError(
      `"posthorn ${command}" needs the HTTP address of the server: --server http://host:7010.`,
    );
  }
  const token = 'token' in credentials ? credentials.token : await tokenFor(context, command, credentials);
  const call = (method: string, path: string, body?: Body): Promise<Response> =>
    answered(
      fetch(restUrl(server, path), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': body.type }),
        },
        signal: io.signal,
        // A body that is sent while it is read.
        ...(body !== undefined && { body: body.content, duplex: 'half' }),
      }),
    );
  try {
    return await work({
      get: (path) => call('GET', path),
      post: (path, body) => call('POST', path, body),
    });
  } finally {
    // If it fails, the login ends when it has not been used for a while.
    if ('password' in credentials) await call('POST', '/v1/logout').catch(() => {});
  }
}

async function tokenFor(context: Context, command: string, account: Account): Promise<string> {
  const { server, user: name, password } = account;
  const device = { id: '', class: 'bot', label: deviceLabel(command) } as const;
  const { token } = await withCode(context, account, (secondFactor) =>
    login(server, { name, password, device, secondFactor }, SOFTWARE),
  );
  return token;
}

/** An answer that says that it worked. Rejects with the server's refusal, or UNAVAILABLE. */
export async function answered(asked: Promise<Response>): Promise<Response> {
  const response = await asked.catch((cause: unknown) => {
    throw new PosthornError('UNAVAILABLE', 'the server cannot be reached', { cause });
  });
  if (response.ok) return response;
  const refusal = (await response.json().catch(() => undefined)) as
    | { readonly error?: { readonly code: ErrorName; readonly message: string } }
    | undefined;
  const { code = 'UNAVAILABLE', message = `the server answered with status ${response.status}` } =
    refusal?.error ?? {};
  throw new PosthornError(code, message);
}
