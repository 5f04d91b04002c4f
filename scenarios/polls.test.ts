/** Polls: votes are entries, the tally is exact, and an anonymous poll tells nobody who has chosen what. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentInit, PollInit, State } from '@posthorn/protocol';
import { Picture } from '@posthorn/client';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { TOPOLOGIES } from './support/topologies.ts';

async function say({ client }: Person, conversation: number, content: ContentInit): Promise<number> {
  return (await client.send({ conversation }, content).done).seq;
}

function ask(person: Person, conversation: number, poll: PollInit = {}): Promise<number> {
  const value = { options: ['red', 'green', 'blue'], ...poll };
  return say(person, conversation, { text: 'Which?', kind: { case: 'poll', value } });
}

function vote(person: Person, conversation: number, target: number, ...choices: number[]): Promise<number> {
  return say(person, conversation, { kind: { case: 'vote', value: { target, choices } } });
}

function close(person: Person, conversation: number, target: number): Promise<number> {
  return say(person, conversation, { kind: { case: 'closePoll', value: { target } } });
}

async function stateOf({ client }: Person, conversation: number, seq: number): Promise<State | undefined> {
  const [message] = await client.history(conversation, { after: seq - 1, limit: 1 });
  assert.equal(message?.seq, seq);
  return message.state;
}

describe('a poll', () => {
  it('counts one vote for each voter, who may change it and take it back', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const poll = await ask(ann, id);
    assert.equal(await stateOf(bob, id, poll), undefined);
    await vote(ann, id, poll, 0);
    await vote(bob, id, poll, 2);
    await vote(bob, id, poll, 2);
    const votes = { poll: { votes: [1, 0, 1], voters: 2, closed: false } };
    assert.partialDeepStrictEqual(await stateOf(bob, id, poll), { ...votes, own: { choices: [2] } });
    assert.partialDeepStrictEqual(await bob.client.call('listVotes', { conversation: id, seq: poll }), {
      votes: [
        { user: ann.id, choices: [0] },
        { user: bob.id, choices: [2] },
      ],
    });
    await vote(bob, id, poll, 1);
    await vote(ann, id, poll);
    assert.partialDeepStrictEqual(await stateOf(ann, id, poll), {
      poll: { votes: [0, 1, 0], voters: 1 },
      own: { choices: [] },
    });
    const { next, votes: page } = await ann.client.call('listVotes', {
      conversation: id,
      seq: poll,
      limit: 1,
    });
    assert.deepEqual([page.length, next], [1, String(bob.id)]);
    const conversation = await bob.client.call('getConversation', { conversation: id });
    assert.equal(conversation.unread, 1, 'the poll counts, the votes do not');
  });

  it('takes several choices only if it says so, and none that it does not have', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const [single, several] = [await ask(ann, id), await ask(ann, id, { multiple: true })];
    const code = (...args: [number, ...number[]]): Promise<string> => codeOf(vote(bob, id, ...args));
    assert.equal(await code(single, 0, 1), 'INVALID');
    assert.equal(await code(single, 3), 'INVALID');
    assert.equal(await code(several, 1, 1), 'INVALID');
    assert.equal(await code(several, 2, 0), 'OK');
    assert.partialDeepStrictEqual(await stateOf(ann, id, several), { poll: { votes: [1, 0, 1], voters: 1 } });
    const text = await say(ann, id, { text: 'no poll' });
    assert.equal(await code(text, 0), 'INVALID');
    assert.equal(await code(999, 0), 'NOT_FOUND');
    assert.equal(await codeOf(close(bob, id, text)), 'INVALID');
    assert.equal(await codeOf(bob.client.call('listVotes', { conversation: id, seq: text })), 'NOT_FOUND');
  });

  it('is a question with two to twenty different short options', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const code = (poll: PollInit): Promise<string> => codeOf(ask(ann, id, poll));
    for (const options of [
      [],
      ['one'],
      ['one', ' one'],
      ['one', ' '],
      ['one', 'x'.repeat(101)],
      ['a\nb', 'c'],
    ])
      assert.equal(await code({ options }), 'INVALID', options.join('|').slice(0, 20));
    assert.equal(await code({ options: Array.from({ length: 21 }, (_, at) => `${at}`) }), 'INVALID');
    assert.equal(
      await code({ options: Array.from({ length: 20 }, (_, at) => `${'x'.repeat(98)}${at}`) }),
      'OK',
    );
    assert.equal(await code({ closesAt: 1 }), 'INVALID');
    const poll = { case: 'poll', value: { options: ['a', 'b'] } } as const;
    assert.equal(await codeOf(say(ann, id, { text: ' ', kind: poll })), 'INVALID');
    const secret = { case: 'vote', value: { target: 1, secret: true } } as const;
    assert.equal(await codeOf(say(ann, id, { kind: secret })), 'INVALID');
  });

  it('is closed by its sender and by admins, and takes no votes from then on', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob, eve] = [await people.join('ann'), await people.join('bob'), await people.join('eve')];
    const { id } = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id, eve.id] });
    const [one, two] = [await ask(bob, id), await ask(bob, id)];
    assert.equal(await codeOf(close(eve, id, one)), 'FORBIDDEN');
    await vote(eve, id, one, 1);
    await close(bob, id, one);
    await close(ann, id, two);
    assert.equal(await codeOf(close(ann, id, two)), 'OK', 'once more changes nothing');
    assert.equal(await codeOf(vote(eve, id, one, 0)), 'FORBIDDEN');
    assert.partialDeepStrictEqual(await stateOf(eve, id, one), { poll: { votes: [0, 1, 0], closed: true } });
    assert.partialDeepStrictEqual(await stateOf(eve, id, two), { poll: { votes: [0, 0, 0], closed: true } });
    await say(bob, id, { kind: { case: 'recall', value: { target: one } } });
    assert.equal(await codeOf(vote(eve, id, one, 0)), 'NOT_FOUND');
    assert.equal(await codeOf(eve.client.call('listVotes', { conversation: id, seq: one })), 'NOT_FOUND');
  });

  it('closes by itself when its time has come', async (t) => {
    const clock = new SteppedClock();
    const { place, people } = await inhabited(t, {}, { clock });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const closesAt = clock.now() + 10_000;
    const [poll, recalled] = [await ask(ann, id, { closesAt }), await ask(ann, id, { closesAt })];
    // What somebody sends under the name of a closing does not take its place.
    const used = await fetch(`${place.httpUrl}/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await people.tokenOf('ann')}`,
        'content-type': 'application/json',
        'idempotency-key': `poll-${id}-${poll}-closes`,
      },
      body: JSON.stringify({ text: 'mine' }),
    });
    assert.equal(used.status, 200);
    await say(ann, id, { kind: { case: 'recall', value: { target: recalled } } });
    await vote(bob, id, poll, 1);
    await clock.pass(9000);
    assert.equal((await stateOf(bob, id, poll))?.poll?.closed, false);
    await clock.pass(3000);
    await bob.until(() => bob.messages.some(({ content }) => content.kind?.case === 'closePoll'));
    assert.partialDeepStrictEqual(await stateOf(bob, id, poll), { poll: { votes: [0, 1, 0], closed: true } });
    assert.equal(await codeOf(vote(bob, id, poll, 1)), 'FORBIDDEN');
    await clock.pass(5000);
    const closing = bob.messages.filter(({ content }) => content.kind?.case === 'closePoll');
    assert.equal(closing.length, 1);
  });
});

describe('an anonymous poll', () => {
  it('tells nobody who has chosen what: not by push, page, list or export', async (t) => {
    const { place, people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const phone = await people.join('bob');
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const poll = await ask(ann, id, { anonymous: true });
    const entry = await vote(bob, id, poll, 2);
    await ann.until(() => ann.messages.some(({ seq }) => seq === entry));
    const secret = { case: 'vote', value: { target: poll, choices: [], secret: true } } as const;
    const pushed = ann.messages.find(({ seq }) => seq === entry);
    const [paged] = await ann.client.history(id, { after: entry - 1, limit: 1 });
    for (const seen of [pushed, paged]) {
      assert.equal(seen?.sender, 0);
      assert.deepEqual(seen.content.kind, secret);
      assert.partialDeepStrictEqual(seen.state, { poll: { votes: [0, 0, 1], voters: 1 } });
    }
    assert.deepEqual(paged?.state?.own?.choices, []);
    assert.equal(await codeOf(ann.client.call('listVotes', { conversation: id, seq: poll })), 'FORBIDDEN');
    assert.deepEqual((await ann.client.call('listEdits', { conversation: id, seq: entry })).messages, []);
    const exportOf = async (name: string): Promise<readonly Record<string, unknown>[]> => {
      const authorization = `Bearer ${await people.tokenOf(name)}`;
      const answer = await fetch(`${place.httpUrl}/v1/me/export`, { headers: { authorization } });
      const lines = (await answer.text()).trim().split('\n');
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const others = await exportOf('ann');
    assert.equal(others.find(({ type, seq }) => type === 'message' && seq === entry)?.['sender'] ?? 0, 0);
    assert.deepEqual(
      others.filter(({ type }) => type === 'vote'),
      [],
    );
    const own = await exportOf('bob');
    assert.deepEqual(
      own.filter(({ type }) => type === 'vote'),
      [{ type: 'vote', conversation: id, seq: poll, choices: [2] }],
    );
    const [mine] = await phone.client.history(id, { after: entry - 1, limit: 1 });
    assert.partialDeepStrictEqual(mine, { sender: bob.id, isMine: true });
    assert.deepEqual(
      (await stateOf(phone, id, poll))?.own?.choices,
      [2],
      'one’s own choice is known everywhere',
    );
    await vote(phone, id, poll, 0);
    assert.partialDeepStrictEqual(await stateOf(bob, id, poll), {
      poll: { votes: [1, 0, 0], voters: 1 },
      own: { choices: [0] },
    });
  });

  it('takes a repeat of a vote for what it is', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { id } = await ann.client.call('openDirect', { user: bob.id });
    const poll = await ask(ann, id, { anonymous: true });
    const send = async (choice: number): Promise<number> => {
      const kind = { case: 'vote', value: { target: poll, choices: [choice] } } as const;
      return (await bob.client.send({ conversation: id }, { kind }, { clientId: 'one' }).done).seq;
    };
    const first = await send(1);
    assert.equal(await send(1), first);
    assert.equal(await codeOf(send(2)), 'CONFLICT');
    assert.partialDeepStrictEqual(await stateOf(ann, id, poll), { poll: { votes: [0, 1, 0], voters: 1 } });
  });

  it('tells nobody who has voted: not by who has read the vote, nor by who may report it', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob, eve] = [await people.join('ann'), await people.join('bob'), await people.join('eve')];
    const { id } = await ann.client.call('createGroup', { title: 'Verona', members: [bob.id, eve.id] });
    const poll = await ask(ann, id, { anonymous: true });
    const entry = await vote(bob, id, poll, 2);
    for (const { client } of [ann, bob, eve])
      await client.call('moveCursors', { cursors: [{ conversation: id, read: entry }] });
    const { count, of, users } = await ann.client.call('listReaders', { conversation: id, seq: entry });
    assert.deepEqual([count, of], [3, 3]);
    assert.deepEqual(
      users.map((user) => user.id),
      [ann.id, bob.id, eve.id],
    );
    for (const { client } of [eve, bob]) {
      const report = client.call('reportAbuse', { conversation: id, seq: entry, reason: 'who is it?' });
      await assert.rejects(report, { code: 'INVALID', message: /nobody is told who has sent this/ });
    }
  });
});

for (const topology of TOPOLOGIES) {
  it(`the tally is exact under votes at once, and every device has it: ${topology.name}`, async (t) => {
    const { here, there } = await inhabitedTopology(t, topology);
    const people: Person[] = [];
    for (let at = 0; at < 6; at++) people.push(await (at % 2 === 0 ? here : there).join(`voter${at}`));
    const [ann] = people;
    assert.ok(ann !== undefined);
    const members = people.slice(1).map(({ id }) => id);
    const { id } = await ann.client.call('createGroup', { title: 'Verona', members });
    const poll = await ask(ann, id, { multiple: true });
    const last = await Promise.all(
      people.map(async (person, at) => {
        for (const choices of [[0], [1, 2], [], [at % 3]]) await vote(person, id, poll, ...choices);
        return at % 3;
      }),
    );
    const votes = [0, 1, 2].map((option) => last.filter((choice) => choice === option).length);
    const head = poll + people.length * 4;
    for (const person of people) {
      await person.until(() =>
        person.messages.some(({ conversation, seq }) => conversation === id && seq === head),
      );
      const picture = new Picture();
      for (const message of person.messages) if (message.conversation === id) picture.add(message);
      assert.partialDeepStrictEqual(picture.get(poll)?.state, { poll: { votes, voters: 6 } });
    }
  });
}
