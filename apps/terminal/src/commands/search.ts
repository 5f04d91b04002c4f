/**
 * search: messages that were said, newest first.
 *
 * @module
 */
import type { Client, FoundMessage, SearchOptions } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { foundPieces } from '../found.ts';
import { speaker, userId, withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { stampOf } from '../times.ts';
import { WHERE_OPTIONS } from '../which-conversation.ts';

const DEFAULT_LIMIT = 20;
const DEFAULT_JSON_LIMIT = 1000;
const PAGE = 50;

export const searchCommand: Command = {
  name: 'search',
  summary: 'Find messages again, by their words and the names of their files, newest first.',
  usages: ['[--with NAME | --group ID] [--best] [--limit N] [--utc] QUERY…'],
  options: {
    ...WHERE_OPTIONS,
    best: { type: 'boolean', description: 'Those first that fit best, instead of the newest.' },
    limit: {
      type: 'string',
      placeholder: 'N',
      description: `Print at most N; default ${DEFAULT_LIMIT}, with --json ${DEFAULT_JSON_LIMIT}.`,
    },
    utc: { type: 'boolean', description: 'Print times in UTC. Otherwise they are local, with the offset.' },
  },
  positionals: [1, Number.MAX_SAFE_INTEGER],
  run: (context) => withClient(context, 'search', (client) => search(context, client)),
};

async function search(context: Context, client: Client): Promise<number> {
  const { args, output } = context;
  const query = args.positionals.join(' ');
  const place = await placeOf(context, client);
  const limit = args.number('limit', 1) ?? (output.isJson ? DEFAULT_JSON_LIMIT : DEFAULT_LIMIT);
  const order = args.flag('best') ? 'best' : 'newest';
  let [cursor, left] = ['', limit];
  do {
    const found = await client.search(query, { ...place, order, cursor, limit: Math.min(PAGE, left) });
    if (cursor === '') {
      for (const { code, start, end } of found.notes)
        output.note(`"${query.slice(start, end)}" has no effect: ${code}`);
      if (found.incomplete)
        output.note(`the server is still reading older messages (${found.progress} %): there may be more`);
    }
    for (const hit of found.hits) await print(context, client, hit);
    left -= found.hits.length;
    cursor = found.next;
  } while (cursor !== '' && left > 0);
  return EXIT_CODES.ok.code;
}

async function placeOf({ args }: Context, client: Client): Promise<SearchOptions> {
  const [peer, conversation] = [args.text('with'), args.number('group', 1)];
  if (peer !== undefined && conversation !== undefined)
    throw new UsageError('Give --with or --group, not both.');
  if (peer !== undefined) return { user: await userId(client, peer) };
  return conversation === undefined ? {} : { conversation };
}

async function print({ args, output }: Context, client: Client, hit: FoundMessage): Promise<void> {
  const { conversation, seq, time, content } = hit.message;
  const from = await speaker(client, hit.message);
  const shown = foundPieces(hit).map(({ text }) => text);
  const at = stampOf(time, { isUtc: args.flag('utc') });
  await output.result(
    { conversation, seq, from, text: content.text },
    `${at} ${conversation}/${seq} ${sanitiseLine(from)}: ${sanitiseLine(shown.join(''))}`,
  );
}
