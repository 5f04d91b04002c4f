/** Secrets that a server reads again are sealed in its database, and work as before (ADR 56). */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Config, Store } from '@posthorn/server';
import { FilesPlace } from '@posthorn/testing/files-place';
import { startInProcess } from '@posthorn/testing/in-process';
import { FakePushService } from '@posthorn/testing/push-service';
import { isSignedBy, WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { linkKey } from '../packages/server/src/features/files/link-queries.ts';
import { keepPushKeys } from '../packages/server/src/features/push/subscription-queries.ts';
import { factorsOf } from '../packages/server/src/features/second-factors/factor-queries.ts';
import { allWebhooks } from '../packages/server/src/features/webhooks/webhook-queries.ts';
import { Person as Account } from '../packages/server/test/sign-in/support/factors.ts';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import * as pushScene from './support/push-scene.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { OPTIONS as HOOKS, say, until } from './support/webhook-scene.ts';

const NONE = { publicKey: 'none', privateKey: 'none' };

/** A line of a file of keys. */
function keyLine(id: string): string {
  return `${id}:${Buffer.from(systemRandom.bytes(32)).toString('base64')}\n`;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-sealed-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

function openStore(folder: string): Promise<Store> {
  return openSqliteStore({ directory: join(folder, 'data'), random: systemRandom, logger: silentLogger });
}

async function stop({ place, people }: Inhabited): Promise<void> {
  await people.close();
  await place.server.close();
}

/** All bytes of the files of the database. */
async function bytesIn(folder: string): Promise<Buffer> {
  const data = join(folder, 'data');
  const names = (await readdir(data)).filter((name) => name.startsWith('posthorn.db'));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(data, name)))));
}

describe('a link to a file', () => {
  it('is good after a new start, whose key of links is sealed', async (t) => {
    const file = join(await folderOf(t), 'keys');
    await writeFile(file, keyLine('one'));
    await using place = await FilesPlace.open({ secretsKeyFile: file });
    const ann = await place.join('ann');
    const { json } = await ann.ask('POST', '/v1/files?name=a', { body: 'hello' });
    const made = await ann.ask('POST', `/v1/files/${String(json['id'])}/link`);
    const get = async (): Promise<string> =>
      (await fetch(new URL(String(made.json['url']), place.httpUrl))).text();
    assert.equal(await get(), 'hello');
    assert.match(await place.store.run(linkKey, 'none'), /^sealed:1:one:/);
    await place.restart();
    assert.equal(await get(), 'hello');
  });
});

describe('secrets that were kept plain', () => {
  it('are sealed by a start with a key, are in no file any more, and work as before', async (t) => {
    const folder = await folderOf(t);
    const file = join(folder, 'keys');
    const clock = new SteppedClock();
    await using receiver = await WebhookReceiver.open();
    await using pushes = await FakePushService.open();
    const options: Partial<Config> = { ...HOOKS, ...pushes.options };
    let store = await openStore(folder);
    t.after(() => store.close());

    const before = await inhabited(t, options, { store, clock });
    const ann = await before.people.join('ann');
    const hook = await ann.client.call('addWebhook', { url: receiver.url(), events: ['message.created'] });
    const bob = await Account.register(before.place.httpUrl, 'bob');
    const { app } = await bob.addApp(clock.now());
    const cora = await before.people.join('cora');
    const browser = pushes.browser(pushScene.newName());
    await cora.client.call('subscribePush', browser.subscription);
    const [factor] = await store.run(factorsOf, 2);
    const { privateKey } = await store.run(keepPushKeys, NONE);
    const plain = [
      factor?.secret ?? new Uint8Array(0),
      Buffer.from(hook.secret),
      Buffer.from(receiver.url()),
      Buffer.from(privateKey),
    ];
    await stop(before);
    await store.close();
    const bytes = await bytesIn(folder);
    for (const each of plain) assert.ok(each.length >= 20 && bytes.includes(each));

    await writeFile(file, keyLine('one'));
    store = await openStore(folder);
    const after = await inhabited(t, { ...options, secretsKeyFile: file }, { store, clock });
    const again = await after.people.join('ann');
    const here = await after.people.join('cora');
    await say(again, here, 'sealed');
    await until({ clock, receiver }, () => receiver.texts().includes('sealed'));
    assert.ok(receiver.taken().every((each) => isSignedBy(each, hook.secret)));
    const { webhooks } = await again.client.call('listWebhooks', {});
    assert.deepEqual(
      webhooks.map(({ url }) => url),
      [receiver.url()],
    );
    const rotated = await again.client.call('rotateWebhookSecret', { webhook: hook.id });
    const to = here.id;
    const moved = await again.client.call('changeWebhook', { webhook: hook.id, url: receiver.url('/moved') });
    assert.equal(moved.url, receiver.url('/moved'));
    await here.client.close();
    await again.client.send({ to }, { text: 'rotated' }).done;
    await until({ clock, receiver }, () => receiver.texts('/moved').includes('rotated'));
    const last = receiver.taken('/moved').at(-1);
    assert.ok(last !== undefined && isSignedBy(last, hook.secret) && isSignedBy(last, rotated.secret));
    await pushScene.until({ clock, service: pushes }, () => pushes.of(browser).length > 0);
    const bobHere = Account.at(after.place.httpUrl, 'bob');
    assert.equal(await bobHere.refused(), 'factor-code');
    clock.jump(30_000);
    await bobHere.logIn({ secondFactor: app.codeAt(clock.now()) });
    const dora = await Account.register(after.place.httpUrl, 'dora');
    const { app: another } = await dora.addApp(clock.now());
    clock.jump(30_000);
    await dora.logIn({ secondFactor: another.codeAt(clock.now()) });
    for (const { url, secret, oldSecret } of await store.run(allWebhooks))
      assert.ok([url, secret, oldSecret].every((each) => each.startsWith('sealed:1:one:')));
    await stop(after);
    await store.close();
    const sealed = await bytesIn(folder);
    for (const each of [...plain, Buffer.from(rotated.secret)]) assert.ok(!sealed.includes(each));
  });

  it('cannot be read without the key, so nothing starts without it', async (t) => {
    const folder = await folderOf(t);
    const file = join(folder, 'keys');
    const store = await openStore(folder);
    t.after(() => store.close());
    const start = async (changes: Partial<Config>): Promise<void> => {
      const { server } = await startInProcess(changes, { store });
      await server.close();
    };
    const refused = (changes: Partial<Config>, words: RegExp): Promise<void> =>
      assert.rejects(start(changes), { name: 'ConfigError', message: words });
    await refused({ secretsKeyFile: file }, /there is no file .*posthorn secrets-key/);
    await writeFile(file, '# nothing\n');
    await refused({ secretsKeyFile: file }, /has 0 keys/);
    const [one, two] = [keyLine('one'), keyLine('two')];
    await writeFile(file, one);
    await start({ secretsKeyFile: file });
    await refused({}, /sealed with the key "one", and there is no --secrets-key-file/);
    await writeFile(file, two);
    await refused({ secretsKeyFile: file }, /lacks the key "one"/);
    await writeFile(file, keyLine('one'));
    await refused({ secretsKeyFile: file }, /the key "one" in .* is not the one/);
    await writeFile(file, `${two}${one}`);
    await start({ secretsKeyFile: file });
    await writeFile(file, `plain\n${two}`);
    await start({ secretsKeyFile: file });
    await start({});
  });
});
