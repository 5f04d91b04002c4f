// An assistant on any endpoint that speaks OpenAI's chat completions. It answers in direct conversations, and in groups when it
// is mentioned; people see its words as they come.
// Run: BOT_TOKEN=phb_… API_KEY=… node examples/bots/assistant.ts http://127.0.0.1:7010 http://127.0.0.1:11434/v1 MODEL
import { createBot } from '@posthorn/bot';
import type { Bot, BotOptions } from '@posthorn/bot';
import { botToken, run } from './run.ts';

export interface AssistantOptions extends BotOptions {
  /** Without `/chat/completions`. */
  readonly endpoint: string;
  readonly model: string;
  readonly apiKey?: string;
}

interface Said {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How much of the conversation it is told. */
const HISTORY = 20;
const ANSWER_MS = 120_000;
const RULES: Said = {
  role: 'system',
  content: 'You are a helpful member of a chat. Answer briefly, in Markdown.',
};

export function assistant(options: AssistantOptions): Bot {
  return createBot(options).on('message', async ({ client, conversation, message, stream, reply }) => {
    const { state } = client;
    const self = state.name === 'online' ? state.session.user?.id : 0;
    const { kind } = await client.call('getConversation', { conversation });
    if (kind !== 'direct' && !message.content.mentions.includes(self ?? 0)) return;
    const page = await client.history(conversation, { before: message.seq + 1, limit: HISTORY });
    const said = page
      .filter(({ content }) => content.kind === undefined)
      .map(({ isMine, content }): Said => ({ role: isMine ? 'assistant' : 'user', content: content.text }));
    try {
      await stream(completion(options, [RULES, ...said]));
    } catch (error) {
      console.error(error);
      await reply('I cannot think at the moment. Try again later.');
    }
  });
}

/** The words of the answer, as they come. */
async function* completion(
  { endpoint, model, apiKey }: AssistantOptions,
  messages: readonly Said[],
): AsyncGenerator<string> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ model, messages, stream: true }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok || response.body === null) throw new Error(`the endpoint answers ${response.status}`);
  let rest = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const data = /^data: ?(.*)$/.exec(line.trimEnd())?.[1];
      if (data === '[DONE]') return;
      if (data !== undefined) yield wordsIn(data);
    }
  }
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
}

function wordsIn(data: string): string {
  const { choices } = JSON.parse(data) as Chunk;
  return choices?.[0]?.delta?.content ?? '';
}

if (import.meta.main) {
  const [server = 'http://127.0.0.1:7010', endpoint = 'http://127.0.0.1:11434/v1', model = 'llama3.2'] =
    process.argv.slice(2);
  const { API_KEY: apiKey } = process.env;
  const bot = assistant({
    server,
    token: botToken(),
    endpoint,
    model,
    ...(apiKey !== undefined && { apiKey }),
  });
  await run(bot, server, `Write to it alone, or @mention it in a group; ${model} at ${endpoint} answers.`);
}
