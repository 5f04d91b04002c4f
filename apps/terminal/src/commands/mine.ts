/**
 * mine: shows and changes what only concerns the user.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client, MineEntry } from '@posthorn/client';
import type { Context } from '../command.ts';
import { pages } from '../pages.ts';
import { verbCommand } from '../verbs.ts';
import { needed } from './users.ts';

export const mineCommand = verbCommand(
  {
    name: 'mine',
    summary:
      'Show or change your personal space: drafts, pins, folders and the like, the same on all your devices. A value is JSON, ' +
      'or else a text.',
  },
  {
    list: { usage: 'list [PREFIX]', run: list },
    get: { usage: 'get KEY', run: get },
    set: { usage: 'set KEY VALUE', run: set },
    remove: { usage: 'remove KEY', run: remove },
  },
);

async function list(context: Context, client: Client, [prefix = '']: readonly string[]): Promise<void> {
  for await (const entry of entriesOf(client, prefix)) await show(context, entry);
}

async function get(context: Context, client: Client, [given]: readonly string[]): Promise<void> {
  const key = needed(given, 'mine get KEY');
  for await (const entry of entriesOf(client, key)) {
    if (entry.key === key) return show(context, entry);
  }
  throw new PosthornError('NOT_FOUND', `you have nothing under ${key}`);
}

async function set(context: Context, client: Client, [given, ...words]: readonly string[]): Promise<void> {
  const key = needed(given, 'mine set KEY VALUE');
  const entry = { key, value: toJson(needed(words.join(' '), 'mine set KEY VALUE')) };
  const { entries } = await client.call('setMine', { entries: [entry] });
  for (const each of entries) await show(context, each);
}

async function remove({ output }: Context, client: Client, [given]: readonly string[]): Promise<void> {
  const key = needed(given, 'mine remove KEY');
  const { version } = await client.call('setMine', { entries: [{ key }] });
  await output.result({ key, version }, `${key} has no value.`);
}

async function* entriesOf(client: Client, prefix: string): AsyncGenerator<MineEntry> {
  const read = (cursor: string) => client.call('getMine', { prefix, cursor, limit: 1000 });
  for await (const { entries } of pages(read)) yield* entries.filter(({ value }) => value !== '');
}

function show({ output }: Context, { key, value, version }: MineEntry): Promise<void> {
  return output.result({ key, value: parsed(value), version }, `${key}\t${value}`);
}

function toJson(value: string): string {
  const known = parsed(value);
  return known === value ? JSON.stringify(value) : value;
}

/** The text itself if it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
