/** Unread numbers are right as soon as a newer node has the database, and while nodes that do not count write beside it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { decodeContent } from '@posthorn/protocol';
import type { Store } from '@posthorn/server';
import { cursorQueries, logQueries, viewQueries } from '@posthorn/server/queries';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { LAUNCHER } from '@posthorn/testing/server-process';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import * as recountQueries from '../packages/server/src/store/log/recount.ts';
import { layOut } from './support/previous-version.ts';

const TAGS = REGISTRY.contents.uncounted;
const COUNTING = 'packages/server/src/store/log/counting.ts';
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The revision before counting. Undefined without its history. */
async function revisionBefore(): Promise<string | undefined> {
  const args = ['log', '--diff-filter=A', '--format=%H', '-1', '--', COUNTING];
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT });
    if (stdout.trim() === '') return undefined;
    const found = await promisify(execFile)('git', ['rev-parse', '--verify', `${stdout.trim()}^`], {
      cwd: ROOT,
    });
    return found.stdout.trim();
  } catch {
    return undefined;
  }
}

const revision = await revisionBefore();

/** [unread, last message that counts] for each user in each conversation, message by message. */
async function naive(store: Store, user: number, conversation: number): Promise<readonly number[]> {
  const seen = [];
  for (let after = 0; ;) {
    const range = { conversation, after, before: 0, limit: 500, mark: 0 };
    const [batch] = await store.log.pull(user, [range], 1e6);
    assert.ok(batch !== undefined && !batch.forbidden);
    seen.push(...batch.messages);
    if (!batch.more) break;
    after = batch.through;
  }
  const counting = seen.filter(({ content }) => decodeContent(content).kind?.case !== 'event');
  const cursors = await store.run(cursorQueries.cursors, conversation, user - 1, 1);
  const cursor = cursors.find((each) => each.user === user)?.read ?? 0;
  const own = counting.findLast(({ sender }) => sender === user)?.seq ?? 0;
  const read = Math.max(own, cursor);
  return [counting.filter(({ seq }) => seq > read).length, counting.at(-1)?.seq ?? 0];
}

async function compare(store: Store, users: readonly number[]): Promise<void> {
  for (const user of users) {
    const { views } = await store.run(viewQueries.activeViews, user, undefined, 100, TAGS);
    assert.ok(views.length > 3);
    for (const { id, kind, unread, lastMessage } of views) {
      if (kind === 'inbox') continue;
      const expected = await naive(store, user, id);
      assert.deepEqual([unread, lastMessage?.seq ?? 0], expected, `user ${user} in ${kind} ${id}`);
    }
  }
}

/** A part of it, or all. */
async function count(store: Store, limit: number): Promise<number> {
  const { conversations } = await store.run(recountQueries.behind, 0, 1000);
  for (const id of conversations) {
    while ((await store.run(recountQueries.recount, id, limit, TAGS)) && limit > 100);
  }
  return conversations.length;
}

const NAMES = ['romeo', 'juliet', 'mercutio', 'nurse'];

interface Member {
  readonly id: number;
  readonly token: string;
}

async function register(cluster: ProcessCluster): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const name of NAMES) {
    const answer = await fetch(`${cluster.url('http', 0)}/v1/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password: 'pw' }),
    });
    const { token, user } = (await answer.json()) as { token: string; user: { id: number } };
    members.push({ token, id: user.id });
  }
  return members;
}

/** Everybody says something to the next one, in the group of all, and in the lobby; half of them through each gateway. */
async function talk(cluster: ProcessCluster, members: readonly Member[]): Promise<void> {
  const clients: Client[] = [];
  try {
    for (const [index, { token }] of members.entries()) {
      clients.push(await connect({ server: cluster.url('tcp', index), token }));
    }
    const [first] = clients;
    assert.ok(first !== undefined);
    const { conversations } = await first.call('listConversations', { limit: 200 });
    const known = conversations.find(({ kind }) => kind === 'group');
    const others = members.slice(1).map(({ id }) => id);
    const group = known ?? (await first.call('createGroup', { title: 'Verona', members: others }));
    await first.call('rename', { conversation: group.id, title: `Verona ${group.head}` });
    const targets = [{ conversation: group.id }, { conversation: 1 }];
    const sent = clients.flatMap((client, index) =>
      Array.from({ length: 12 }, (_, round) => {
        const target = targets[round % 3] ?? { to: NAMES[(index + 1) % NAMES.length] ?? '' };
        return client.send(target, `${index} ${round}`).done;
      }),
    );
    await Promise.all(sent);
    await first.call('rename', { conversation: group.id, title: 'Verona' });
  } finally {
    for (const client of clients) await client.close();
  }
}

async function rightBeside(t: TestContext, engine: (typeof TEST_ENGINES)[number]): Promise<void> {
  const server = await engine.start();
  const previous = revision === undefined ? 'there is no history here' : await layOut(revision);
  if (typeof server === 'string') return t.skip(server);
  if (typeof previous === 'string') return t.skip(previous);
  t.after(() => previous.remove());
  const launchers = [previous.launcher, previous.launcher] as const;
  const cluster = await ProcessCluster.start(server.lodging, { ...FOR_TESTS, launchers });
  t.after(() => cluster.close());
  const members = await register(cluster);
  const users = members.map(({ id }) => id);
  const [, reader = 0] = users;
  await talk(cluster, members);
  const store = await engine.open(cluster.services[1]?.url ?? '');
  t.after(() => store.close());
  await compare(store, users);
  const [group] = await store.run(logQueries.groupsOf, reader, 0, 1);
  assert.ok(group !== undefined);
  const move = { user: reader, conversation: group.id, read: 9, delivered: 9 };
  await store.run(cursorQueries.moveCursors, [move]);
  await talk(cluster, members);
  await compare(store, users);
  assert.ok((await count(store, 7)) > 0, 'a part is counted');
  await compare(store, users);
  // One of this version beside one that does not count.
  for (const node of [cluster.routers[0], cluster.gateways[0]]) {
    assert.equal(await node?.stop(), 0);
    if (node !== undefined) node.launcher = LAUNCHER;
    await node?.start();
    await cluster.untilReady();
  }
  await talk(cluster, members);
  await compare(store, users);
  await talk(cluster, members);
  await count(store, 500);
  await compare(store, users);
}

describe('unread numbers, with nodes beside that do not count', () => {
  for (const engine of TEST_ENGINES) {
    it(`are right at once, and later: ${engine.name}`, { timeout: 180_000 }, (t) => rightBeside(t, engine));
  }
});
