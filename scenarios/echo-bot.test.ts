/** The example in examples/ works as it says. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connect } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';

it('the echo bot answers, once, also what was said while it was away', async (t) => {
  const place = await startInProcess({ passwordMinLength: 4 });
  t.after(() => place.server.close());
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bot-'));
  t.after(() => rm(folder, { recursive: true }));
  const script = fileURLToPath(new URL('../examples/echo-bot.ts', import.meta.url));
  const startBot = async (): Promise<() => Promise<void>> => {
    const bot = spawn(process.execPath, [script, place.httpUrl, 'echo', 'secret'], {
      cwd: folder,
      stdio: 'pipe',
    });
    bot.stderr.setEncoding('utf8');
    for await (const [text] of on(bot.stderr)) if (text.includes('online')) break;
    return async () => {
      const gone = once(bot, 'exit');
      bot.kill('SIGKILL');
      await gone;
    };
  };
  const stop = await startBot();
  const ann = await connect({ server: place.httpUrl, user: 'ann', password: 'secret', register: true });
  t.after(() => ann.close());
  const heard: string[] = [];
  const answered = Promise.withResolvers<void>();
  ann.on('message', ({ content, isMine }) => {
    if (!isMine) heard.push(content.text);
    if (heard.length === 2) answered.resolve();
  });
  const first = new Promise<void>((resolve) => {
    const off = ann.on('message', ({ isMine }) => {
      if (isMine) return;
      off();
      resolve();
    });
  });
  await ann.send({ to: 'echo' }, 'hello').done;
  await first;
  await stop();
  await ann.send({ to: 'echo' }, 'are you there?').done;
  const stopAgain = await startBot();
  await answered.promise;
  await stopAgain();
  assert.deepEqual(heard, ['You said: hello', 'You said: are you there?']);
});

async function* on(stream: NodeJS.ReadableStream): AsyncGenerator<[string]> {
  for (;;) yield (await once(stream, 'data')) as [string];
}
