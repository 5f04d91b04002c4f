// What the examples share when they are run: what they need, and words for how it goes.
import type { Bot } from '@posthorn/bot';

/** A variable of the environment. Without it the process ends, with a sentence. */
export function needed(name: string, hint: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  console.error(`Set ${name}: ${hint}`);
  process.exit(2);
}

export function botToken(): string {
  return needed('BOT_TOKEN', '"npx posthorn bots create --name NAME" prints it.');
}

/** Starts a bot, and says so; Ctrl+C finishes what runs. `use`: what people can do then. */
export async function run(bot: Bot, server: string, use: string): Promise<void> {
  console.log(`Connecting to ${server} …`);
  bot.on('error', failed);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bot.close().then(() => process.exit()));
  try {
    await bot.start();
    console.log(`The bot is running. ${use}`);
  } catch (error) {
    failed(error);
  }
}

function failed(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
