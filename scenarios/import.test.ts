/** What another system has kept comes with its own times, once, and nobody is told of it as of news. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Holder } from './support/key-calls.ts';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';

interface Stage extends Inhabited {
  readonly ann: Holder;
  readonly key: Holder;
}

async function open(t: TestContext): Promise<Stage> {
  const { place, people } = await inhabited(t);
  await people.join('ann');
  const ann = new Holder(place.httpUrl, await people.tokenOf('ann'));
  return { place, people, ann, key: await ann.newKey('mover', ['import']) };
}

interface Result {
  readonly outcome: string;
  readonly seq?: number;
  readonly conversation?: number;
  readonly code?: string;
  readonly message?: string;
}

async function imported(holder: Holder, ...records: readonly object[]): Promise<readonly Result[]> {
  const json = { records: records.map((record) => JSON.stringify(record)) };
  const body = await holder.done('POST', '/v1/admin/import', { json });
  return (body['records'] as readonly string[]).map((text) => JSON.parse(text) as Result);
}

const DAY = 86_400_000;
const THEN = 1_500_000_000_000;

const PEOPLE = [
  { type: 'user', id: 'old:romeo', name: 'romeo', displayName: 'Romeo' },
  { type: 'user', id: 'old:juliet', name: 'juliet' },
  {
    type: 'group',
    id: 'old:verona',
    title: 'Verona',
    owner: 'old:romeo',
    members: ['old:juliet'],
    time: THEN,
  },
];

function said(id: string, sender: string, text: string, more: object = {}): object {
  const time = THEN + Number(id) * DAY;
  return { type: 'message', conversation: 'old:verona', id, sender, time, content: { text }, ...more };
}

const TALK = [
  said('1', 'old:romeo', 'But soft'),
  said('2', 'old:juliet', 'Ay me', { mentions: ['old:romeo'] }),
  said('3', 'old:juliet', 'Romeo?', { thread: { sender: 'old:romeo', id: '1' } }),
  {
    ...said('4', 'old:juliet', ''),
    content: { reaction: { emoji: '❤️' } },
    target: { sender: 'old:romeo', id: '1' },
  },
];

describe('an import', () => {
  it('makes people, a group and its history, and finds all of it when it is repeated', async (t) => {
    const { key } = await open(t);
    const first = await imported(key, ...PEOPLE, ...TALK);
    assert.deepEqual(
      first.map(({ outcome }) => outcome),
      Array.from(first, () => 'made'),
    );
    const again = await imported(key, ...PEOPLE, ...TALK);
    assert.deepEqual(
      again.map(({ outcome }) => outcome),
      Array.from(again, () => 'there'),
    );
    assert.deepEqual(
      again.map(({ seq }) => seq),
      first.map(({ seq }) => seq),
    );
  });
});
