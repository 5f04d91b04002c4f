/** Who has reacted to a message. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentInit } from '@posthorn/protocol';
import { inhabited } from './support/inhabited.ts';

describe('the list of who has reacted to a message', () => {
  it('is empty once the message is recalled', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq } = await ann.client.send({ to: bob.id }, 'hello').done;
    const react: ContentInit = { kind: { case: 'reaction', value: { target: seq, emoji: '👍' } } };
    await bob.client.send({ conversation }, react).done;
    const list = () => ann.client.call('listReactions', { conversation, seq });
    assert.deepEqual((await list()).reactions, [{ user: bob.id, emojis: ['👍'] }]);
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
    assert.deepEqual((await list()).reactions, []);
  });
});
