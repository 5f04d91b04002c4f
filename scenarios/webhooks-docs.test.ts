/** The receiver of docs/webhooks.md works as it stands there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { inhabited } from './support/inhabited.ts';

const MAX_LINES = 40;

async function receiverOfDocs(): Promise<string> {
  const docs = await readFile(new URL('../docs/webhooks.md', import.meta.url), 'utf8');
  const [, code] = /```js\n([\s\S]*?)```/.exec(docs) ?? [];
  assert.ok(code !== undefined);
  return code;
}

describe('the receiver of the docs', () => {
  it('is short, takes what is genuine once, and refuses the rest', async (t) => {
    const code = await receiverOfDocs();
    assert.ok(code.trim().split('\n').length < MAX_LINES);
    const { people } = await inhabited(t, { webhookAllow: ['127.0.0.1'] });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    // The receiver needs the secret to start, and the webhook its port.
    const made = await ann.client.call('addWebhook', {
      url: 'http://127.0.0.1:9/',
      events: ['message.created'],
    });
    const receiver = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      env: { WEBHOOK_SECRET: made.secret, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => receiver.kill());
    const lines = createInterface(receiver.stdout)[Symbol.asyncIterator]();
    const [, port] = /^ready (\d+)$/.exec(String((await lines.next()).value)) ?? [];
    const url = `http://127.0.0.1:${port}/`;
    await ann.client.call('changeWebhook', { webhook: made.id, url });
    assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401);
    const { conversation } = await ann.client.send({ to: bob.id }, { text: 'one' }).done;
    assert.equal((await lines.next()).value, 'message.created ann one');
    await ann.client.call('replayWebhook', { webhook: made.id, from: 1 });
    await bob.client.send({ conversation }, { text: 'two' }).done;
    assert.equal((await lines.next()).value, 'message.created bob two');
  });
});
