/** Words that were recalled, have vanished or were erased are nowhere in the data directory. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ContentInit } from '@posthorn/protocol';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import { inhabited } from './support/inhabited.ts';
import type { People, Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const AFTER_MS = 10_000;
/** In everything that must go, and in nothing else. */
const SECRET = 'the-words-that-must-go';
const LASTING = 'the-words-that-stay';
/** What the search index makes of the secret as a whole, as far as it is in no other word. */
const CODED = 'wordsthatmustgo';
/** Words over several pages of the database too. */
const LONG = `${SECRET} `.repeat(2000);

interface Scene {
  readonly directory: string;
  readonly clock: SteppedClock;
  readonly people: People;
}

async function open(t: TestContext, config: Partial<Config> = {}): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-words-'));
  const store = await openSqliteStore({
    directory,
    random: systemRandom,
    logger: silentLogger,
    erasedMs: 500,
  });
  t.after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const clock = new SteppedClock();
  const { people } = await inhabited(t, { sendRate: 100_000, ...config }, { clock, store });
  return { directory, clock, people };
}

/** Files of the data directory that have these words. */
async function filesWith(scene: Scene, words: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(scene.directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name)).catch((error: { code?: string }) => {
      if (error.code !== 'ENOENT') throw error;
    });
    // It has got another name meanwhile.
    if (content === undefined) return filesWith(scene, words);
    if (content.includes(words)) found.push(entry.name);
  }
  return found;
}

/** The index follows the log. */
async function untilIndexed(scene: Scene): Promise<void> {
  while (!(await filesWith(scene, CODED)).some((name) => name.startsWith('search.db'))) {
    await scene.clock.pass(100);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Time passes, and others go on writing. */
async function untilGone(scene: Scene, { client }: Person, conversation: number): Promise<void> {
  while ([...(await filesWith(scene, SECRET)), ...(await filesWith(scene, CODED))].length > 0) {
    await client.send({ conversation }, `${LASTING} and so on`).done;
    await scene.clock.pass(1000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok((await filesWith(scene, LASTING)).length > 0);
}

async function say({ client }: Person, conversation: number, content: ContentInit): Promise<number> {
  return (await client.send({ conversation }, content).done).seq;
}

/** What people make of a message: edits, answers, reactions, reports. */
async function discuss(ann: Person, bob: Person, conversation: number, seq: number): Promise<void> {
  for (const text of [`${SECRET} edited`, LONG, `${SECRET} edited again`]) {
    await say(ann, conversation, { kind: { case: 'edit', value: { target: seq, text } } });
  }
  await say(bob, conversation, { text: LASTING, replyTo: seq });
  await say(bob, conversation, { kind: { case: 'reaction', value: { target: seq, emoji: '👍' } } });
  await bob.client.call('reportAbuse', { conversation, seq, reason: 'rude' });
}

async function settleAll({ client }: Person): Promise<void> {
  const { reports } = await client.call('listReports', {});
  for (const { id: report } of reports) await client.call('settleReport', { report, resolution: 'done' });
}

describe('the data directory', () => {
  it('has nothing of what was recalled', async (t) => {
    const scene = await open(t);
    const root = await scene.people.join('root');
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { id } = await ann.client.call('createGroup', { title: 'Inn', members: [bob.id] });
    const seqs: number[] = [];
    for (const text of [SECRET, LONG, `${SECRET} once more`]) {
      const seq = await say(ann, id, { text });
      await discuss(ann, bob, id, seq);
      seqs.push(seq);
    }
    await settleAll(root);
    assert.ok((await filesWith(scene, SECRET)).length > 0);
    await untilIndexed(scene);
    for (const target of seqs) await say(ann, id, { kind: { case: 'recall', value: { target } } });
    await untilGone(scene, bob, id);
  });

  it('has nothing of what has vanished, also where it was scheduled', async (t) => {
    const scene = await open(t);
    const root = await scene.people.join('root');
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { conversation } = await ann.client.send({ to: bob.id }, LASTING).done;
    const vanishing = await say(ann, conversation, { text: SECRET, vanishAfterMs: AFTER_MS });
    await discuss(ann, bob, conversation, vanishing);
    await settleAll(root);
    await bob.client.call('setVanishing', { conversation, afterMs: AFTER_MS });
    await discuss(ann, bob, conversation, await say(ann, conversation, { text: LONG }));
    const target = { case: 'conversation', value: conversation } as const;
    const poll = { options: [`${SECRET} 1`, `${SECRET} 2`] };
    const asked = await say(ann, conversation, { text: SECRET, kind: { case: 'poll', value: poll } });
    await say(bob, conversation, { kind: { case: 'vote', value: { target: asked, choices: [1] } } });
    await say(bob, conversation, { text: `${SECRET} in a thread`, thread: vanishing });
    const data = Buffer.from(SECRET);
    await say(bob, conversation, { kind: { case: 'custom', value: { type: 'com.example', data } } });
    const at = scene.clock.now() + AFTER_MS / 2;
    await ann.client.call('schedule', { target, at, content: { text: `${SECRET} sent later` } });
    const never = await ann.client.call('schedule', {
      target,
      at,
      content: { text: `${SECRET} never sent` },
    });
    await ann.client.call('changeScheduled', { scheduled: never.id, cancel: true });
    await bob.client.call('setVanishing', { conversation, afterMs: AFTER_MS / 2 });
    await untilIndexed(scene);
    await scene.clock.pass(AFTER_MS);
    await bob.until(() => bob.texts(conversation).includes(`${SECRET} sent later`));
    await bob.client.call('setVanishing', { conversation, afterMs: 0 });
    // A report that is open keeps its copy until it is settled.
    assert.ok((await filesWith(scene, SECRET)).length > 0);
    await settleAll(root);
    await untilGone(scene, bob, conversation);
  });

  it('has nothing of what an account has written to others that is erased', async (t) => {
    const scene = await open(t);
    const root = await scene.people.join('root');
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const { conversation } = await ann.client.send({ to: bob.id }, SECRET).done;
    await discuss(ann, bob, conversation, 1);
    const target = { case: 'conversation', value: conversation } as const;
    const at = scene.clock.now() + 3_600_000;
    await ann.client.call('schedule', { target, at, content: { text: `${SECRET} sent later` } });
    await settleAll(root);
    await untilIndexed(scene);
    await root.client.call('eraseUser', { user: ann.id });
    const { conversation: other } = await root.client.send({ to: bob.id }, LASTING).done;
    await untilGone(scene, root, other);
  });
});
