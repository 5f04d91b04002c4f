/**
 * Account and server: from flags, then the environment, then a saved login.
 *
 * @module
 */
import { hostname } from 'node:os';
import type { Credentials } from '@posthorn/client';
import type { Arguments, OptionSpec } from './command.ts';
import { secret, variable } from './environment.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './exit-codes.ts';
import { readProfile } from './profiles.ts';
import { serverAddress } from './server-address.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:7010';
export const SOFTWARE = 'posthorn-terminal';

export interface Account {
  readonly server: string;
  readonly user: string;
  readonly password: string;
}

/** The server to talk to. */
export function serverOf(args: Arguments, env: Environment): string {
  return serverAddress(namedServer(args, env) ?? profileOf(args, env)?.server ?? DEFAULT_SERVER);
}

function namedServer(args: Arguments, env: Environment): string | undefined {
  return args.text('server') ?? variable(env, 'POSTHORN_SERVER');
}

/** Name and password, for registering and logging in. Throws a UsageError. */
export function accountOf(args: Arguments, env: Environment): Account {
  const user = args.text('user') ?? variable(env, 'POSTHORN_USER');
  const password = passwordOf(args, env);
  if (user === undefined) throw new UsageError('Say who you are: --user NAME.');
  if (password === undefined) throw passwordNeeded();
  return { server: serverOf(args, env), user, password };
}

/** The password, if one is given. */
export function passwordOf(args: Arguments, env: Environment): string | undefined {
  return args.text('password') ?? secret(env, 'POSTHORN_PASSWORD');
}

export function passwordNeeded(): UsageError {
  return new UsageError(
    'A password is needed: set POSTHORN_PASSWORD or POSTHORN_PASSWORD_FILE, or give --password PW.',
  );
}

/** A terminal has no cookies. */
export type OwnCredentials = Exclude<Credentials, { readonly token: () => Promise<string> }>;

/** Credentials for a command that needs a login: name and password, or a saved login. Throws a UsageError. */
export function credentialsOf(args: Arguments, env: Environment): OwnCredentials {
  const user = args.text('user') ?? variable(env, 'POSTHORN_USER');
  const profile = profileOf(args, env);
  const isOther = user !== undefined && user !== profile?.user;
  if (profile !== undefined && !isOther && args.text('password') === undefined) {
    const server = namedServer(args, env);
    if (server === undefined || serverAddress(server) === serverAddress(profile.server)) {
      return { server: serverAddress(profile.server), token: profile.token };
    }
  }
  if (user === undefined) {
    throw new UsageError(
      profile === undefined
        ? 'Say who you are: --user NAME and --password PW, or run "posthorn login" once.'
        : `The saved login is one at ${profile.server}: leave --server and POSTHORN_SERVER out, or give --user NAME and --password PW.`,
    );
  }
  return accountOf(args, env);
}

export const BOOTSTRAP_OPTION = {
  type: 'string',
  placeholder: 'SECRET',
  description:
    'Makes the new account the first administrator. The server has printed it. Environment: ' +
    'POSTHORN_BOOTSTRAP_SECRET, or the path of a file in POSTHORN_BOOTSTRAP_SECRET_FILE.',
} as const satisfies OptionSpec;

/** Empty: none was given. */
export function bootstrapSecretOf(args: Arguments, env: Environment): string {
  return args.text('bootstrap-secret') ?? secret(env, 'POSTHORN_BOOTSTRAP_SECRET') ?? '';
}

/** The label in the server's list of devices. */
export function deviceLabel(command: string): string {
  return `posthorn ${command} on ${hostname()}`;
}

export function profileName(args: Arguments): string {
  return args.text('profile') ?? 'default';
}

function profileOf(args: Arguments, env: Environment): ReturnType<typeof readProfile> {
  const name = profileName(args);
  const profile = readProfile(env, name);
  if (profile === undefined && args.text('profile') !== undefined) {
    throw new UsageError(`No login is saved as "${name}": run "posthorn login --profile ${name}".`);
  }
  return profile;
}
