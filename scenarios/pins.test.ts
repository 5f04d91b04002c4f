/** Pinned messages: what is gone takes no place among them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentInit } from '@posthorn/protocol';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const MAX_PINS = 200;

async function say({ client }: Person, conversation: number, content: ContentInit): Promise<number> {
  return (await client.send({ conversation }, content).done).seq;
}

describe('a conversation with as many pins as there can be', () => {
  it('has room for another one when one of them is recalled, or has vanished', async (t) => {
    const clock = new SteppedClock();
    const { people } = await inhabited(t, {}, { clock });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const pin = (target: number): Promise<number> =>
      say(ann, id, { kind: { case: 'pin', value: { target } } });
    const texts = Array.from({ length: MAX_PINS + 2 }, (_, index) => say(ann, id, { text: `${index}` }));
    const vanishing = await say(ann, id, { text: 'for now', vanishAfterMs: 5000 });
    const [one = 0, two = 0, recalled = 0, ...others] = await Promise.all(texts);
    await Promise.all([vanishing, recalled, ...others.slice(1)].map(pin));
    assert.equal(await codeOf(pin(one)), 'LIMIT_EXCEEDED');
    await say(ann, id, { kind: { case: 'recall', value: { target: recalled } } });
    await pin(one);
    assert.equal(await codeOf(pin(two)), 'LIMIT_EXCEEDED');
    await clock.pass(7000);
    await ann.until(() => ann.messages.some(({ content }) => content.kind?.case === 'recall'));
    await pin(two);
  });
});
