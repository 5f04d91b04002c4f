/**
 * Commands that take the server as an argument too: `posthorn import slack FILE SERVER`.
 *
 * @module
 */
import type { Context } from './command.ts';
import { UsageError } from './exit-codes.ts';

export const SERVER_POSITION = '[SERVER]';

/** The argument at this position is the server, as --server would say it. Throws a UsageError if both are there. */
export function atServer(context: Context, position: number): Context {
  const { args } = context;
  const server = args.positionals[position];
  if (server === undefined) return context;
  if (args.text('server') !== undefined)
    throw new UsageError('Name the server once: as an argument, or with --server.');
  const text = (name: string): string | undefined => (name === 'server' ? server : args.text(name));
  return {
    ...context,
    args: {
      positionals: args.positionals.slice(0, position),
      text,
      flag: (name) => args.flag(name),
      all: (name) => args.all(name),
      number: (name, least) => args.number(name, least),
    },
  };
}
