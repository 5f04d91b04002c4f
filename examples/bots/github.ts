// Says in a conversation what happens on GitHub. Webhook there: content type application/json, and a secret.
// Run: BOT_TOKEN=phb_… GITHUB_SECRET=… node examples/bots/github.ts http://127.0.0.1:7010 CONVERSATION 8080
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createBot } from '@posthorn/bot';
import type { Bot, BotOptions } from '@posthorn/bot';
import { botToken, needed, run } from './run.ts';

const MAX_BYTES = 1_048_576;

interface Event {
  readonly action?: string;
  readonly ref?: string;
  readonly compare?: string;
  readonly repository?: { readonly full_name?: string };
  readonly sender?: { readonly login?: string };
  readonly commits?: readonly { readonly message?: string }[];
  readonly issue?: Item;
  readonly pull_request?: Item;
}

interface Item {
  readonly title?: string;
  readonly html_url?: string;
}

export interface GitHubOptions extends BotOptions {
  readonly conversation: number;
  readonly secret: string;
}

/** The bot, and the HTTP server that GitHub calls; both are yours to start and to close. */
export function github({ conversation, secret, ...options }: GitHubOptions): {
  readonly bot: Bot;
  readonly hooks: Server;
} {
  // Anybody can sign with an empty one.
  if (secret === '') throw new Error('the webhook needs a secret');
  const bot = createBot(options);
  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await bodyOf(request);
    if (body === undefined) return 413;
    const { headers } = request;
    if (!isSigned(body, String(headers['x-hub-signature-256']), secret)) return 401;
    const text = textOf(String(headers['x-github-event']), JSON.parse(body.toString()) as Event);
    // GitHub may deliver something twice; under the same id it is said once.
    const clientId = `github-${String(headers['x-github-delivery'])}`.slice(0, 64);
    if (text !== '') await bot.client.send({ conversation }, text, { clientId }).done;
    return 204;
  };
  const hooks = createServer((request, response) => {
    receive(request)
      .catch(() => 500)
      .then((status) => response.writeHead(status).end())
      .catch(() => {});
  });
  return { bot, hooks };
}

/** Undefined: it is too long. */
async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Empty: nothing worth saying. */
function textOf(name: string, event: Event): string {
  const { action = '', sender, repository, commits = [], issue, pull_request: pull } = event;
  const who = sender?.login ?? 'somebody';
  const where = repository?.full_name ?? 'a repository';
  switch (name) {
    case 'push': {
      const branch = event.ref?.replace('refs/heads/', '') ?? '';
      const lines = commits.slice(0, 5).map(({ message = '' }) => `• ${message.split('\n', 1)[0]}`);
      return [`${who} pushed to ${where} (${branch}) ${event.compare ?? ''}`, ...lines].join('\n');
    }
    case 'issues':
      return `${who} ${action} the issue "${issue?.title}" in ${where} ${issue?.html_url ?? ''}`;
    case 'pull_request':
      return `${who} ${action} "${pull?.title}" in ${where} ${pull?.html_url ?? ''}`;
    default:
      return '';
  }
}

if (import.meta.main) {
  const [server = 'http://127.0.0.1:7010', conversation = '1', port = '8080'] = process.argv.slice(2);
  const secret = needed(
    'GITHUB_SECRET',
    'the secret of the webhook at GitHub; without one anybody could write here.',
  );
  const { bot, hooks } = github({ server, token: botToken(), secret, conversation: Number(conversation) });
  await run(bot, server, `It takes deliveries at port ${port}.`);
  hooks.listen(Number(port));
}
