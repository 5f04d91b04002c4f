/** The bots in examples/bots do what they say. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Bot } from '@posthorn/bot';
import { testBot } from '@posthorn/bot/test';
import type { BotTest, TestPlace } from '@posthorn/bot/test';
import { assistant } from '../examples/bots/assistant.ts';
import { bridge, carry, overLines } from '../examples/bots/bridge.ts';
import { github } from '../examples/bots/github.ts';
import { poll } from '../examples/bots/poll.ts';
import { reminder } from '../examples/bots/reminder.ts';

async function running(t: TestContext, make: (place: TestPlace) => Bot): Promise<BotTest> {
  const test = await testBot(make);
  t.after(() => test.close());
  return test;
}

async function listening(t: TestContext, server: Server | HttpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  // It listens on a port.
  return (server.address() as AddressInfo).port;
}

describe('the reminder', () => {
  it('says it again when the time has come, and not if it was cancelled', async (t) => {
    const test = await running(t, reminder);
    const ann = await test.user('ann');
    const later = await ann.command('remind', '2d "buy milk"');
    assert.match(later.ephemeral?.text ?? '', /^I will say "buy milk" at /);
    const { ephemeral } = later;
    assert.ok(ephemeral);
    const id = ephemeral.components?.rows[0]?.buttons[0]?.id ?? '';
    await ann.press(ephemeral, id);
    await ann.until(() => ann.whispers.get(ephemeral.id)?.text === 'Cancelled.');
    assert.deepEqual((await test.bot.client.call('listScheduled', {})).scheduled, []);
    await ann.command('remind', '0s wake up');
    const { content } = await ann.hears('⏰ @ann: wake up');
    assert.deepEqual(content.mentions, [ann.id]);
  });
});

describe('the poll', () => {
  it('counts one vote of each user, also when they come at once', async (t) => {
    const test = await running(t, poll);
    const [ann, bob] = [await test.user('ann'), await test.user('bob')];
    assert.match((await ann.command('poll', '"Where?" Verona')).ephemeral?.text ?? '', /2 to 5/);
    await ann.command('poll', '"Where?" Verona | Mantua');
    const asked = await bob.hears('**Where?**\nVerona: 0\nMantua: 0');
    const [verona = '', mantua = ''] = asked.content.components?.rows[0]?.buttons.map(({ id }) => id) ?? [];
    await Promise.all([ann.press(asked, verona), bob.press(asked, mantua), ann.press(asked, verona)]);
    await ann.hears('**Where?**\nVerona: 1\nMantua: 1');
    await bob.press(asked, verona);
    await ann.hears('**Where?**\nVerona: 2\nMantua: 0');
  });
});

describe('the receiver of GitHub’s webhooks', () => {
  it('says what is signed, once', async (t) => {
    let hooks: HttpServer | undefined;
    const test = await running(t, ({ group: conversation, ...options }) => {
      const made = github({ ...options, conversation, secret: 'rosaline' });
      hooks = made.hooks;
      return made.bot;
    });
    assert.ok(hooks);
    const port = await listening(t, hooks);
    const ann = await test.user('ann');
    const deliver = async (
      event: string,
      body: unknown,
      { secret = 'rosaline', id = '1' } = {},
    ): Promise<number> => {
      const text = JSON.stringify(body);
      const { status } = await fetch(`http://127.0.0.1:${port}/github`, {
        method: 'POST',
        headers: {
          'x-github-event': event,
          'x-github-delivery': id,
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
        },
        body: text,
      });
      return status;
    };
    const issue = {
      action: 'opened',
      sender: { login: 'romeo' },
      repository: { full_name: 'verona/balcony' },
      issue: { title: 'Too high', html_url: 'https://github.example/1' },
    };
    assert.equal(await deliver('issues', issue), 204);
    assert.equal(await deliver('issues', issue), 204);
    assert.equal(await deliver('issues', issue, { secret: 'juliet', id: '2' }), 401);
    assert.equal(await deliver('star', { action: 'created' }, { id: '3' }), 204);
    const commits = [{ message: 'Lower it\n\nby a bit' }];
    assert.equal(await deliver('push', { ...issue, ref: 'refs/heads/main', commits }, { id: '4' }), 204);
    await ann.hears(/^romeo pushed to verona\/balcony \(main\) \n• Lower it$/);
    assert.equal(ann.messages().filter(({ content }) => content.text.includes('Too high')).length, 1);
    const unsigned = { server: '', token: '', conversation: 1, secret: '' };
    assert.throws(() => github(unsigned), /the webhook needs a secret/);
    assert.equal(await deliver('issues', { long: 'x'.repeat(1_100_000) }, { id: '5' }), 413);
  });
});

/** Answers as such endpoints do: what it was asked, in pieces that end anywhere. */
function endpoint(asked: unknown[]): HttpServer {
  return createHttpServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as { readonly messages: readonly unknown[] };
      asked.push({ url: request.url, key: request.headers.authorization, last: body.messages.at(-1) });
      if (asked.length > 1) return response.writeHead(500).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const words = ['What’s ', 'in a ', 'name?'].map(
        (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
      );
      const bytes = Buffer.from(`${words.join('')}data: [DONE]\n\n`);
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
      return response.end();
    });
  });
}

describe('the assistant', () => {
  it('answers in direct conversations, streamed, and in groups when it is mentioned', async (t) => {
    const asked: { readonly last?: { readonly content?: string } }[] = [];
    const port = await listening(t, endpoint(asked));
    const url = `http://127.0.0.1:${port}/v1`;
    const test = await running(t, (options) =>
      assistant({ ...options, endpoint: url, model: 'm', apiKey: 'key' }),
    );
    const ann = await test.user('ann');
    await ann.says('nobody is asked');
    await ann.direct();
    await ann.says('Speak');
    const answer = await ann.hears('What’s in a name?');
    assert.notEqual(answer.content.stream, '');
    assert.deepEqual(asked, [
      { url: '/v1/chat/completions', key: 'Bearer key', last: { role: 'user', content: 'Speak' } },
    ]);
    t.mock.method(console, 'error', () => {});
    await ann.says('Again');
    await ann.hears(/I cannot think/);
  });
});

describe('the bridge', () => {
  it('carries each message to the other side', async (t) => {
    const heard: unknown[] = [];
    const came = Promise.withResolvers<Socket>();
    const got = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      came.resolve(socket);
      createInterface({ input: socket }).on('line', (line) => {
        heard.push(JSON.parse(line));
        got.resolve();
      });
      socket.on('error', () => {});
    });
    const port = await listening(t, server);
    const elsewhere = overLines('127.0.0.1', port);
    t.after(() => elsewhere.close());
    const test = await running(t, ({ group: conversation, ...options }) =>
      bridge({ ...options, conversation, elsewhere }),
    );
    const ann = await test.user('ann');
    const carrying = carry(test.bot, { server: test.server, token: '', conversation: test.group, elsewhere });
    const socket = await came.promise;
    const seq = await ann.says('hello there');
    await got.promise;
    assert.deepEqual(heard, [{ id: `${test.group}-${seq}`, from: 'ann', text: 'hello there' }]);
    const line = `${JSON.stringify({ id: '7', from: 'Benvolio', text: 'and here' })}\n`;
    socket.write(line + line);
    await ann.hears('**Benvolio**: and here');
    socket.end();
    await carrying;
    assert.equal(ann.messages().length, 2);
    assert.equal(heard.length, 1);
  });
});
