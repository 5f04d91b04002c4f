/**
 * factors: second factors, which a login with the password then asks for.
 *
 * @module
 */
import type { Client, Factor } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import { askSecret } from '../ask.ts';
import type { Context } from '../command.ts';
import { passwordNeeded, passwordOf } from '../credentials.ts';
import { UsageError } from '../exit-codes.ts';
import { userId } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { askForFirst, isInteractive } from '../second-factor.ts';
import { verbCommand } from '../verbs.ts';

export const factorsCommand = verbCommand(
  {
    name: 'factors',
    summary:
      'Show your second factors, add an authenticator app, remove one, make recovery codes. Passkeys are added in the web client.',
    options: {
      name: { type: 'string', placeholder: 'NAME', description: 'What the app is called.' },
    },
  },
  {
    list: { usage: 'list', run: list },
    add: { usage: 'add [--name NAME]', run: add },
    rename: { usage: 'rename ID NAME', run: rename },
    remove: { usage: 'remove ID', run: remove },
    'recovery-codes': { usage: 'recovery-codes', run: renew },
    reset: {
      usage: 'reset USER (for administrators: removes all of somebody who has lost them)',
      run: reset,
    },
  },
);

async function list({ output }: Context, client: Client): Promise<void> {
  const { factors, recoveryCodes, required } = await client.call('listFactors', {});
  if (output.isJson) return output.result({ factors, recoveryCodes, required }, '');
  for (const factor of factors) await output.result(factor, lineOf(factor));
  const wanted = required ? '; this server wants you to have one' : '';
  await output.result(
    {},
    factors.length === 0 ? `None${wanted}.` : `${recoveryCodes} recovery codes are left${wanted}.`,
  );
}

async function add(context: Context, client: Client): Promise<void> {
  if (!isInteractive(context))
    throw new UsageError('To add an app, somebody has to type its first code in a terminal.');
  const password = await passwordFor(context);
  const offer = await client.call('beginFactor', { kind: 'totp', password });
  const code = await askForFirst(context.io, offer);
  const { codes } = await client.call('confirmFactor', { code, name: context.args.text('name') ?? '' });
  await context.output.result({ added: true }, 'From now on a login with your password asks for a code.');
  if (codes.length > 0) await tellCodes(context, codes);
}

async function rename({ output }: Context, client: Client, [id, name]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('Say which one, and its name: rename ID NAME.');
  await client.call('renameFactor', { factor: idOf(id), name });
  await output.result({ renamed: idOf(id) }, 'Done.');
}

async function remove(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const factor = idOf(id);
  await client.call('removeFactor', { factor, password: await passwordFor(context) });
  await context.output.result({ removed: factor }, 'Removed.');
}

async function renew(context: Context, client: Client): Promise<void> {
  const { codes } = await client.call('renewRecoveryCodes', { password: await passwordFor(context) });
  await tellCodes(context, codes);
}

async function reset({ output }: Context, client: Client, [name]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('Say whose: reset USER.');
  const user = await userId(client, name);
  await client.call('resetFactors', { user });
  await output.result({ reset: user }, `${sanitiseLine(name)} has no second factor any more.`);
}

async function tellCodes({ output }: Context, codes: readonly string[]): Promise<void> {
  await output.result({ codes }, [
    'Recovery codes, each good once, shown only now:',
    ...codes.map((code) => `  ${code}`),
  ]);
}

/** A saved login has no password, and changing factors needs it. */
async function passwordFor(context: Context): Promise<string> {
  const given = passwordOf(context.args, context.io.env);
  if (given !== undefined) return given;
  if (!isInteractive(context)) throw passwordNeeded();
  return askSecret(context.io, 'Password: ');
}

function idOf(id: string | undefined): number {
  if (id === undefined) throw new UsageError('Say which one: "posthorn factors" has their numbers.');
  return wholeNumber(id, 'ID', 1);
}

function lineOf({ id, kind, name, createdAt, lastUsedAt }: Factor): string {
  const used = lastUsedAt === 0 ? 'never used' : `used ${new Date(lastUsedAt).toISOString()}`;
  const words = kind === 'totp' ? 'app' : 'passkey';
  return [String(id), words, sanitiseLine(name), `added ${new Date(createdAt).toISOString()}`, used].join(
    '\t',
  );
}
