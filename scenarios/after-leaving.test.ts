/** Words that are put into old messages after somebody has left are not for them (promise 7); what is taken back is gone for all. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { inhabitedTopology } from './support/inhabited.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

function textOf(content: Uint8Array | undefined): string {
  return decodeContent(content ?? new Uint8Array(0)).text;
}

for (const topology of TOPOLOGIES) {
  it(`edits after somebody has left, ${topology.name}`, async (t) => {
    const { here, there } = await inhabitedTopology(t, topology);
    const [romeo, tybalt, nurse] = [
      await here.join('romeo'),
      await there.join('tybalt'),
      await here.join('nurse'),
    ];
    const members = [tybalt.id, nurse.id];
    const { id: conversation } = await romeo.client.call('createGroup', { title: 'Verona', members });
    const say = async ({ client }: Person, content: ContentInit): Promise<number> =>
      (await client.send({ conversation }, content).done).seq;
    const edit = (target: number, text: string): Promise<number> =>
      say(romeo, { kind: { case: 'edit', value: { target, text } } });
    const plan = await say(romeo, { text: 'the plan' });
    const slip = await say(romeo, { text: 'a slip' });
    const old = await say(romeo, { text: 'old' });
    const inTime = await edit(old, 'older');
    const answer = await say(tybalt, { text: 'hm', replyTo: plan });
    await say(romeo, { text: 'aside', thread: plan });
    await romeo.client.call('removeMember', { conversation, user: tybalt.id });
    const late = await edit(plan, 'the new plan');
    await say(romeo, { kind: { case: 'recall', value: { target: slip } } });

    const read = async ({ client }: Person): Promise<ReadonlyMap<number, string>> => {
      const { batches } = await client.call('pull', { ranges: [{ conversation, after: 0, limit: 100 }] });
      const all = batches[0]?.messages ?? [];
      const quote = all.find(({ seq }) => seq === answer)?.quote?.content;
      return new Map([...all.map(({ seq, content }) => [seq, textOf(content)] as const), [0, textOf(quote)]]);
    };
    const edits = async ({ client }: Person, seq: number): Promise<readonly number[]> =>
      (await client.call('listEdits', { conversation, seq })).messages.map((each) => each.seq);

    const gone = await read(tybalt);
    assert.deepEqual([gone.get(plan), gone.get(0)], ['the plan', 'the plan']);
    assert.deepEqual([gone.get(slip), gone.get(old)], ['This message was recalled.', 'older']);
    assert.deepEqual(await edits(tybalt, plan), [plan]);
    assert.deepEqual(await edits(tybalt, old), [old, inTime]);
    const threads = (await tybalt.client.call('listThread', { conversation, seq: plan })).messages;
    assert.deepEqual(
      threads.map(({ content }) => textOf(content)),
      ['aside'],
    );
    const forward = { conversation, seqs: [plan], target: { case: 'to', value: nurse.id } } as const;
    const passed = await tybalt.client.call('forwardMessages', forward);
    const [said] = await tybalt.client.history(passed.conversation, { before: 0, limit: 1 });
    assert.equal(said?.content.text, 'the plan');

    const stays = await read(nurse);
    assert.deepEqual([stays.get(plan), stays.get(0)], ['the new plan', 'the new plan']);
    assert.deepEqual(await edits(nurse, plan), [plan, late]);
  });
}
