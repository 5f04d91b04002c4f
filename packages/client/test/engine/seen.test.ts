/** What is stored of the log: how much, what when the disk is full, and what after a restore. */
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { completeContent, PosthornError } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { Incoming } from '../../src/api.ts';
import type { Disk } from '../../src/engine/disk.ts';
import { openEngine } from '../../src/engine/host-entry.ts';
import { memoryDisk } from '../../src/engine/memory-disk.ts';
import { Seen } from '../../src/engine/seen.ts';
import { connect } from '../../src/index.ts';
import { runtime } from '../../src/platform.ts';
import { when } from './support.ts';

function seenOn(disk: Disk, ranges: ConstructorParameters<typeof Seen>[1] = [], now = () => 0): Seen {
  const platform = { ...runtime, canDial: () => true, dial: () => assert.fail(), after: () => () => {} };
  const self = (): number => 7;
  return new Seen({ disk, platform, self, now, onKept: () => {}, onError: () => {} }, ranges);
}

function message(conversation: number, seq: number, text: string): Incoming {
  const content = completeContent({ text });
  const about = { clientId: undefined, isMine: false, quote: undefined, state: undefined };
  return { conversation, seq, sender: 2, time: seq, content, ...about };
}

function fill(seen: Seen, conversation: number, to: number): void {
  for (let seq = 1; seq <= to; seq++) seen.keep(message(conversation, seq, `message ${seq}`));
  seen.cover(conversation, { from: 0, to });
}

it('beyond its bound the oldest messages go of conversations that were not opened for longest', async () => {
  const disk = memoryDisk();
  const seen = seenOn(disk);
  for (const conversation of [1, 2, 3]) fill(seen, conversation, 1000);
  await seen.flush();
  seen.trim((conversation) => (conversation === 2 ? 0 : conversation), 2300);
  await seen.flush();
  const again = seenOn(disk, await disk.all('ranges'));
  assert.deepEqual(
    [1, 2, 3].map((each) => again.ranges(each).all()),
    [[{ from: 0, to: 1000 }], [{ from: 801, to: 1000 }], [{ from: 0, to: 1000 }]],
  );
  assert.equal((await again.read(2, { from: 0, to: 1000 })).length, 200);
  assert.equal(await again.get(2, 800), undefined);
  assert.equal((await again.get(2, 801))?.content.text, 'message 801');
});

it('what the disk refuses is not lost, and no position moves past it', async () => {
  let isFull = true;
  const inner = memoryDisk();
  const disk: Disk = {
    ...inner,
    async write(writes) {
      if (isFull) throw new PosthornError('STORAGE_FULL', 'full');
      await inner.write(writes);
    },
  };
  const seen = seenOn(disk);
  fill(seen, 1, 3);
  await assert.rejects(seen.flush(), { code: 'STORAGE_FULL' });
  seen.keep(message(1, 2, 'changed'));
  assert.deepEqual(
    (await seen.read(1, { from: 1, to: 3 })).map(({ content }) => content.text),
    ['message 1', 'changed', 'message 3'],
  );
  isFull = false;
  await seen.flush();
  assert.equal((await seenOn(inner).get(1, 2))?.content.text, 'changed');
});

it('a message loses its words at its time, on the disk too', async () => {
  let now = 0;
  const disk = memoryDisk();
  const seen = seenOn(disk, [], () => now);
  const none = {
    reactions: [],
    previews: [],
    poll: undefined,
    thread: undefined,
    also: undefined,
    own: undefined,
  };
  const state = { seq: 1, through: 1, edited: 0, recalled: 0, pinned: 0, vanishesAt: 5000, ...none };
  seen.keep({ ...message(1, 1, 'burn after reading'), state });
  seen.keep(message(1, 2, 'keep'));
  await seen.vanish();
  assert.equal((await seen.get(1, 1))?.content.text, 'burn after reading');
  now = 5000;
  await seen.vanish();
  await seen.flush();
  const stored = await disk.messages(1, 1, 2);
  const texts = stored.map(({ bytes }) => new TextDecoder().decode(bytes));
  assert.deepEqual(
    texts.map((text) => /burn|keep/.exec(text)?.[0]),
    [undefined, 'keep'],
  );
  assert.deepEqual(await disk.vanished(now), []);
});

it('after a restore of the log nothing is shown of the one before', async (t) => {
  const user = 'juliet';
  const texts: string[][] = [];
  for (const said of [['old 1', 'old 2', 'old 3'], ['new']]) {
    // Another store, so another epoch; conversations have the same ids.
    const place = await startInProcess({ loginPolicy: 'multi' });
    t.after(() => place.server.close());
    const romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'pw', register: true });
    t.after(() => romeo.close());
    const credentials = { server: place.httpUrl, user, password: 'pw', register: true };
    const engine = await openEngine({ credentials, account: user });
    await when(engine.status, ({ isSynced }) => isSynced);
    const acks = said.map((text) => romeo.send({ to: user }, text).done);
    const [{ conversation } = assert.fail()] = await Promise.all(acks);
    const window = engine.timeline(conversation);
    await when(engine.conversations, (all) => all.get(conversation)?.head === said.length);
    await window.showNewest();
    texts.push(window.slice.get().messages.map(({ content }) => content.text));
    assert.equal(engine.conversations.at(conversation)?.unread, said.length);
    await engine.close();
  }
  assert.deepEqual(texts, [['old 1', 'old 2', 'old 3'], ['new']]);
});
