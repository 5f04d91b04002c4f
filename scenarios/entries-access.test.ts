/** Who may send what: each kind of entry, and what else is said, by everybody who may not. What is refused changes nothing. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ContentInit, GroupSettingsInit } from '@posthorn/protocol';
import { inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

/** What there is to change: messages of the actor and of somebody else. */
interface Said {
  readonly conversation: number;
  readonly mine: number;
  readonly myPoll: number;
  readonly theirs: number;
  readonly theirPoll: number;
}

interface Case {
  readonly actor: Person;
  readonly author: Person;
  readonly said: Said;
}

/**
 * Codes by hand. In a group: a member, an admin, one who is silenced, one who was removed, one who never was in it, a member
 * once it is closed, and a member once only admins write. In a direct conversation: one whom the other has blocked.
 */
const TABLE = `
  entry             member     admin      silenced  removed       outsider      closed     announced  blocked
  react             OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  OK         BLOCKED
  pin               OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  OK         BLOCKED
  vote              OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  OK         BLOCKED
  thread            OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  MUTED      BLOCKED
  forward           OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  MUTED      BLOCKED
  schedule          OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  MUTED      BLOCKED
  edit              OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  MUTED      BLOCKED
  edit-theirs       FORBIDDEN  FORBIDDEN  MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  MUTED      BLOCKED
  close-poll        OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  OK         BLOCKED
  close-their-poll  FORBIDDEN  OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  FORBIDDEN  BLOCKED
  recall            OK         OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  OK         BLOCKED
  recall-theirs     FORBIDDEN  OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  FORBIDDEN  BLOCKED
  set-previews      FORBIDDEN  OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  FORBIDDEN  BLOCKED
  set-vanishing     FORBIDDEN  OK         MUTED     NOT_A_MEMBER  NOT_A_MEMBER  FORBIDDEN  FORBIDDEN  BLOCKED
`;

const [[, ...SITUATIONS] = [], ...ROWS] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/));

const ENTRIES: Readonly<Record<string, (said: Said) => ContentInit>> = {
  react: ({ theirs }) => ({ kind: { case: 'reaction', value: { target: theirs, emoji: '👍' } } }),
  pin: ({ theirs }) => ({ kind: { case: 'pin', value: { target: theirs } } }),
  vote: ({ theirPoll }) => ({ kind: { case: 'vote', value: { target: theirPoll, choices: [1] } } }),
  thread: ({ theirs }) => ({ text: 'aside', thread: theirs }),
  edit: ({ mine }) => ({ kind: { case: 'edit', value: { target: mine, text: 'other words' } } }),
  'edit-theirs': ({ theirs }) => ({ kind: { case: 'edit', value: { target: theirs, text: 'other words' } } }),
  'close-poll': ({ myPoll }) => ({ kind: { case: 'closePoll', value: { target: myPoll } } }),
  'close-their-poll': ({ theirPoll }) => ({ kind: { case: 'closePoll', value: { target: theirPoll } } }),
  recall: ({ mine }) => ({ kind: { case: 'recall', value: { target: mine } } }),
  'recall-theirs': ({ theirs }) => ({ kind: { case: 'recall', value: { target: theirs } } }),
};

function attempt(what: string, { actor, said }: Case): Promise<unknown> {
  const { conversation } = said;
  const { client } = actor;
  if (what === 'forward') {
    const target = { case: 'toConversation', value: conversation } as const;
    return elsewhere(actor).then((from) => client.call('forwardMessages', { ...from, target }));
  }
  if (what === 'schedule') {
    const target = { case: 'conversation', value: conversation } as const;
    return client.call('schedule', { target, at: Date.now() + 3_600_000, content: { text: 'later' } });
  }
  if (what === 'set-previews') return client.call('setPreviews', { conversation, off: true });
  if (what === 'set-vanishing') return client.call('setVanishing', { conversation, afterMs: 86_400_000 });
  const content = ENTRIES[what];
  assert.ok(content !== undefined, `nobody knows how to ${what}`);
  return client.send({ conversation }, content(said)).done;
}

/** Something that the actor may pass on. */
async function elsewhere({ client }: Person): Promise<{ conversation: number; seqs: number[] }> {
  const { conversation, seq } = await client.send({ to: 'friend' }, 'to pass on').done;
  return { conversation, seqs: [seq] };
}

async function speak(conversation: number, actor: Person, author: Person): Promise<Said> {
  const poll: ContentInit = { text: 'Which?', kind: { case: 'poll', value: { options: ['a', 'b'] } } };
  const say = async ({ client }: Person, content: ContentInit): Promise<number> =>
    (await client.send({ conversation }, content).done).seq;
  return {
    conversation,
    mine: await say(actor, { text: 'mine' }),
    myPoll: await say(actor, poll),
    theirs: await say(author, { text: 'theirs' }),
    theirPoll: await say(author, poll),
  };
}

/** All that the author sees, with states, and what the actor has scheduled. */
async function seen({ actor, author, said }: Case): Promise<unknown> {
  const page = { before: 0, limit: 100 };
  const { scheduled } = await actor.client.call('listScheduled', {});
  return [await author.client.history(said.conversation, page), scheduled];
}

async function arrange(situation: string, actor: Person, author: Person): Promise<Said> {
  if (situation === 'blocked') {
    const { id } = await author.client.call('openDirect', { user: actor.id });
    const said = await speak(id, actor, author);
    await author.client.call('block', { user: actor.id });
    return said;
  }
  const { id: conversation } = await author.client.call('createGroup', {
    title: situation,
    members: [actor.id],
  });
  const said = await speak(conversation, actor, author);
  const user = { conversation, user: actor.id };
  const set = (settings: GroupSettingsInit): Promise<unknown> =>
    author.client.call('setGroup', { conversation, settings });
  if (situation === 'admin') await author.client.call('setRole', { ...user, role: 'admin' });
  if (situation === 'silenced') await author.client.call('muteMember', { ...user, muted: true });
  if (situation === 'removed') await author.client.call('removeMember', user);
  if (situation === 'closed') await set({ closed: true });
  if (situation === 'announced') await set({ write: 'admin' });
  return said;
}

for (const topology of TOPOLOGIES) {
  for (const [column, situation] of SITUATIONS.entries()) {
    it(`what may be sent, ${topology.name}: ${situation}`, async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [author, actor] = [await here.join('bob'), await there.join('ann')];
      const outsider = await there.join('tybalt');
      await here.join('friend');
      const said = await arrange(situation, actor, author);
      const who = { actor: situation === 'outsider' ? outsider : actor, author, said };
      for (const [what = '', ...codes] of ROWS) {
        const before = await seen(who);
        assert.equal(await codeOf(attempt(what, who)), codes[column], what);
        if (codes[column] === 'OK') assert.notDeepEqual(await seen(who), before, `${what} changes nothing`);
        else assert.deepEqual(await seen(who), before, `${what} was refused, and has changed something`);
      }
    });
  }
}
