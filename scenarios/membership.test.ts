/**
 * People are added to and removed from a group, silenced, and block each other, while everybody talks. Each
 * device is handed exactly what its user's membership covers, and not a byte beyond it crosses its connection
 * (promise 9).
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connect, PosthornError } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { Condition } from '@posthorn/testing/condition';

const OWNER = 'owner';
const GUESTS = ['ann', 'bob', 'cat', 'dan', 'eve'] as const;
const ROUNDS = 150;
/** What may be refused while people come and go. */
const EXPECTED = new Set(['NOT_A_MEMBER', 'INVALID', 'NOT_FOUND', 'MUTED', 'BLOCKED']);

interface Received {
  readonly conversation: number;
  readonly seq: number;
}

/** A user with two devices: one with the SDK, and one that only notes what the server writes to it. */
interface Actor {
  readonly name: string;
  readonly id: number;
  readonly client: Client;
  readonly tap: RawClient;
  /** Handed over by the SDK, in this order. */
  readonly received: readonly Received[];
}

const progress = new Condition();

it('a group whose members come and go leaks nothing and loses nothing', async (t) => {
  const place = await startInProcess({ loginPolicy: 'multi' });
  const actors: Actor[] = [];
  t.after(async () => {
    for (const { client, tap } of actors) {
      await client.close();
      tap.close();
    }
    await place.server.close();
  });
  for (const [index, name] of [OWNER, ...GUESTS].entries()) {
    actors.push(await open(place, name, index % 2 === 0 ? place.tcpUrl : place.httpUrl));
  }
  const [owner, ann, bob] = actors;
  assert.ok(owner !== undefined && ann !== undefined && bob !== undefined);
  const { id: group } = await owner.client.call('createGroup', { title: 'Inn', members: [ann.id, bob.id] });
  const { id: direct } = await ann.client.call('openDirect', { user: bob.id });

  await comeAndGo(owner, actors.slice(1), group);
  await blockAndUnblock(ann, bob);
  // After this everybody is in, and nothing is on its way any more behind the last message.
  for (const { id } of actors)
    await allowed(owner.client.call('addMembers', { conversation: group, users: [id] }));
  await bob.client.call('unblock', { user: ann.id });
  for (const last of [
    await owner.client.send({ conversation: group }, 'the end').done,
    await ann.client.send({ to: bob.id }, 'the end').done,
  ]) {
    const readers = last.conversation === group ? actors : [ann, bob];
    for (const actor of readers) await check(place, actor, last);
  }
  for (const actor of actors.slice(3)) assert.deepEqual(seqsIn(actor.received, direct), []);
});

async function open(place: InProcess, name: string, server: string): Promise<Actor> {
  const client = await connect({ server, user: name, password: 'pw', register: true }, { start: 'start' });
  const received: Received[] = [];
  // From the first moment on: a group's first message comes before the answer to who made it.
  client.on('message', ({ conversation, seq }) => {
    received.push({ conversation, seq });
    progress.changed();
  });
  await new Promise<void>((resolve) => client.on('synced', resolve));
  const { client: tap, id } = await RawClient.as(place.tcpUrl, name);
  return { name, id, client, tap, received };
}

/** Some of it overlaps, some of it does not. */
async function comeAndGo(owner: Actor, guests: readonly Actor[], group: number): Promise<void> {
  const work: Promise<void>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const speaker = guests[round % guests.length];
    const user = guests[(round * 7) % guests.length]?.id ?? 0;
    const { client } = owner;
    for (const each of [speaker, owner]) {
      if (each !== undefined) work.push(allowed(each.client.send({ conversation: group }, `${round}`).done));
    }
    if (round % 3 === 0)
      work.push(allowed(client.call('addMembers', { conversation: group, users: [user] })));
    if (round % 3 === 1) work.push(allowed(client.call('removeMember', { conversation: group, user })));
    if (round % 3 === 2) {
      const muted = round % 2 === 0;
      work.push(allowed(client.call('muteMember', { conversation: group, user, muted })));
    }
    if (round % 5 === 4) await Promise.all(work.splice(0));
  }
  await Promise.all(work);
}

async function blockAndUnblock(ann: Actor, bob: Actor): Promise<void> {
  const work: Promise<void>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    work.push(allowed(ann.client.send({ to: bob.id }, `${round}`).done));
    if (round % 4 === 1) work.push(allowed(bob.client.call('block', { user: ann.id })));
    if (round % 4 === 3) work.push(allowed(bob.client.call('unblock', { user: ann.id })));
    if (round % 10 === 9) await Promise.all(work.splice(0));
  }
  await Promise.all(work);
}

async function allowed(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof PosthornError && EXPECTED.has(error.code), String(error));
  }
}

/** Compares what reached an actor, up to the last message of a conversation, with what the log grants them. */
async function check(place: InProcess, actor: Actor, last: Received): Promise<void> {
  const { name, id, received, tap } = actor;
  const { conversation } = last;
  const pushed = (): number[] =>
    seqsIn(
      tap.pushes.flatMap((push) => (push.case === 'message' ? [push.value] : [])),
      conversation,
    );
  const granted = await visible(place, id, conversation);
  assert.equal(granted.at(-1), last.seq);
  await progress.until(() => seqsIn(received, conversation).includes(last.seq));
  await tap.until(() => pushed().includes(last.seq));
  assert.deepEqual(seqsIn(received, conversation), granted, `${name} got it all, once, in order`);
  assert.deepEqual(
    pushed().filter((seq) => !granted.includes(seq)),
    [],
    `nothing else was written to ${name}`,
  );
}

function seqsIn(received: readonly Received[], conversation: number): number[] {
  return received.filter((each) => each.conversation === conversation).map(({ seq }) => seq);
}

/** What the store itself grants a user to read. */
async function visible(place: InProcess, user: number, conversation: number): Promise<number[]> {
  const seqs: number[] = [];
  for (let after = 0; ;) {
    const range = { conversation, after, before: 0, limit: 1000, mark: 0 };
    const [batch] = await place.store.log.pull(user, [range], 1e8);
    assert.ok(batch !== undefined && !batch.forbidden);
    seqs.push(...batch.messages.map(({ seq }) => seq));
    if (!batch.more) return seqs;
    after = batch.through;
  }
}
