/**
 * contacts: lists contacts, asks, accepts, removes.
 *
 * @module
 */
import type { Client, Contact } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { userId, userName, withClient } from '../online.ts';
import { needed } from './users.ts';

type Verb = (context: Context, client: Client, rest: readonly string[]) => Promise<void>;

const VERBS: Readonly<Record<string, { readonly usage: string; readonly run: Verb }>> = {
  list: { usage: 'list', run: list },
  add: { usage: 'add NAME [TEXT]', run: add },
  remove: { usage: 'remove NAME', run: remove },
};

const STATES: Readonly<Record<Contact['state'], string>> = {
  unspecified: '',
  asked: 'you have asked',
  asking: 'asks you',
  mutual: 'contact',
};

export const contactsCommand: Command = {
  name: 'contacts',
  summary:
    'List your contacts and requests; ask somebody or accept with add; refuse, take back or end it with remove.',
  usages: Object.values(VERBS).map(({ usage }) => usage),
  options: {},
  positionals: [0, Number.MAX_SAFE_INTEGER],
  run(context) {
    const [name = 'list', ...rest] = context.args.positionals;
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    if (verb === undefined)
      throw new UsageError(`"contacts ${name}" is unknown: use ${Object.keys(VERBS).join(', ')}.`);
    return withClient(context, 'contacts', async (client) => {
      await verb.run(context, client, rest);
      return EXIT_CODES.ok.code;
    });
  },
};

async function list(context: Context, client: Client): Promise<void> {
  for (let cursor = ''; ;) {
    const page = await client.call('listContacts', { cursor, limit: 200 });
    for (const contact of page.contacts) await show(context, client, contact);
    if (page.next === '') return;
    cursor = page.next;
  }
}

async function add(context: Context, client: Client, [name, ...words]: readonly string[]): Promise<void> {
  const user = await userId(client, needed(name, 'contacts add NAME'));
  const { contacts } = await client.call('addContact', { user, text: words.join(' ') });
  for (const contact of contacts) await show(context, client, contact);
}

async function remove({ output }: Context, client: Client, [given]: readonly string[]): Promise<void> {
  const name = needed(given, 'contacts remove NAME');
  const user = await userId(client, name);
  await client.call('removeContact', { user });
  await output.result({ user, name }, `${name} is no contact.`);
}

async function show({ output }: Context, client: Client, contact: Contact): Promise<void> {
  const { user, state, text, time } = contact;
  const name = await userName(client, user);
  await output.result(
    { user, name, state, text, time },
    `${user}\t${name}\t${STATES[state]}\t${text}`.trimEnd(),
  );
}
