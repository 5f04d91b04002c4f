// The skeleton of a bridge: one conversation here, one place elsewhere, and each message goes to the other side once. Elsewhere
// is whatever implements Elsewhere; here it is a TCP server that speaks a JSON object a line.
// Run: BOT_TOKEN=phb_… node examples/bots/bridge.ts http://127.0.0.1:7010 CONVERSATION localhost 9000
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { createBot } from '@posthorn/bot';
import type { Bot, BotOptions } from '@posthorn/bot';
import { botToken, run } from './run.ts';

/** A message as it crosses the bridge. */
export interface Crossing {
  /** Unique on its own side: the other side drops repeats by it. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

/** The other side. */
export interface Elsewhere {
  /** Resolves when the message is safe there. */
  send(message: Crossing): Promise<void>;
  /** Messages that others have written there, from the last one that was taken. */
  messages(): AsyncIterable<Crossing>;
  close(): void;
}

export interface BridgeOptions extends BotOptions {
  readonly conversation: number;
  readonly elsewhere: Elsewhere;
}

export function bridge({ conversation, elsewhere, ...options }: BridgeOptions): Bot {
  // The next message waits until this one is over there; a restart goes on with the first one that was not.
  return createBot(options).on('message', async ({ client, message, text, user }) => {
    if (message.conversation !== conversation) return;
    const sender = await client.user(user);
    const name = sender?.displayName || sender?.name || `${user}`;
    await elsewhere.send({ id: `${conversation}-${message.seq}`, from: name, text });
  });
}

/** Carries over what is said elsewhere, until that side ends. */
export async function carry(bot: Bot, { conversation, elsewhere }: BridgeOptions): Promise<void> {
  for await (const { id, from, text } of elsewhere.messages()) {
    // A repeat has the same id, and changes nothing. The bot does not hear itself, so nothing goes in circles.
    await bot.client.send({ conversation }, `**${from}**: ${text}`, { clientId: `bridge-${id}`.slice(0, 64) })
      .done;
  }
}

/** A server that takes and sends a JSON object a line. */
export function overLines(host: string, port: number): Elsewhere {
  const socket = connect(port, host);
  let failure: Error | undefined;
  socket.on('error', (error) => (failure = error));
  const lines = createInterface({ input: socket })
    .on('error', () => {})
    [Symbol.asyncIterator]();
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        socket.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
      }),
    async *messages() {
      for await (const line of lines) yield JSON.parse(line) as Crossing;
      if (failure !== undefined) throw failure;
    },
    close: () => socket.destroy(),
  };
}

if (import.meta.main) {
  const [server = 'http://127.0.0.1:7010', conversation = '1', host = 'localhost', port = '9000'] =
    process.argv.slice(2);
  const elsewhere = overLines(host, Number(port));
  const options = {
    server,
    token: botToken(),
    conversation: Number(conversation),
    elsewhere,
  };
  const bot = bridge(options);
  await run(bot, server, `It carries conversation ${conversation} to ${host}:${port} and back.`);
  try {
    await carry(bot, options);
    console.error('The other side has ended the connection.');
  } catch (error) {
    console.error(`The other side: ${error instanceof Error ? error.message : String(error)}`);
  }
  await bot.close();
  process.exitCode = 1;
}
