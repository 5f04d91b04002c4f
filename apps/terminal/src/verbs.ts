/**
 * Commands whose first argument says what to do, as in `contacts add NAME`.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import type { Command, Context } from './command.ts';
import { EXIT_CODES, UsageError } from './exit-codes.ts';
import { withClient } from './online.ts';

/** `rest`: the arguments behind the verb. */
export type Run = (context: Context, client: Client, rest: readonly string[]) => Promise<void>;

export type Verbs = Readonly<Record<string, { readonly usage: string; readonly run: Run }>>;

/** Placeholders of several arguments, or of words that need no quotes. */
const SEVERAL = /^\[?(?:\w+…|TITLE|TEXT|REASON|PREFIX|NICKNAME|VALUE)\]?$/;

/** Without a verb it is `list`, unless `positionals` demand one. */
export function verbCommand(
  {
    name,
    summary,
    options = {},
    positionals = [0, Number.MAX_SAFE_INTEGER],
  }: Pick<Command, 'name' | 'summary'> & Partial<Pick<Command, 'options' | 'positionals'>>,
  verbs: Verbs,
): Command {
  return {
    name,
    summary,
    usages: Object.values(verbs).map(({ usage }) => usage),
    options,
    positionals,
    run(context) {
      const [given = 'list', ...rest] = context.args.positionals;
      const verb = Object.hasOwn(verbs, given) ? verbs[given] : undefined;
      if (verb === undefined)
        throw new UsageError(`"${name} ${given}" is unknown: use ${Object.keys(verbs).join(', ')}.`);
      const surplus = rest[mostArguments(verb.usage)];
      if (surplus !== undefined)
        throw new UsageError(`"${surplus}" is one argument too many: posthorn ${name} ${verb.usage}`);
      return withClient(context, name, async (client) => {
        await verb.run(context, client, rest);
        return EXIT_CODES.ok.code;
      });
    },
  };
}

/** How many arguments stand behind the verb of a usage, such as 2 in `ban ID NAME --yes`. */
function mostArguments(usage: string): number {
  const words = usage.replace(/\(.*/, '').split(' ').slice(1);
  if (words.some((word) => SEVERAL.test(word))) return Infinity;
  const options = words.findIndex((word) => /^\[?--/.test(word));
  return options < 0 ? words.length : options;
}
