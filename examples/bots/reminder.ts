// Reminds people: /remind 10m "buy milk". The server keeps what is due, so the bot may be restarted meanwhile.
// Run: BOT_TOKEN=phb_… node examples/bots/reminder.ts http://127.0.0.1:7010
import { button, createBot } from '@posthorn/bot';
import type { Bot, BotOptions } from '@posthorn/bot';
import { botToken, run } from './run.ts';

const REMIND = { when: { type: 'time' }, text: { type: 'text' } } as const;

export function reminder(options: BotOptions): Bot {
  return createBot(options)
    .command('remind', { description: 'Says it again, later', fields: REMIND }, async (ctx) => {
      const { when, text } = ctx.values;
      const user = await ctx.client.user(ctx.user);
      const { id } = await ctx.client.call('schedule', {
        target: { case: 'conversation', value: ctx.conversation },
        content: { text: `⏰ @${user?.name}: ${text}`, mentions: [ctx.user] },
        at: when.getTime(),
        clientId: `remind-${ctx.interaction.id}`,
      });
      const said = `I will say "${text}" at ${timeIn(when, ctx.interaction.timeZone)}.`;
      await ctx.whisper(said, [[button(`cancel:${id}`, 'Cancel', { style: 'danger' })]]);
    })
    .press('cancel', async ({ client, argument, update }) => {
      const isCancelled = await client
        .call('changeScheduled', { scheduled: Number(argument), cancel: true })
        .then(() => true)
        .catch(() => false);
      await update({ text: isCancelled ? 'Cancelled.' : 'It was said already.', rows: [] });
    });
}

function timeIn(time: Date, timeZone: string): string {
  return time.toLocaleString('en-GB', {
    timeZone: timeZone || 'UTC',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

if (import.meta.main) {
  const [server = 'http://127.0.0.1:7010'] = process.argv.slice(2);
  await run(reminder({ server, token: botToken() }), server, 'Write /remind 10m "buy milk" where it is.');
}
