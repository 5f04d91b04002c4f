/**
 * Second factors at a login with a password: the code is given, or asked for where somebody sits at a terminal.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import { beginFactor } from '@posthorn/client/node';
import { ask } from './ask.ts';
import type { Context } from './command.ts';
import { SOFTWARE } from './credentials.ts';
import type { Account } from './credentials.ts';
import { variable } from './environment.ts';
import type { Io } from './io.ts';
import { sanitiseLine } from './sanitise.ts';

type Place = Pick<Context, 'io' | 'args'>;

/** Whether somebody can be asked. */
export function isInteractive({ io, args }: Place): boolean {
  return io.stdin.isTTY === true && io.stdout.isTTY === true && !args.flag('json');
}

/**
 * Runs a login with the code that is given, or none. If it is refused for want of one, asks for it and runs the login again.
 * Rejects with what says how to give one, where nobody can be asked.
 */
export async function withCode<T>(
  place: Place,
  account: Account,
  attempt: (code: string) => Promise<T>,
): Promise<T> {
  const given = place.args.text('code') ?? variable(place.io.env, 'POSTHORN_CODE') ?? '';
  try {
    return await attempt(given);
  } catch (error) {
    if (!(error instanceof PosthornError) || error.code !== 'SECOND_FACTOR_REQUIRED') throw error;
    if (!isInteractive(place)) throw explained(error);
    return attempt(await askFor(place.io, account, error));
  }
}

function explained({ code, message, reason }: PosthornError): PosthornError {
  const how =
    reason === 'factor-missing'
      ? 'run "posthorn login" in a terminal'
      : 'give a code with --code or POSTHORN_CODE, or run "posthorn login" once and use the saved login';
  return new PosthornError(code, `${message}; ${how}`, { reason });
}

async function askFor(io: Io, account: Account, { reason }: PosthornError): Promise<string> {
  if (reason === 'factor-passkey') return ask(io, 'Recovery code (a passkey works in browsers alone): ');
  if (reason !== 'factor-missing') return ask(io, 'Code of your app, or a recovery code: ');
  io.stdout.write('This server wants you to have a second factor.\n');
  const { server, user: name, password } = account;
  const offer = await beginFactor(server, { name, password, kind: 'totp' }, SOFTWARE);
  const code = await askForFirst(io, offer);
  io.stdout.write(
    'Next, "posthorn factors recovery-codes" gives you codes for the day on which you have lost it.\n',
  );
  return code;
}

/** Shows an app that is offered, and asks for the code that it shows then. */
export async function askForFirst(
  io: Io,
  { secret, uri }: { readonly secret: string; readonly uri: string },
): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr');
  io.stdout.write(`${renderUnicodeCompact(uri)}\n`);
  io.stdout.write(`Scan this with an authenticator app, or type the key ${sanitiseLine(secret)}\n`);
  return ask(io, 'The code that it shows: ');
}
