/**
 * contacts: lists contacts, asks, accepts, removes.
 *
 * @module
 */
import type { Client, Contact } from '@posthorn/client';
import type { Context } from '../command.ts';
import { CONTACT_STATES } from '../contact-states.ts';
import { userId, userName } from '../online.ts';
import { pages } from '../pages.ts';
import { verbCommand } from '../verbs.ts';
import { needed } from './users.ts';

export const contactsCommand = verbCommand(
  {
    name: 'contacts',
    summary:
      'List your contacts and requests; ask somebody or accept with add; refuse, take back or end it with remove.',
  },
  {
    list: { usage: 'list', run: list },
    add: { usage: 'add NAME [TEXT]', run: add },
    remove: { usage: 'remove NAME', run: remove },
  },
);

async function list(context: Context, client: Client): Promise<void> {
  for await (const { contacts } of pages((cursor) => client.call('listContacts', { cursor, limit: 200 })))
    for (const contact of contacts) await show(context, client, contact);
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
    `${user}\t${name}\t${CONTACT_STATES[state]}\t${text}`.trimEnd(),
  );
}
