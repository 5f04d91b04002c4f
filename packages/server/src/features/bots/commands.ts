/**
 * The commands of bots: setting them, and listing those that can be used somewhere.
 *
 * @module
 */
import { decodeCommands, encodeCommands, PosthornError } from '@posthorn/protocol';
import type { Command, CommandsInit, DoneInit, ListCommands, SetCommands } from '@posthorn/protocol';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { checkFieldName, checkFields, MAX_LINE_CHARS } from '../messages/fields.ts';
import * as botQueries from '../accounts/bot-queries.ts';
import type { CommandsPlace } from '../accounts/bot-queries.ts';
import { placeOf } from './place.ts';

const MAX_COMMANDS = 50;
/** Of all commands of a bot, encoded. */
const MAX_BYTES = 32_768;
/** Bots whose commands are listed together: beyond it those that were made later are left out. */
const MAX_BOTS = 50;

export async function setCommands(
  { store }: Services,
  caller: Caller,
  { commands }: SetCommands,
): Promise<DoneInit> {
  const { user, bot } = sessionOf(caller);
  if (!bot) throw new PosthornError('FORBIDDEN', 'only bots have commands');
  if (commands.length > MAX_COMMANDS)
    throw new PosthornError('TOO_LARGE', `a bot has at most ${MAX_COMMANDS} commands`);
  for (const command of commands) checkCommand(command);
  if (new Set(commands.map(({ name }) => name)).size !== commands.length)
    throw new PosthornError('INVALID', 'two commands have one name');
  const encoded = encodeCommands({ commands: commands.map((command) => ({ ...command, bot: user })) });
  if (encoded.length > MAX_BYTES)
    throw new PosthornError('TOO_LARGE', `the commands of a bot have at most ${MAX_BYTES} bytes`);
  await store.run(botQueries.setCommands, user, encoded);
  return {};
}

function checkCommand({ name, description, fields }: Command): void {
  checkFieldName(name, 'command');
  checkedLine(description, 'description', MAX_LINE_CHARS);
  checkFields(fields, `command /${name}`);
  const firstOptional = fields.findIndex(({ required }) => !required);
  if (firstOptional >= 0 && fields.slice(firstOptional).some(({ required }) => required))
    throw new PosthornError('INVALID', `the required fields of /${name} come first`);
}

export async function listCommands(
  services: Services,
  caller: Caller,
  { conversation }: ListCommands,
): Promise<CommandsInit> {
  const { user } = sessionOf(caller);
  return { commands: await commandsIn(services, await placeOf(services, conversation, user)) };
}

/** The commands that can be used in a conversation, by name. */
export async function commandsIn(
  { store }: Services,
  { record }: CachedConversation,
): Promise<readonly Command[]> {
  const bots = await store.run(botQueries.botsIn, commandsPlace(record), MAX_BOTS);
  return bots
    .flatMap(({ commands }) => decodeCommands(commands).commands)
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.bot - b.bot));
}

function commandsPlace({ id, kind, users }: CachedConversation['record']): CommandsPlace {
  if (kind === 'group') return { kind, conversation: id };
  return kind === 'room' ? { kind } : { kind: 'direct', users };
}
