/**
 * `posthorn secrets-key`: makes a key for the file of --secrets-key-file.
 *
 * @module
 */
import { ConfigError } from '../config/config-error.ts';
import { KEY_BYTES, KEY_ID, PLAIN } from '../sealing/key-file.ts';
import { systemRandom } from '../system.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';

export const SECRETS_KEY: OperateCommand = {
  name: 'secrets-key',
  summary:
    'Makes a key that seals the secrets in the database, as a line for the file of posthorn start --secrets-key-file. ' +
    'Changes nothing.',
  options: {
    id: {
      placeholder: 'NAME',
      description:
        'What the key is called: up to 32 letters, digits, "-" and "_". Default: today’s date. Each key of a file needs ' +
        'another name.',
    },
  },
  run: runSecretsKey,
};

async function runSecretsKey(args: OperateArguments, { clock }: OperateContext): Promise<CommandAnswer> {
  const id = args.value('id') || new Date(clock.now()).toISOString().slice(0, 10);
  if (!KEY_ID.test(id) || id === PLAIN)
    throw new ConfigError(
      `--id: "${id}" cannot name a key: take up to 32 letters, digits, "-" and "_", and not "${PLAIN}".`,
    );
  const line = `${id}:${Buffer.from(systemRandom.bytes(KEY_BYTES)).toString('base64')}`;
  return { text: line, fields: { event: 'secrets-key', id, line } };
}
