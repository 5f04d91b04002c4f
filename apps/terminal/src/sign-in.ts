/**
 * Single sign-on from a terminal (RFC 8628): the user goes to the provider in a browser, wherever, and enters a code.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import { PosthornError, restUrl } from '@posthorn/client';
import type { Context, OptionSpec } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { answered } from './rest.ts';

export const SSO_OPTION = {
  type: 'boolean',
  description:
    'Log in at a provider of single sign-on: open the address that is shown in any browser, and enter the code. With several ' +
    'providers, name one behind it.',
} as const satisfies OptionSpec;

export interface SignIn {
  readonly server: string;
  /** As the server calls it; undefined: the only one. */
  readonly provider: string | undefined;
  readonly device: { readonly class: 'bot' | 'terminal'; readonly label: string };
}

export interface SignedIn {
  readonly token: string;
  readonly user: { readonly id: number; readonly name: string };
}

/** What is added to the time between two questions when the provider wants that, and after a question that failed. */
const SLOWER_MS = 5000;

interface Begun {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete?: string;
  readonly expiresAt: number;
  readonly intervalMs: number;
}

interface Progress {
  readonly status: 'pending' | 'slow-down' | 'denied' | 'expired' | 'done';
  readonly login?: SignedIn;
}

/** Rejects with a UsageError where the server has no such provider, and with what the server refuses. */
export async function signIn(context: Context, { server, provider, device }: SignIn): Promise<SignedIn> {
  if (!/^https?:/i.test(server))
    throw new UsageError('Single sign-on needs the HTTP address of the server: --server http://host:7010.');
  const name = await providerOf(context, server, provider);
  const path = `/v1/login/oidc/${encodeURIComponent(name)}/device`;
  const begun = await call<Begun>(context, restUrl(server, path), {});
  const { deviceCode, userCode, verificationUri, verificationUriComplete: shortcut } = begun;
  context.output.note(`Open ${verificationUri} in a browser and enter the code ${userCode}.`);
  if (shortcut !== undefined) context.output.note(`Or open ${shortcut}`);
  return until(begun, context, () =>
    call<Progress>(context, restUrl(server, `${path}/poll`), { deviceCode, device }),
  );
}

async function until(
  { intervalMs, expiresAt }: Begun,
  { io: { signal } }: Context,
  poll: () => Promise<Progress>,
): Promise<SignedIn> {
  for (let waitMs = intervalMs; ;) {
    if (Date.now() >= expiresAt) throw tooLate();
    await pause(waitMs, undefined, { signal });
    const progress = await poll().catch(unlessLost);
    if (progress === undefined || progress.status === 'slow-down') waitMs += SLOWER_MS;
    if (progress?.status === 'denied')
      throw new PosthornError('BAD_CREDENTIALS', 'the login was refused at the provider');
    if (progress?.status === 'expired') throw tooLate();
    if (progress?.status === 'done' && progress.login !== undefined) return progress.login;
  }
}

/** A question that did not arrive is asked again, more slowly (RFC 8628 §3.5). */
function unlessLost(error: unknown): undefined {
  const isLost =
    error instanceof PosthornError && (error.code === 'UNAVAILABLE' || error.code === 'RATE_LIMITED');
  if (!isLost) throw error;
}

function tooLate(): PosthornError {
  return new PosthornError('TIMEOUT', 'nobody has entered the code in time; try again');
}

async function providerOf(context: Context, server: string, wanted: string | undefined): Promise<string> {
  const response = await answered(fetch(restUrl(server, '/v1/server'), { signal: context.io.signal }));
  const { signIn: ways = [] } = (await response.json()) as {
    readonly signIn?: readonly { readonly name: string; readonly kind: string }[];
  };
  const names = ways.filter(({ kind }) => kind === 'oidc').map(({ name }) => name);
  const [first] = names;
  if (first === undefined) throw new UsageError(`${server} has no single sign-on.`);
  if (wanted === undefined && names.length === 1) return first;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  throw new UsageError(`Say where to log in: --sso ${names.join(', or --sso ')}.`);
}

async function call<T>({ io }: Context, url: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body), signal: io.signal };
  return (await (await answered(fetch(url, init))).json()) as T;
}
