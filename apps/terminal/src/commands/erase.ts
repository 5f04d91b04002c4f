/**
 * erase: an account goes for good.
 *
 * @module
 */
import type { Command, Context } from '../command.ts';
import { accountOf } from '../credentials.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { userId, withClient } from '../online.ts';

export const eraseCommand: Command = {
  name: 'erase',
  summary: 'Erase your account for good, or as an administrator somebody else’s.',
  usages: ['--yes --user NAME --password PW', 'NAME --yes'],
  options: {
    yes: { type: 'boolean', description: 'You mean it: nothing brings the account back.' },
  },
  positionals: [0, 1],
  run(context) {
    const [name] = context.args.positionals;
    if (!context.args.flag('yes')) {
      throw new UsageError('Nothing brings an erased account back: add --yes if you mean it.');
    }
    return name === undefined ? eraseOwn(context) : eraseOther(context, name);
  },
};

async function eraseOwn(context: Context): Promise<number> {
  const { args, io, output } = context;
  const { user, password } = accountOf(args, io.env);
  await withClient(context, 'erase', (client) => client.call('eraseAccount', { password }));
  await output.result({ erased: user }, 'Your account is erased.');
  return EXIT_CODES.ok.code;
}

function eraseOther(context: Context, name: string): Promise<number> {
  return withClient(context, 'erase', async (client) => {
    const user = await userId(client, name);
    await client.call('eraseUser', { user });
    await context.output.result({ erased: name, user }, `${name} is erased.`);
    return EXIT_CODES.ok.code;
  });
}
