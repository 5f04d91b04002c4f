/**
 * Calls over HTTP, for what is a download and not an answer.
 *
 * @module
 */
import { PosthornError, restUrl } from '@posthorn/client';
import type { ErrorName } from '@posthorn/client';
import { login } from '@posthorn/client/node';
import type { Context } from './command.ts';
import { credentialsOf, deviceLabel, SOFTWARE } from './credentials.ts';
import type { Account } from './credentials.ts';
import { UsageError } from './exit-codes.ts';
import { withCode } from './second-factor.ts';

/** Calls with the rights of the user. */
export interface Rest {
  /** Resolves with an answer that says that it worked. Rejects with the server's refusal, or UNAVAILABLE. */
  get(path: string): Promise<Response>;
}

/** Runs a function with a login, and ends the login afterwards unless it is a saved one. */
export async function withRest<T>(
  context: Context,
  command: string,
  work: (rest: Rest) => Promise<T>,
): Promise<T> {
  const { io } = context;
  const credentials = credentialsOf(context.args, io.env);
  const { server } = credentials;
  if (!/^https?:/i.test(server)) {
    throw new UsageError(
      `"posthorn ${command}" needs the HTTP address of the server: --server http://host:7010.`,
    );
  }
  const token = 'token' in credentials ? credentials.token : await tokenFor(context, command, credentials);
  const call = (method: string, path: string): Promise<Response> =>
    answered(
      fetch(restUrl(server, path), {
        method,
        headers: { authorization: `Bearer ${token}` },
        signal: io.signal,
      }),
    );
  try {
    return await work({ get: (path) => call('GET', path) });
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

async function answered(asked: Promise<Response>): Promise<Response> {
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
