// Polls with buttons: /poll "Where?" Mantua | Verona. Shows what one button for many users takes: state, and turns.
// Run: BOT_TOKEN=phb_… node examples/bots/poll.ts http://127.0.0.1:7010
import { button, createBot } from '@posthorn/bot';
import type { Bot, BotOptions, Rows } from '@posthorn/bot';
import { botToken, run } from './run.ts';

interface Poll {
  readonly question: string;
  readonly options: readonly string[];
  /** The place of the chosen option, by user. */
  readonly votes: Readonly<Record<string, number>>;
}

const FIELDS = { question: { type: 'text' }, options: { type: 'text', description: 'a | b | c' } } as const;

export function poll(options: BotOptions): Bot {
  let turn: Promise<unknown> = Promise.resolve();
  return createBot(options)
    .command(
      'poll',
      { description: 'Asks all', fields: FIELDS },
      async ({ values, interaction, state, ...ctx }) => {
        const choices = values.options.split('|').map((each) => each.trim());
        if (choices.length < 2 || choices.length > 5) return ctx.whisper('Give 2 to 5 options: a | b | c');
        const asked: Poll = { question: values.question, options: choices, votes: {} };
        await state.set(`poll-${interaction.id}`, asked);
        await ctx.reply(textOf(asked), rowsOf(asked, interaction.id));
      },
    )
    .press('vote', async ({ argument, user, state, update }) => {
      const [id = '', choice = ''] = argument.split('.');
      // One after the other, so that no older count is shown over a newer one.
      const vote = turn.then(async () => {
        const now = await state.update<Poll>(`poll-${id}`, (before) => {
          return before && { ...before, votes: { ...before.votes, [user]: Number(choice) } };
        });
        if (now !== undefined) await update({ text: textOf(now) });
      });
      // One that fails does not hold up the next.
      turn = vote.catch(() => {});
      await vote;
    });
}

function textOf({ question, options, votes }: Poll): string {
  const chosen = Object.values(votes);
  const lines = options.map(
    (option, place) => `${option}: ${chosen.filter((each) => each === place).length}`,
  );
  return [`**${question}**`, ...lines].join('\n');
}

function rowsOf({ options }: Poll, id: number): Rows {
  return [options.map((option, place) => button(`vote:${id}.${place}`, option))];
}

if (import.meta.main) {
  const [server = 'http://127.0.0.1:7010'] = process.argv.slice(2);
  await run(poll({ server, token: botToken() }), server, 'Write /poll "Where?" Mantua | Verona where it is.');
}
