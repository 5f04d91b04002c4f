/**
 * The settings of a group change while its members write, at every node: nothing is committed that the settings did not
 * allow at that place of the log (promise 9), and a group takes nobody beyond its doors.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message } from '@posthorn/protocol';
import { decodeContent } from '@posthorn/protocol';
import { inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

const ROUNDS = 15;
const TEXTS_A_ROUND = 8;

async function logOf({ client }: Person, conversation: number): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let after = 0; ;) {
    const { batches } = await client.call('pull', { ranges: [{ conversation, after, limit: 1000 }] });
    const [batch] = batches;
    assert.ok(batch !== undefined);
    messages.push(...batch.messages);
    if (!batch.more) return messages;
    after = batch.through;
  }
}

for (const topology of TOPOLOGIES) {
  describe(topology.name, () => {
    it('nobody writes where only admins may', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [owner, ann, bob] = [await here.join('owner'), await here.join('ann'), await there.join('bob')];
      const { id: conversation } = await owner.client.call('createGroup', {
        title: 'Inn',
        members: [ann.id, bob.id],
      });
      const codes = new Set<string>();
      const talk = async (who: Person): Promise<void> => {
        for (let n = 0; n < ROUNDS * TEXTS_A_ROUND; n++) {
          codes.add(await codeOf(who.client.send({ conversation }, { text: `${n}` }).done));
        }
      };
      const change = async (): Promise<void> => {
        for (let round = 0; round < ROUNDS; round++) {
          for (const write of ['admin', 'member'] as const)
            await owner.client.call('setGroup', { conversation, settings: { write } });
        }
      };
      await Promise.all([talk(ann), talk(bob), change()]);
      assert.deepEqual([...codes].toSorted(), ['MUTED', 'OK']);
      let mayWrite = true;
      for (const { seq, sender, content } of await logOf(owner, conversation)) {
        const { kind } = decodeContent(content);
        if (kind?.case === 'event') mayWrite = (kind.value.settings?.write ?? 'member') === 'member';
        else assert.ok(mayWrite || sender === owner.id, `message ${seq}`);
      }
    });

    it('nobody who is banned gets in at the same moment', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [owner, bob] = [await here.join('owner'), await there.join('bob')];
      const { id: conversation } = await owner.client.call('createGroup', { title: 'Inn' });
      await owner.client.call('setGroup', { conversation, settings: { join: 'open' } });
      const user = bob.id;
      for (let round = 0; round < ROUNDS; round++) {
        const [joined] = await Promise.all([
          codeOf(bob.client.call('joinGroup', { conversation })),
          owner.client.call('removeMember', { conversation, user, ban: true }),
        ]);
        assert.ok(['OK', 'FORBIDDEN', 'NOT_FOUND'].includes(joined), joined);
        const { members } = await owner.client.call('listMembers', { conversation });
        assert.deepEqual(
          members.map((member) => member.user),
          [owner.id],
        );
        await owner.client.call('unban', { conversation, user });
      }
    });
  });
}
