/**
 * `posthorn admin`: makes an administrator, for whoever may open the database.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PosthornError } from '@posthorn/protocol';
import { makeLocalAdministrator } from '../compose/local-administrator.ts';
import { loadConfig } from '../compose/options.ts';
import type { Config } from '../compose/options.ts';
import { ConfigError } from '../config/config-error.ts';
import { OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';

const SOURCES = ['data', 'store', 'config'] as const;

export const ADMIN: OperateCommand = {
  name: 'admin',
  summary:
    'Makes an account an administrator, on the database itself. A missing account is made, with the password in ' +
    'POSTHORN_PASSWORD. It finds the database as posthorn start does; a server on the same data directory must be stopped ' +
    'for this moment, servers on a database server may run.',
  positional: 'NAME',
  options: {
    data: { placeholder: 'DIR', description: 'As in posthorn start. Environment: POSTHORN_DATA.' },
    store: { placeholder: 'URL', description: 'As in posthorn start. Environment: POSTHORN_STORE.' },
    config: { placeholder: 'FILE', description: 'As in posthorn start. Environment: POSTHORN_CONFIG.' },
    password: {
      placeholder: 'PW',
      description: 'The password of a new account. Other users of this machine can see it.',
      environment: 'POSTHORN_PASSWORD',
    },
    'reset-factors': {
      description: 'Removes the second factors and recovery codes of the account, which have been lost.',
    },
  },
  run: runAdmin,
};

async function runAdmin(args: OperateArguments, { env }: OperateContext): Promise<CommandAnswer> {
  const argv = SOURCES.flatMap((name) => (args.has(name) ? [`--${name}`, args.value(name)] : []));
  const { config } = loadConfig({ argv, env });
  assertThere(config);
  const password = args.value('password');
  try {
    const resetsFactors = args.has('reset-factors');
    const account = { name: args.positional, password, resetsFactors };
    const { user, name, isNew } = await makeLocalAdministrator(config, account);
    const without = resetsFactors ? ', without a second factor' : '';
    return {
      text: `${name} ${isNew ? 'is a new account and' : 'is'} an administrator${without}.`,
      fields: { event: 'admin', user, name, new: isNew },
    };
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    throw new ConfigError(`Nothing was changed: ${error.message}.`, { cause: error });
  }
}

/** A mistyped directory must not become an installation of its own. */
function assertThere({ store, data }: Config): void {
  if (store === 'memory')
    throw new OperateError('A store in memory is its server’s own: nobody else can open it.');
  if (store !== 'sqlite' || existsSync(join(data, 'posthorn.db'))) return;
  throw new OperateError(
    `There is no database in ${data}: name the data directory with --data, or start the server once.`,
  );
}
