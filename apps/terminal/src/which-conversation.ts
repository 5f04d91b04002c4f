/**
 * The conversation that a command names by --with or --group.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import type { Context, OptionSpec } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { userId } from './online.ts';

export const WHERE = '(--with NAME | --group ID)';

export const WHERE_OPTIONS = {
  with: { type: 'string', placeholder: 'NAME', description: 'The direct conversation with this user.' },
  group: { type: 'string', placeholder: 'ID', description: 'A group, or any conversation, by number.' },
} as const satisfies Record<string, OptionSpec>;

/** Its id. A direct one is made if need be. Throws a UsageError unless exactly one is named. */
export async function conversationOf({ args }: Context, client: Client): Promise<number> {
  const [peer, group] = [args.text('with'), args.number('group', 1)];
  if ((peer === undefined) === (group === undefined))
    throw new UsageError('Say which: --with NAME or --group ID.');
  if (group !== undefined) return group;
  return (await client.call('openDirect', { user: await userId(client, peer ?? '') })).id;
}
