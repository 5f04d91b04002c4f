import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badgeOf, countsOf, listed, topPin, unreadTotal } from './conversation-list.ts';
import type { ListedInfo, ListInput, ListView } from './conversation-list.ts';
import { draftOf, folderEntry, foldersOf, nextMuteEnd, NOTHING_OWN, ownByConversation } from './own.ts';

function info(id: number, change: Partial<ListedInfo> = {}): ListedInfo {
  return {
    id,
    kind: 'group',
    activeAt: id * 1000,
    unread: 0,
    mentions: 0,
    lastMessage: undefined,
    left: false,
    head: 9,
    read: 5,
    ...change,
  };
}

function input(
  infos: readonly ListedInfo[],
  mine: Readonly<Record<string, unknown>> = {},
  view: ListView = 'all',
  current?: number,
): ListInput {
  const entries = new Map(Object.entries(mine));
  return {
    conversations: new Map(infos.map((each) => [each.id, each])),
    own: ownByConversation(entries),
    folders: foldersOf(entries),
    view,
    current,
  };
}

const said = (seq: number): Pick<ListedInfo, 'lastMessage'> =>
  // Only the seq is read.
  ({ lastMessage: { seq } as ListedInfo['lastMessage'] });

test('pinned conversations come first, by their number, then the latest', () => {
  const all = [info(1), info(2), info(3), info(4)];
  assert.deepEqual(listed(input(all, { 'pin/1': 1, 'pin/2': 2.5 })), [2, 1, 4, 3]);
  assert.equal(topPin(ownByConversation(new Map([['pin/1', 7]]))), 8);
});

test('what is archived is away until a later message counts', () => {
  const all = [info(1, said(5)), info(2, said(6)), info(3, said(900))];
  const mine = { 'archive/1': { through: 5 }, 'archive/2': { through: 5 }, 'archive/3': {} };
  assert.deepEqual(listed(input(all, mine)), [2]);
  assert.deepEqual(listed(input(all, mine, 'archive')), [3, 1]);
  assert.equal(countsOf(input(all, mine), 0).archived, 2);
});

test('views show what they say, and keep what is open', () => {
  const all = [info(1, { unread: 2 }), info(2, { mentions: 1, unread: 1 }), info(3), info(4)];
  const mine = { 'unread/3': {}, 'folder/a': { title: 'Work', order: 1, conversations: [4, 1, 'x'] } };
  assert.deepEqual(listed(input(all, mine, 'unread')), [3, 2, 1]);
  assert.deepEqual(listed(input(all, mine, 'unread', 4)), [4, 3, 2, 1]);
  assert.deepEqual(listed(input(all, mine, 'mentions')), [2]);
  assert.deepEqual(listed(input(all, mine, 'folder/a')), [4, 1]);
  assert.deepEqual(countsOf(input(all, mine), 0), { unread: 3, mentions: 1, archived: 0 });
});

test('badges say what the server counts', () => {
  assert.deepEqual(badgeOf(info(1, { unread: 3 }), NOTHING_OWN, 0), { kind: 'unread', count: 3 });
  assert.deepEqual(badgeOf(info(1, { unread: 3, mentions: 1 }), NOTHING_OWN, 0), {
    kind: 'mention',
    count: 1,
  });
  assert.deepEqual(badgeOf(info(1, { unread: 3 }), { ...NOTHING_OWN, mutedUntil: 9 }, 8), {
    kind: 'quiet',
    count: 3,
  });
  assert.deepEqual(badgeOf(info(1), { ...NOTHING_OWN, isMarked: true }, 0), { kind: 'unread', count: 0 });
  assert.equal(badgeOf(info(1), NOTHING_OWN, 0), undefined);
  // Events in an inbox are news, though they do not count.
  assert.deepEqual(badgeOf(info(1, { kind: 'inbox' }), NOTHING_OWN, 0), { kind: 'unread', count: 0 });
  assert.equal(badgeOf(info(1, { kind: 'inbox', read: 9 }), NOTHING_OWN, 0), undefined);
});

test('the total is what alerts, and what names the user', () => {
  const infos = [info(1, { unread: 3 }), info(2, { unread: 5, mentions: 1 }), info(3, { mentions: 2 })];
  const { conversations, own } = input(infos, { 'mute/2': { until: 10 }, 'level/3': 'none' });
  assert.equal(unreadTotal(conversations, own, 9), 6);
  assert.equal(unreadTotal(conversations, own, 10), 10);
});

test('what another application has written wrongly says nothing', () => {
  const mine = new Map<string, unknown>([
    ['pin/1', 'high'],
    ['level/1', 'loud'],
    ['mute/2', 5],
    ['draft/1', { text: '  ' }],
    ['folder/x', { title: 7 }],
  ]);
  const own = ownByConversation(mine);
  assert.deepEqual(own.get(1), NOTHING_OWN);
  assert.equal(own.get(2)?.mutedUntil, 0);
  assert.equal(draftOf(mine, 1), undefined);
  assert.deepEqual(foldersOf(mine), []);
});

test('a folder goes with its last conversation', () => {
  const folder = { id: 'a', title: 'Work', order: 2, conversations: [4] };
  assert.deepEqual(folderEntry(folder, 5, true).value, { title: 'Work', order: 2, conversations: [4, 5] });
  assert.deepEqual(folderEntry(folder, 4, false), { key: 'folder/a', value: undefined });
});

test('5,000 conversations are put into order by about as many steps as a sort takes', () => {
  const count = 5000;
  let reads = 0;
  const get = (target: ListedInfo, key: string | symbol): unknown => {
    reads += 1;
    return Reflect.get(target, key);
  };
  const all = Array.from({ length: count }, (_, at) => info(at + 1, { activeAt: (at * 7919) % count }));
  const { conversations, ...rest } = input(all, { 'pin/17': 1 });
  const counted = new Map([...conversations].map(([id, each]) => [id, new Proxy(each, { get })]));
  assert.equal(listed({ ...rest, conversations: counted })[0], 17);
  // A comparison reads the id and the time of two conversations.
  assert.ok(reads < 5 * count * Math.log2(count), `${reads} reads`);
});

test('the next mute that ends is known', () => {
  const { own } = input([], {
    'mute/1': { until: 30 },
    'mute/2': { until: 20 },
    'mute/3': {},
    'mute/4': { until: 5 },
  });
  assert.equal(nextMuteEnd(own, 10), 20);
  assert.equal(nextMuteEnd(own, 30), undefined);
});
