import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incoming } from '@posthorn/client';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit, User } from '@posthorn/protocol';
import { codeTokens } from './code-tokens.ts';
import { copyText } from './copy-text.ts';
import { isBigEmoji, linkTarget, safeUrl } from './markup-of.ts';
import { rightsOf } from './message-rights.ts';
import type { ChatInfo } from './message-rights.ts';
import { furthest, messageStatus } from './message-status.ts';
import { weeksOf } from './month.ts';
import { chosenAfter, pollView } from './poll.ts';
import { selectedAfter } from './selected.ts';
import { Spoken } from './spoken.ts';

function message(seq: number, sender: number, content: ContentInit = { text: 'x' }): Incoming {
  return {
    conversation: 1,
    seq,
    sender,
    time: seq,
    content: completeContent(content),
    isMine: sender === 1,
    clientId: undefined,
    state: undefined,
    quote: undefined,
  };
}

test('one message is copied as its words; several with names and times, once each', () => {
  const [ann, ben] = [
    { name: 'Ann', time: '17:44', text: 'Yes,\nand no' },
    { name: 'Ben', time: '17:45', text: 'So?' },
  ];
  assert.equal(copyText([ann]), 'Yes,\nand no');
  assert.equal(copyText([ann, ben]), 'Ann, 17:44\nYes,\nand no\n\nBen, 17:45\nSo?');
});

test('who listens hears each new message of others once, and never history', () => {
  const spoken = new Spoken();
  const seqs = (all: readonly Incoming[]): readonly number[] => all.map(({ seq }) => seq);
  assert.deepEqual(seqs(spoken.next([message(5, 2), message(6, 2)], true)), []);
  assert.deepEqual(seqs(spoken.next([message(5, 2), message(6, 2), message(7, 2)], true)), [7]);
  assert.deepEqual(seqs(spoken.next([message(1, 2), message(2, 2), message(7, 2)], true)), []);
  assert.deepEqual(seqs(spoken.next([message(1, 2)], false)), []);
  assert.deepEqual(seqs(spoken.next([message(7, 2), message(8, 1), message(9, 3)], true)), [9]);
});

test('ticks follow the furthest of the others, not oneself', () => {
  const others = furthest(
    new Map([
      [1, { read: 99, delivered: 99 }],
      [2, { read: 3, delivered: 8 }],
    ]),
    1,
  );
  assert.equal(messageStatus(3, others), 'read');
  assert.equal(messageStatus(8, others), 'delivered');
  assert.equal(messageStatus(9, others), 'sent');
});

test('only what one may do is offered', () => {
  const group: ChatInfo = {
    kind: 'group',
    role: 'member',
    left: false,
    silenced: false,
    settings: undefined,
    memberCount: 30,
  };
  const me = { id: 1 } as User;
  const theirs = rightsOf(message(1, 2), group, me);
  assert.deepEqual(
    [theirs.reply, theirs.edit, theirs.recall, theirs.pin, theirs.report],
    [true, false, false, false, true],
  );
  assert.deepEqual(
    [rightsOf(message(1, 1), group, me).edit, rightsOf(message(1, 1), group, me).recall],
    [true, true],
  );
  const admin = rightsOf(message(1, 2), { ...group, role: 'admin' }, me);
  assert.deepEqual([admin.recall, admin.pin, admin.edit], [true, true, false]);
  const silenced = rightsOf(message(1, 1), { ...group, silenced: true }, me);
  assert.deepEqual([silenced.reply, silenced.react, silenced.copy], [false, false, true]);
  const recalled = message(1, 1, { kind: { case: 'recalled', value: { by: 1 } } });
  assert.ok(Object.values(rightsOf(recalled, group, me)).every((may) => !may));
});

test('a link says where it leads when its words do not', () => {
  assert.equal(linkTarget('https://a.example/x', 'https://a.example/x'), undefined);
  assert.equal(linkTarget('https://evil.example/', 'https://bank.example'), 'evil.example');
  assert.equal(linkTarget('https://a.example/x', 'a.example/x'), undefined);
  assert.equal(safeUrl('javascript:alert(1)'), undefined);
  assert.equal(safeUrl('HTTPS://A.example'), 'https://a.example/');
});

test('up to three emoji alone are big', () => {
  assert.deepEqual(['🥟', '👩‍👩‍👧 👍🏽', '🥟🥟🥟🥟', 'ok 🥟', '12', ''].map(isBigEmoji), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('the pieces of code are the code', () => {
  const code = 'await cluster.start({ a: "b" }); // 1\n# x';
  assert.equal(
    codeTokens(code, 'ts')
      .map(({ text }) => text)
      .join(''),
    code,
  );
  assert.deepEqual(
    codeTokens('await f("x")', 'ts').map(({ kind }) => kind),
    ['word', 'plain', 'call', 'plain', 'text', 'plain'],
  );
});

test('a second click takes a vote back; several choices add up', () => {
  const poll = { options: ['a', 'b', 'c'], multiple: false, anonymous: false, closesAt: 0 };
  const state = { votes: [2, 1], voters: 3, closed: false };
  const own = { reactions: [], choices: [1], follows: false, unread: 0, read: 0 };
  const view = pollView(poll, state, own, 0);
  assert.deepEqual(
    view.options.map(({ share, isAhead, isChosen }) => [share, isAhead, isChosen]),
    [
      [67, true, false],
      [33, false, true],
      [0, false, false],
    ],
  );
  assert.deepEqual([chosenAfter(view, 0), chosenAfter(view, 1)], [[0], []]);
  const many = pollView({ ...poll, multiple: true, closesAt: 10 }, state, own, 11);
  assert.deepEqual([chosenAfter(many, 0), many.isClosed], [[0, 1], true]);
});

test('a range is selected with what is between', () => {
  const messages = [1, 2, 3, 4, 5].map((seq) => message(seq, 2));
  assert.deepEqual([...(selectedAfter(new Set(), messages, 2, 0) ?? [])], [2]);
  assert.deepEqual([...(selectedAfter(new Set([2]), messages, 4, 2) ?? [])], [2, 3, 4]);
  assert.equal(selectedAfter(new Set([2]), messages, 2, 0), undefined);
});

test('weeks begin on the first day of the language', () => {
  // 1 November 2026 is a Sunday.
  assert.equal(weeksOf({ year: 2026, month: 10 }, 1)[0]?.filter((day) => day !== undefined).length, 1);
  assert.equal(weeksOf({ year: 2026, month: 10 }, 7)[0]?.filter((day) => day !== undefined).length, 7);
});
