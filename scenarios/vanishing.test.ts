/** Messages that vanish some time after they were sent. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ContentInit, Message } from '@posthorn/protocol';
import { decodeContent } from '@posthorn/protocol';
import type { InProcess } from '@posthorn/testing/in-process';
import { scene } from './support/cluster-scene.ts';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const AFTER_MS = 10_000;
/** How much later a message may be there. */
const LATE_MS = 2000;

interface Scene {
  readonly place: InProcess;
  readonly people: People;
  readonly clock: SteppedClock;
}

async function open(t: TestContext): Promise<Scene> {
  const clock = new SteppedClock();
  return { ...(await inhabited(t, { sendRate: 100_000 }, { clock })), clock };
}

async function pulled({ client }: Person, conversation: number): Promise<readonly Message[]> {
  const { batches } = await client.call('pull', { ranges: [{ conversation, limit: 100 }] });
  return batches[0]?.messages ?? [];
}

/** What everything reads now, by seq. */
async function readBy(person: Person, conversation: number): Promise<readonly string[]> {
  return (await pulled(person, conversation)).map(({ content }) => {
    const { text, kind } = decodeContent(content);
    return kind === undefined ? text : kind.case;
  });
}

async function say(
  { client }: Person,
  where: number | Person,
  content: ContentInit,
): Promise<{ readonly conversation: number; readonly seq: number; readonly time: number }> {
  const target = typeof where === 'number' ? { conversation: where } : { to: where.id };
  return client.send(target, content).done;
}

async function untilVanished(people: readonly Person[], conversation: number, target: number): Promise<void> {
  const isIt = ({ content: { kind } }: Person['messages'][number]): boolean =>
    kind?.case === 'recall' && kind.value.target === target;
  for (const person of people) {
    await person.until(() =>
      person.messages.some((each) => each.conversation === conversation && isIt(each)),
    );
  }
}

describe('a message with a time', () => {
  it('says to every device when it vanishes, and then does', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const phone = await people.join('bob');
    const { conversation, seq, time } = await say(ann, bob, { text: 'a secret', vanishAfterMs: AFTER_MS });
    const { seq: other } = await say(ann, conversation, { text: 'that stays' });
    for (const person of [bob, phone]) {
      await person.until(() => person.texts(conversation).length === 2);
      assert.equal(person.messages[0]?.state?.vanishesAt, time + AFTER_MS);
      assert.equal(person.messages[1]?.state, undefined);
    }
    const [own] = await pulled(ann, conversation);
    assert.equal(own?.state?.vanishesAt, time + AFTER_MS);
    await clock.pass(AFTER_MS - LATE_MS);
    assert.deepEqual(await readBy(bob, conversation), ['a secret', 'that stays']);
    await clock.pass(2 * LATE_MS);
    await untilVanished([ann, bob, phone], conversation, seq);
    assert.deepEqual(await readBy(bob, conversation), ['recalled', 'that stays', 'recall']);
    const [gone, , entry] = await pulled(ann, conversation);
    assert.partialDeepStrictEqual(decodeContent(gone?.content ?? new Uint8Array()), {
      text: 'This message has vanished.',
      kind: { case: 'recalled', value: { by: 0 } },
    });
    assert.equal(gone?.state?.recalled, entry?.seq);
    assert.equal(entry?.sender, 0);
    assert.equal(other, 2);
  });

  it('takes its edits and what quotes it along', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq } = await say(ann, bob, { text: 'first words', vanishAfterMs: AFTER_MS });
    await say(ann, conversation, { kind: { case: 'edit', value: { target: seq, text: 'second words' } } });
    await say(bob, conversation, { text: 'I see', replyTo: seq });
    await say(bob, conversation, { kind: { case: 'reaction', value: { target: seq, emoji: '👍' } } });
    const before = await pulled(bob, conversation);
    assert.equal(decodeContent(before[0]?.content ?? new Uint8Array()).text, 'second words');
    assert.ok((before[0]?.state?.vanishesAt ?? 0) > 0, 'entries leave the time as it is');
    await clock.pass(AFTER_MS + LATE_MS);
    await untilVanished([ann, bob], conversation, seq);
    for (const { content, quote } of await pulled(bob, conversation)) {
      for (const bytes of [content, quote?.content ?? new Uint8Array()]) {
        assert.doesNotMatch(Buffer.from(bytes).toString('latin1'), /first|second/);
      }
    }
  });

  it('has vanished before it was recalled, or was recalled before: either way once', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq } = await say(ann, bob, { text: 'a secret', vanishAfterMs: AFTER_MS });
    const recall = { kind: { case: 'recall', value: { target: seq } } } as const;
    await say(ann, conversation, recall);
    await clock.pass(AFTER_MS + LATE_MS);
    const later = await say(ann, conversation, { text: 'another', vanishAfterMs: AFTER_MS });
    await clock.pass(AFTER_MS + LATE_MS);
    await untilVanished([ann, bob], conversation, later.seq);
    assert.deepEqual(await readBy(bob, conversation), ['recalled', 'recall', 'recalled', 'recall']);
  });

  it('says so in a thread as well, and is not counted there any more when it has vanished', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq: root } = await say(ann, bob, { text: 'what do you think?' });
    const reply = { text: 'a secret', thread: root, vanishAfterMs: AFTER_MS };
    const { seq, time } = await say(ann, conversation, reply);
    await bob.until(() => bob.messages.length === 2);
    const { state } = bob.messages[1] ?? {};
    assert.partialDeepStrictEqual(state, { seq: root, thread: { count: 1 } });
    assert.partialDeepStrictEqual(state?.also, { seq, vanishesAt: time + AFTER_MS });
    await clock.pass(AFTER_MS + LATE_MS);
    await untilVanished([ann, bob], conversation, seq);
    const [first] = await pulled(bob, conversation);
    assert.equal(first?.state?.thread?.count, 0);
  });

  it('has a time that makes sense', async (t) => {
    const { people } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    for (const vanishAfterMs of [1, 4999, 367 * 86_400_000]) {
      assert.equal(await codeOf(say(ann, bob, { text: 'hi', vanishAfterMs })), 'INVALID');
    }
  });

  it('is the same message when its send is tried again after it has vanished', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const content = { text: 'a secret', vanishAfterMs: AFTER_MS };
    const send = (init: ContentInit) => ann.client.send({ to: bob.id }, init, { clientId: 'one' }).done;
    const first = await send(content);
    await clock.pass(AFTER_MS + LATE_MS);
    await untilVanished([bob], first.conversation, first.seq);
    const { seq, time } = await send(content);
    assert.deepEqual({ seq, time }, { seq: first.seq, time: first.time });
    assert.equal(await codeOf(send({ ...content, text: 'other' })), 'CONFLICT');
  });
});

describe('in a cluster', () => {
  it('messages vanish for everybody, at whatever gateway, and once', async (t) => {
    const clock = new SteppedClock();
    const { at } = await scene(t, { more: { clock } });
    const [ann, bob] = [await at(0).join('ann'), await at(1).join('bob')];
    const { conversation } = await say(ann, bob, { text: 'hi' });
    await bob.client.call('setVanishing', { conversation, afterMs: AFTER_MS });
    const seqs: number[] = [];
    for (const person of [ann, bob, ann, bob]) {
      seqs.push((await say(person, conversation, { text: 'a secret' })).seq);
    }
    await clock.pass(AFTER_MS + LATE_MS);
    for (const seq of seqs) await untilVanished([ann, bob], conversation, seq);
    const gone = Array.from(seqs, () => 'recalled');
    const entries = Array.from(seqs, () => 'recall');
    assert.deepEqual(await readBy(bob, conversation), ['hi', 'event', ...gone, ...entries]);
  });
});

describe('a conversation in which messages vanish', () => {
  it('lets what is said from then on vanish, the sooner of the two times', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation } = await say(ann, bob, { text: 'before' });
    await bob.client.call('setVanishing', { conversation, afterMs: 2 * AFTER_MS });
    const { vanishAfterMs } = await ann.client.call('getConversation', { conversation });
    assert.equal(vanishAfterMs, 2 * AFTER_MS);
    await say(ann, conversation, { text: 'later' });
    await say(ann, conversation, { text: 'sooner', vanishAfterMs: AFTER_MS });
    const long = await say(ann, conversation, { text: 'not longer', vanishAfterMs: 3 * AFTER_MS });
    await clock.pass(AFTER_MS + LATE_MS);
    await bob.until(() => bob.messages.length === 6);
    const readNow = (): Promise<readonly string[]> => readBy(bob, conversation);
    assert.deepEqual(await readNow(), ['before', 'event', 'later', 'recalled', 'not longer', 'recall']);
    await ann.client.call('setVanishing', { conversation, afterMs: 0 });
    await say(ann, conversation, { text: 'stays' });
    await clock.pass(AFTER_MS);
    await untilVanished([ann, bob], conversation, long.seq);
    assert.deepEqual((await readNow()).slice(0, 5), ['before', 'event', 'recalled', 'recalled', 'recalled']);
    await clock.pass(3 * AFTER_MS);
    assert.ok((await readNow()).includes('stays'));
  });

  it('is so in a group if those say it who may change it', async (t) => {
    const { people, clock } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('createGroup', { title: 'Inn', members: [bob.id] });
    const set = ({ client }: Person, afterMs: number): Promise<string> =>
      codeOf(client.call('setVanishing', { conversation: id, afterMs }));
    assert.equal(await set(bob, AFTER_MS), 'FORBIDDEN');
    assert.equal(await set(ann, 1), 'INVALID');
    assert.equal(await set(ann, AFTER_MS), 'OK');
    const { seq } = await say(bob, id, { text: 'a secret' });
    // It vanishes though its sender has left.
    await bob.client.call('leave', { conversation: id });
    await clock.pass(AFTER_MS + LATE_MS);
    await untilVanished([ann], id, seq);
    assert.deepEqual(await readBy(ann, id), ['event', 'event', 'recalled', 'event', 'recall']);
  });

  it('lets nothing vanish that is authorised under the setting before, and says so over HTTP', async (t) => {
    const { people, place } = await open(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation } = await say(ann, bob, { text: 'hi' });
    const headers = {
      authorization: `Bearer ${await people.tokenOf('ann')}`,
      'content-type': 'application/json',
    };
    const url = `${place.httpUrl}/v1/conversations/${conversation}`;
    const body = JSON.stringify({ afterMs: 60_000 });
    const sends = [say(bob, conversation, { text: 'at once' }), say(bob, conversation, { text: 'also' })];
    assert.equal((await fetch(`${url}/vanishing`, { method: 'PUT', headers, body })).status, 200);
    await Promise.all(sends);
    const { seq: after } = await say(bob, conversation, { text: 'afterwards' });
    const messages = await pulled(ann, conversation);
    const event = messages.find(({ content }) => decodeContent(content).kind?.case === 'event')?.seq ?? 0;
    for (const { seq, state, content } of messages) {
      if (decodeContent(content).kind?.case === 'event') continue;
      assert.equal((state?.vanishesAt ?? 0) > 0, seq > event, `message ${seq}, set by ${event}`);
    }
    assert.ok(after > event);
    const view = (await (await fetch(url, { headers })).json()) as { readonly vanishAfterMs: number };
    assert.equal(view.vanishAfterMs, 60_000);
  });
});
