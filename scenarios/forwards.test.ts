/** Messages are forwarded with their words as they are now, in order, once, and with their origin unless it is private. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { Content, ContentInit, ForwardMessagesInit } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { scene } from './support/cluster-scene.ts';
import { codeOf, People } from './support/people.ts';
import type { Person } from './support/people.ts';

let place: InProcess;
let people: People;
let [romeo, juliet, nurse, root]: Person[] = [];

before(async () => {
  place = await startInProcess({ loginPolicy: 'multi' });
  people = new People(place);
  root = await people.join('root');
  romeo = await people.join('romeo');
  juliet = await people.join('juliet');
  nurse = await people.join('nurse');
});

after(async () => {
  await people.close();
  await place.server.close();
});

function the(person: Person | undefined): Person {
  assert.ok(person !== undefined);
  return person;
}

interface Said {
  readonly conversation: number;
  readonly seq: number;
}

/** What Romeo says to Juliet, unless told otherwise. */
async function say(content: string | ContentInit, conversation?: number): Promise<Said> {
  const init = typeof content === 'string' ? { text: content } : content;
  const target = conversation === undefined ? { to: the(juliet).id } : { conversation };
  return the(romeo).client.send(target, init).done;
}

async function sayAll(
  ...texts: readonly string[]
): Promise<{ readonly conversation: number; readonly seqs: number[] }> {
  const said = [];
  for (const text of texts) said.push(await say(text));
  return { conversation: said[0]?.conversation ?? 0, seqs: said.map(({ seq }) => seq) };
}

type Wish = Omit<ForwardMessagesInit, 'target'>;

/** Juliet forwards to the nurse. */
function forward(wish: Wish) {
  return the(juliet).client.call('forwardMessages', {
    ...wish,
    target: { case: 'to', value: the(nurse).id },
  });
}

/** What the nurse reads at these places. */
async function read({
  conversation,
  seqs,
}: {
  readonly conversation: number;
  readonly seqs: readonly number[];
}) {
  const ranges = seqs.map((seq) => ({ conversation, after: seq - 1, limit: 1 }));
  const { batches } = await the(nurse).client.call('pull', { ranges });
  return batches.flatMap(({ messages }) =>
    messages.map(({ sender, content }) => ({ sender, content: decodeContent(content) })),
  );
}

async function readOne(wish: Wish): Promise<Content> {
  const [message] = await read(await forward(wish));
  assert.ok(message !== undefined);
  return message.content;
}

describe('forwarding', () => {
  it('says again what was said, in the order of the request, and who said it', async () => {
    const { conversation, seqs } = await sayAll('But soft', 'what light', 'breaks');
    const order = seqs.toReversed();
    const forwarded = await forward({ conversation, seqs: order });
    const messages = await read(forwarded);
    assert.deepEqual(
      messages.map(({ sender, content }) => [sender, content.text, content.forward?.user]),
      ['breaks', 'what light', 'But soft'].map((text) => [the(juliet).id, text, the(romeo).id]),
    );
    assert.ok(forwarded.seqs.every((seq, index) => index === 0 || seq > (forwarded.seqs[index - 1] ?? 0)));
    for (const person of [juliet, nurse]) {
      await the(person).until(() => the(person).texts(forwarded.conversation).includes('But soft'));
    }
    const { unread } = await the(nurse).client.call('getConversation', forwarded);
    assert.equal(unread, 3);
  });

  it('has the words as last edited, and nothing that belongs elsewhere', async () => {
    const { conversation, seq } = await say({ text: 'first', mentions: [the(juliet).id], replyTo: 1 });
    const edit = { target: seq, text: 'second' };
    await the(romeo).client.send({ conversation }, { kind: { case: 'edit', value: edit } }).done;
    const { forward: origin, ...rest } = await readOne({ conversation, seqs: [seq] });
    assert.deepEqual([rest.text, rest.mentions, rest.replyTo], ['second', [], 0]);
    assert.ok((origin?.time ?? 0) > 0);
  });

  it('keeps custom content, and the first origin of what was forwarded before', async () => {
    const custom = { type: 'x.map', data: Uint8Array.of(1, 2, 3) };
    const said = await say({ kind: { case: 'custom', value: custom } });
    const once = await forward({ conversation: said.conversation, seqs: [said.seq] });
    const back = await the(nurse).client.call('forwardMessages', {
      ...once,
      target: { case: 'to', value: the(juliet).id },
    });
    const [message] = await read(back);
    assert.deepEqual(message?.content.kind?.value, custom);
    assert.equal(message?.content.forward?.user, the(romeo).id);
  });

  it('refuses what is no message, or gone, and then forwards nothing', async () => {
    const { conversation, seqs } = await sayAll('one', 'two');
    const [first = 0, second = 0] = seqs;
    const recall = { kind: { case: 'recall', value: { target: second } } } as const;
    const entry = await the(romeo).client.send({ conversation }, recall).done;
    const head = async (): Promise<number> =>
      (await the(nurse).client.call('openDirect', { user: the(juliet).id })).head;
    const unchanged = await head();
    const codes: Readonly<Record<string, readonly number[]>> = {
      INVALID: [first, second],
      NOT_FOUND: [first, entry.seq + 1000],
      TOO_LARGE: Array.from({ length: 101 }, (_, index) => index + 1),
    };
    for (const [code, wrong] of Object.entries(codes))
      assert.equal(await codeOf(forward({ conversation, seqs: wrong })), code);
    for (const wrong of [[], [first, first], [entry.seq]])
      assert.equal(await codeOf(forward({ conversation, seqs: wrong })), 'INVALID');
    const nowhere = the(juliet).client.call('forwardMessages', { conversation, seqs: [first] });
    assert.equal(await codeOf(nowhere), 'INVALID');
    assert.equal(await head(), unchanged);
    const vanishing = await say({ text: 'gone within the hour', vanishAfterMs: 3_600_000 });
    assert.equal(await codeOf(forward({ conversation, seqs: [vanishing.seq] })), 'INVALID');
  });

  it('is for those who may read there and write here', async () => {
    const { conversation, seqs } = await sayAll('private');
    const target = { case: 'to', value: the(root).id } as const;
    const wish = { conversation, seqs, target };
    assert.equal(await codeOf(the(nurse).client.call('forwardMessages', wish)), 'NOT_A_MEMBER');
    await the(root).client.call('block', { user: the(juliet).id });
    assert.equal(await codeOf(the(juliet).client.call('forwardMessages', wish)), 'BLOCKED');
    await the(root).client.call('unblock', { user: the(juliet).id });
    const { id } = await the(romeo).client.call('createGroup', { title: 'Verona' });
    const into = { ...wish, target: { case: 'toConversation', value: id } } as const;
    assert.equal(await codeOf(the(juliet).client.call('forwardMessages', into)), 'NOT_A_MEMBER');
    const late = await say('before she came', id);
    await the(romeo).client.call('addMembers', { conversation: id, users: [the(juliet).id] });
    assert.equal(await codeOf(forward({ conversation: id, seqs: [late.seq] })), 'NOT_FOUND');
  });

  it('cannot be claimed by a client', async () => {
    const claim = { text: 'I am a fool', forward: { user: the(root).id, time: 1 } };
    assert.equal(await codeOf(say(claim)), 'INVALID');
  });

  it('is a call over HTTP', async () => {
    const { conversation, seqs } = await sayAll('by post');
    const answer = await fetch(`${place.httpUrl}/v1/conversations/${conversation}/forwards`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await people.tokenOf('juliet')}`,
      },
      body: JSON.stringify({ seqs, to: 'nurse' }),
    });
    const [message] = await read((await answer.json()) as Said & { readonly seqs: readonly number[] });
    assert.equal(message?.content.text, 'by post');
  });
});

describe('the origin of what is forwarded', () => {
  it('is a conversation that everybody may know', async () => {
    const { conversations } = await the(romeo).client.call('listConversations', {});
    const lobby = conversations.find(({ kind }) => kind === 'room')?.id ?? 0;
    const { id: group } = await the(romeo).client.call('createGroup', {
      title: 'Verona',
      members: [the(juliet).id],
    });
    const inLobby = await say('to all', lobby);
    const inGroup = await say('among us', group);
    const inDirect = await say('to you');
    const origins = async () => {
      const found = [];
      for (const { conversation, seq } of [inLobby, inGroup, inDirect]) {
        const { forward: origin } = await readOne({ conversation, seqs: [seq] });
        found.push([origin?.conversation, origin?.seq]);
      }
      return found;
    };
    const hidden = [0, 0];
    assert.deepEqual(await origins(), [[lobby, inLobby.seq], hidden, hidden]);
    await the(romeo).client.call('setGroup', { conversation: group, settings: { join: 'open' } });
    assert.deepEqual(await origins(), [[lobby, inLobby.seq], [group, inGroup.seq], hidden]);
  });

  it('names nobody who does not want to be found', async () => {
    const { conversation, seq } = await say('hush');
    await the(romeo).client.call('setPrivacy', { find: 'contacts' });
    assert.equal((await readOne({ conversation, seqs: [seq] })).forward?.user, 0);
    await the(romeo).client.call('setPrivacy', { find: 'everyone' });
    // One’s own words are one’s own to give away.
    await the(juliet).client.call('setPrivacy', { find: 'nobody' });
    const own = await the(juliet).client.send({ conversation }, { text: 'mine' }).done;
    assert.equal((await readOne({ conversation, seqs: [own.seq] })).forward?.user, the(juliet).id);
    await the(juliet).client.call('setPrivacy', { find: 'everyone' });
  });
});

describe('a retry of forwarding', () => {
  it('forwards nothing again, whatever has become of the origin', async () => {
    const { conversation, seqs } = await sayAll('one', 'two', 'three');
    const wish = { conversation, seqs, clientId: 'once' };
    const all = await Promise.all([forward(wish), forward(wish), forward(wish)]);
    const recall = { kind: { case: 'recall', value: { target: seqs[0] ?? 0 } } } as const;
    await the(romeo).client.send({ conversation }, recall).done;
    for (const each of [...all, await forward(wish)]) assert.deepEqual(each, all[0]);
  });

  it('is refused if it wants something else', async () => {
    const { conversation, seqs } = await sayAll('one', 'two');
    const [first = 0, second = 0] = seqs;
    await forward({ conversation, seqs: [first], clientId: 'other' });
    assert.equal(await codeOf(forward({ conversation, seqs: [second], clientId: 'other' })), 'CONFLICT');
    const elsewhere = the(juliet).client.call('forwardMessages', {
      conversation,
      seqs: [first],
      clientId: 'other',
      target: { case: 'to', value: the(root).id },
    });
    assert.equal(await codeOf(elsewhere), 'CONFLICT');
  });

  it('may reach another router', async (t) => {
    const { at } = await scene(t, { changes: { loginPolicy: 'multi' } });
    const [one, two] = [await at(0).join('one'), await at(1).join('two')];
    const again = await at(1).join('one', { device: { id: 'again' } });
    const said = await one.client.send({ to: two.id }, { text: 'hear' }).done;
    const wish = {
      conversation: said.conversation,
      seqs: [said.seq],
      clientId: 'both',
      target: { case: 'toConversation', value: said.conversation },
    } as const;
    const answers = await Promise.all([one, again].map(({ client }) => client.call('forwardMessages', wish)));
    assert.deepEqual(answers[0], answers[1]);
    await two.until(() => two.messages.length === 2);
  });
});
