/**
 * A server, a key that may import, and a history.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { InProcessOptions } from '@posthorn/testing/in-process';
import { entry, importAll, keyOf, PEOPLE, said, VERONA, words } from './importing.ts';
import type { ImportResult } from './importing.ts';
import { Holder } from './key-calls.ts';
import { inhabited } from './inhabited.ts';
import type { Inhabited } from './inhabited.ts';
import type { Person } from './people.ts';

export interface Stage extends Inhabited {
  readonly ann: Person;
  readonly key: Holder;
}

export async function open(t: TestContext, parts: InProcessOptions = {}): Promise<Stage> {
  const { place, people } = await inhabited(t, {}, parts);
  const ann = await people.join('ann');
  const holder = new Holder(place.httpUrl, await people.tokenOf('ann'));
  return { place, people, ann, key: await holder.newKey('mover', ['import']) };
}

export const TALK = [
  said(1, 'romeo', 'But soft'),
  said(2, 'juliet', 'Ay me', { mentions: ['old:romeo'] }),
  said(3, 'juliet', 'Romeo?', { thread: keyOf(1, 'romeo') }),
  entry(4, 'juliet', { reaction: { emoji: '❤️' } }, keyOf(1, 'romeo')),
  entry(5, 'romeo', { edit: { text: 'But soft!' } }, keyOf(1, 'romeo')),
  entry(6, 'tybalt', { pin: {} }, keyOf(2, 'juliet')),
];

/** What Romeo and Juliet have for themselves. */
export const OWN = [
  { type: 'privacy', user: 'old:juliet', write: 'contacts' },
  { type: 'block', user: 'old:juliet', other: 'old:tybalt' },
  { type: 'contact', user: 'old:romeo', other: 'old:juliet', mutual: true, text: 'By the wall' },
  { type: 'contact', user: 'old:tybalt', other: 'old:romeo', text: 'Turn and draw' },
  ownEntry('pin', '2'),
  ownEntry('star', '{"time":5}', { message: keyOf(2, 'juliet') }),
  ownEntry('draft', '{"text":"If I"}', { messages: { replyTo: keyOf(1, 'romeo') } }),
  { type: 'mine', user: 'old:juliet', key: 'contact', other: 'old:romeo', value: '{"remark":"Montague"}' },
];

/** Of Juliet, about Verona. */
function ownEntry(key: string, value: string, more: object = {}): object {
  return { type: 'mine', user: 'old:juliet', key, conversation: VERONA.id, value, ...more };
}

/** The conversation that a record has made. */
export function madeBy(results: readonly ImportResult[]): number {
  return results.find(({ conversation }) => conversation !== undefined)?.conversation ?? 0;
}

/** Somebody who was imported. An administrator gives them a password, as nobody has one otherwise. */
export async function enter({ ann, people }: Stage, name: string): Promise<Person> {
  const user = await ann.client.user(name);
  await ann.client.call('resetPassword', { user: user?.id ?? 0, newPassword: 'pw' });
  return people.join(name);
}

/** A history comes once, with all that belongs to it, and is read. */
export async function historyOf(t: TestContext, parts: InProcessOptions): Promise<void> {
  const stage = await open(t, parts);
  const all = [...PEOPLE, VERONA, ...TALK, ...OWN];
  const first = await importAll(stage.key, ...all);
  assert.deepEqual(
    words(first),
    Array.from(first, () => 'made'),
  );
  const again = await importAll(stage.key, ...all);
  assert.deepEqual(
    words(again),
    Array.from(again, () => 'there'),
  );
  assert.deepEqual(
    again.map(({ seq }) => seq),
    first.map(({ seq }) => seq),
  );
  const conversation = madeBy(first);
  const read = { type: 'read', conversation: VERONA.id, through: keyOf(2, 'juliet') };
  assert.deepEqual(words(await importAll(stage.key, read)), ['made']);
  assert.deepEqual(await exportedOwn(stage), OWN.map(kindOf).toSorted());
  const romeo = await enter(stage, 'romeo');
  const contacts = await romeo.client.call('listContacts', {});
  assert.deepEqual(
    contacts.contacts.map(({ state, text }) => [state, text]),
    [
      ['mutual', 'By the wall'],
      ['asking', 'Turn and draw'],
    ],
  );
  const { batches } = await romeo.client.call('pull', { ranges: [{ conversation, limit: 100 }] });
  const [, soft, ay, ...rest] = batches[0]?.messages ?? [];
  assert.deepEqual([soft?.seq, ay?.seq, rest.length], [2, 3, 4]);
  assert.equal(decodeContent(soft?.content ?? new Uint8Array()).text, 'But soft!');
  assert.deepEqual(
    [soft?.time, soft?.state?.thread?.count, soft?.state?.reactions.map(({ count }) => count)],
    [1_500_086_400_000, 1, [1]],
  );
  assert.ok((ay?.state?.pinned ?? 0) > 0);
  const { conversations } = await romeo.client.call('listConversations', {});
  assert.deepEqual(
    conversations.filter(({ id }) => id === conversation).map(({ unread, mentions }) => [unread, mentions]),
    [[0, 0]],
  );
}

/** What an export has of it. */
async function exportedOwn({ ann }: Stage): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const { records, next } = await ann.client.call('exportRecords', { cursor });
    found.push(...records.map((text) => kindOf(JSON.parse(text) as object)));
    if (next === '') break;
    cursor = next;
  }
  return found.filter((kind) => /^(?:privacy|block|contact|mine) /.test(kind)).toSorted();
}

function kindOf(record: object): string {
  const { type, user, other, key, value } = record as Readonly<Record<string, string | undefined>>;
  return [type, user, other, key, value].map((part) => part ?? '-').join(' ');
}
