/** Answers to a message quote it, as it is now and as far as their reader may see it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { ContentInit, Quote } from '@posthorn/protocol';
import { inhabited } from './support/inhabited.ts';
import type { Person } from './support/people.ts';

async function say({ client }: Person, conversation: number, content: ContentInit): Promise<number> {
  return (await client.send({ conversation }, content).done).seq;
}

/** What a message replies to, for this reader. */
async function quoteIn({ client }: Person, conversation: number, seq: number): Promise<Quote | undefined> {
  const [message] = await client.history(conversation, { after: seq - 1, limit: 1 });
  assert.equal(message?.seq, seq);
  return message.quote;
}

describe('a reply', () => {
  it('quotes the beginning of what it answers, as last edited or recalled', async (t) => {
    const { people } = await inhabited(t, {});
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const question = await say(ann, id, { text: `why ${'ö'.repeat(400)}` });
    const reply = await say(bob, id, { text: 'because', replyTo: question });
    const first = await quoteIn(ann, id, reply);
    assert.partialDeepStrictEqual(first, { seq: question, sender: ann.id });
    assert.equal(decodeContent(first?.content ?? new Uint8Array()).text, `why ${'ö'.repeat(296)}…`);
    const again = await say(bob, id, {
      text: '',
      replyTo: question,
      kind: { case: 'custom', value: { type: 'x' } },
    });
    const edit = { case: 'edit', value: { target: question, text: 'how' } } as const;
    await say(ann, id, { kind: edit });
    for (const seq of [reply, again]) {
      const quote = await quoteIn(bob, id, seq);
      assert.equal(decodeContent(quote?.content ?? new Uint8Array()).text, 'how');
    }
    await say(ann, id, { kind: { case: 'recall', value: { target: question } } });
    const gone = decodeContent((await quoteIn(bob, id, reply))?.content ?? new Uint8Array());
    assert.deepEqual(gone.kind, { case: 'recalled', value: { by: ann.id } });
    assert.doesNotMatch(gone.text, /how|why/);
  });

  it('to content without a text quotes what it reads like', async (t) => {
    const { people } = await inhabited(t, {});
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const custom = {
      case: 'custom',
      value: { type: 'com.example.map', data: new Uint8Array(9999) },
    } as const;
    const map = await say(ann, id, { kind: custom });
    const quote = await quoteIn(bob, id, await say(bob, id, { text: 'there', replyTo: map }));
    assert.deepEqual(decodeContent(quote?.content ?? new Uint8Array()).text, '[com.example.map]');
    assert.ok((quote?.content.length ?? 0) < 100);
  });

  it('quotes nothing that is not there, comes later, is an entry, or that its reader may not see', async (t) => {
    const { people } = await inhabited(t, {});
    const [ann, bob, eve] = [await people.join('ann'), await people.join('bob'), await people.join('eve')];
    const { id } = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id] });
    const secret = await say(ann, id, { text: 'before Eve came' });
    await ann.client.call('addMembers', { conversation: id, users: [eve.id] });
    const answer = await say(bob, id, { text: 'yes', replyTo: secret });
    assert.equal((await quoteIn(ann, id, answer))?.seq, secret);
    assert.equal(await quoteIn(eve, id, answer), undefined);
    const blind = await say(eve, id, { text: 'what?', replyTo: secret });
    assert.equal(await quoteIn(eve, id, blind), undefined, 'to reply to it does not show it');
    const reaction = { case: 'reaction', value: { target: answer, emoji: '👍' } } as const;
    const entry = await say(ann, id, { kind: reaction });
    for (const replyTo of [entry, 9999, Number.MAX_SAFE_INTEGER]) {
      assert.equal(await quoteIn(ann, id, await say(ann, id, { text: 'odd', replyTo })), undefined);
    }
  });
});
