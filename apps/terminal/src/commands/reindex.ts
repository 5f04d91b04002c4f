/**
 * reindex: has the index of the search built anew.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import { PosthornError } from '@posthorn/client';
import type { Client, SearchIndex } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { counted } from '../counted.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';

const POLL_MS = 500;

export const reindexCommand: Command = {
  name: 'reindex',
  summary:
    'Build the index of the search anew from the messages, while the server goes on, and show how far it is. For administrators.',
  usages: ['[--no-wait]', '--status'],
  options: {
    status: { type: 'boolean', description: 'Only say how the index is.' },
    'no-wait': { type: 'boolean', description: 'Do not wait until it is complete.' },
  },
  positionals: [0, 0],
  run: (context) => withClient(context, 'reindex', (client) => reindex(context, client)),
};

async function reindex(context: Context, client: Client): Promise<number> {
  const { args, io } = context;
  const first = await client.call(args.flag('status') ? 'getSearchIndex' : 'reindex', {});
  await print(context, first);
  if (args.flag('status') || args.flag('no-wait')) return EXIT_CODES.ok.code;
  for (let now = first; now.state === 'building';) {
    await pause(POLL_MS, undefined, { signal: io.signal });
    const next = await client.call('getSearchIndex', {});
    if (next.state === 'broken') throw new PosthornError('UNAVAILABLE', next.trouble);
    if (next.progress !== now.progress || next.state !== now.state) await print(context, next);
    now = next;
  }
  return EXIT_CODES.ok.code;
}

async function print({ output }: Context, index: SearchIndex): Promise<void> {
  await output.result(index, wordsOf(index));
}

function wordsOf({ state, progress, documents, lag, bytes, trouble }: SearchIndex): string {
  const size = bytes === 0 ? '' : `, ${Math.ceil(bytes / 1e6)} MB`;
  switch (state) {
    case 'ready':
      return `The index is complete: ${counted(documents, 'message')}${size}; ${lag} behind.`;
    case 'building':
      return `The index is being built: ${progress} %, ${counted(documents, 'message')}${size}; ${lag} to go.`;
    case 'off':
      return 'The search is turned off: --search off.';
    case 'broken':
    case 'unspecified':
      return `The index cannot be used now: ${sanitiseLine(trouble)}`;
  }
}
