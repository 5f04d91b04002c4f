/** What verify makes of changes: the naive fold, and the checks that compare with it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { NOTHING_QUIET } from '../src/account.ts';
import type { Account, Quiet } from '../src/account.ts';
import { checkAll } from '../src/checks/all.ts';
import { Evidence } from '../src/checks/evidence.ts';
import { foldOf, shownTo } from '../src/checks/fold.ts';
import type { LogMessage } from '../src/checks/log.ts';
import { fingerprint, idsIn, idsSaid, sentAs, wordsOf } from '../src/fingerprint.ts';
import type { Fact } from '../src/history.ts';
import type { PlaceInfo } from '../src/places.ts';

const [ANN, BOB] = [1, 2];
const PLACE = { id: 7, name: 'ann–bob', kind: 'direct', users: [ANN, BOB] } as const;

/** A log of these messages by Ann, and by Bob where it says so. */
function logOf(...contents: readonly (ContentInit & { readonly byBob?: true })[]): readonly LogMessage[] {
  return contents.map(({ byBob, ...init }, index) => {
    const content = completeContent(init);
    const sender = byBob ? BOB : ANN;
    const seq = index + 1;
    return { conversation: 7, seq, sender, time: seq, id: `m.${seq}`, text: fingerprint(content), content };
  });
}

/** Everything in the log but events was sent and acked, before what is told here. */
function broken(
  log: readonly LogMessage[],
  quiet: Partial<Quiet>,
  facts: readonly Fact[] = [],
  place: PlaceInfo = PLACE,
): readonly string[] {
  const said = log.filter(({ event }) => event === undefined);
  const sends = said.flatMap(({ sender, seq, id, content }): readonly Fact[] => {
    const sent = { op: 'send', who: `user ${sender}`, user: sender, id, conversation: 7 } as const;
    return [
      { ...sent, stage: 'invoke', ...sentAs(content) },
      { ...sent, stage: 'ok', seq },
    ];
  });
  const evidence = new Evidence({
    entries: [...sends, ...facts].map((fact, n) => ({ ...fact, n, at: n })),
    log: new Map([[7, log]]),
    places: [place],
    convergeWithinMs: 1000,
    quiet: { ...NOTHING_QUIET, ...quiet },
  });
  return checkAll([evidence])
    .filter(({ violations }) => violations.length > 0)
    .map(({ check }) => check.name);
}

function react(target: number, remove = false): ContentInit {
  return { kind: { case: 'reaction', value: { target, emoji: '👍', remove } } };
}
function recall(target: number): ContentInit {
  return { kind: { case: 'recall', value: { target } } };
}
function edit(target: number, text: string, mentions: readonly number[] = []): ContentInit {
  return { kind: { case: 'edit', value: { target, text, mentions } } };
}
function vote(target: number, ...choices: readonly number[]): ContentInit {
  return { kind: { case: 'vote', value: { target, choices } } };
}
const POLL: ContentInit = { text: 'm.1 x', kind: { case: 'poll', value: { options: ['a', 'b'] } } };

describe('the naive fold', () => {
  const shown = (log: readonly LogMessage[], seq: number, reader = BOB): Record<string, unknown> => {
    const line = foldOf(log).get(seq);
    assert.ok(line !== undefined);
    return { ...shownTo(reader, line) };
  };

  it('takes the last edit, counts reactions by user, and knows the own ones', () => {
    const log = logOf(
      { text: 'm.1 x', mentions: [BOB] },
      edit(1, 'm.1 y'),
      edit(1, 'm.1 z', [ANN]),
      { ...react(1), byBob: true },
      react(1),
      { ...react(1, true), byBob: true },
      { ...react(1, true), byBob: true },
    );
    const { text, edited, mentions, reactions, own } = shown(log, 1);
    assert.deepEqual([text, edited, mentions, reactions, own], ['m.1 z', 3, [ANN], ['👍 1'], []]);
    assert.deepEqual(shown(log, 1, ANN)['own'], ['👍']);
    assert.equal(foldOf(log).size, 1);
  });

  it('counts the last vote of each, and knows a poll in which all votes were taken back', () => {
    const log = logOf(POLL, vote(1, 0), { ...vote(1, 1), byBob: true }, vote(1, 1), vote(1));
    const { votes, voters, choices } = shown(log, 1);
    assert.deepEqual([votes, voters, choices], [[0, 1], 1, [1]]);
    assert.deepEqual(shown(logOf(POLL, vote(1, 0), vote(1)), 1)['votes'], [0, 0]);
    assert.deepEqual(shown(logOf(POLL), 1)['votes'], []);
  });

  it('leaves nothing of what was recalled, whatever comes after it', () => {
    const log = logOf({ text: 'm.1 x', mentions: [BOB] }, react(1), recall(1), react(1), edit(1, 'm.1 y'));
    const { text, by, recalled, edited, reactions, mentions } = shown(log, 1);
    assert.deepEqual([text, by, recalled, edited, reactions, mentions], ['', ANN, 3, 0, [], []]);
  });
});

describe('checks of changes', () => {
  const account = (log: readonly LogMessage[], counts: Account['counts']): Account => {
    const lines = [...foldOf(log).values()].map((line) => shownTo(BOB, line));
    return { user: BOB, name: 'bob', conversation: 7, lines, counts };
  };
  const log = logOf({ text: 'm.1 x', mentions: [BOB] }, { text: 'm.2 x' }, react(1), edit(2, 'm.2 y', [BOB]));
  /** As the server gives it: as last edited. */
  const given = log.map((message) => (message.seq === 2 ? { ...message, text: 'm.2 y' } : message));

  it('say nothing of what is right', () => {
    const right = account(given, { read: 0, unread: 2, mentions: 2 });
    const words = new Map([[1, ['m.1']]]);
    const picture = { who: 'bob-web', user: BOB, conversation: 7, seqs: new Set([1, 2, 3, 4]), words };
    const quiet = { accounts: [right], pictures: [{ ...picture, lines: right.lines }] };
    assert.deepEqual(broken(given, quiet), []);
    const lines = right.lines.map((line) => ({ ...line, reactions: [] }));
    assert.deepEqual(broken(given, { ...quiet, pictures: [{ ...picture, lines }] }), ['same-picture']);
    assert.deepEqual(broken(given, { accounts: [{ ...right, lines }] }), ['served']);
    // What it has not got yet is another check's matter.
    const late = { ...picture, lines, seqs: new Set([1, 2, 4]) };
    assert.deepEqual(broken(given, { pictures: [late] }), []);
  });

  it('count what is unread and who is mentioned, as far as somebody can have read', () => {
    const told = (read: number, unread: number, mentions: number): readonly string[] =>
      broken(given, { accounts: [account(given, { read, unread, mentions })] });
    assert.deepEqual(told(0, 1, 2), ['unread']);
    assert.deepEqual(told(0, 2, 1), ['unread']);
    // Nobody has moved the cursor.
    assert.deepEqual(told(1, 1, 1), ['unread']);
    const move = {
      op: 'move-cursor',
      stage: 'ok',
      who: 'bob-web',
      user: BOB,
      id: 'c',
      conversation: 7,
    } as const;
    const moved = { accounts: [account(given, { read: 1, unread: 1, mentions: 1 })] };
    assert.deepEqual(broken(given, moved, [{ ...move, read: 1 }]), []);
    const recalled = logOf({ text: 'm.1 x', mentions: [BOB] }, { text: 'm.2 x' }, recall(1));
    const counts = { read: 0, unread: 2, mentions: 0 };
    assert.deepEqual(broken(recalled, { accounts: [account(recalled, counts)] }), ['unread']);
  });

  it('find changes that nobody may make', () => {
    const own = logOf({ text: 'm.1 x' }, recall(1), recall(1));
    assert.deepEqual(broken(own, {}), []);
    const others = logOf({ text: 'm.1 x' }, { ...recall(1), byBob: true });
    assert.deepEqual(broken(others, {}), ['changes-allowed']);
    assert.deepEqual(broken(logOf({ text: 'm.1 x' }, recall(1), react(1)), {}), ['changes-allowed']);
    assert.deepEqual(broken(logOf({ text: 'm.1 x' }, vote(1, 0)), {}), ['changes-allowed']);
    assert.deepEqual(broken(logOf({ text: 'm.1 x' }, react(1), react(2)), {}), ['changes-allowed']);
  });

  it('find what was read as it was before', () => {
    const read = {
      op: 'read',
      who: 'bob-web',
      user: BOB,
      id: 'r',
      conversation: 7,
      after: 1,
      limit: 1,
    } as const;
    const reads = (text: string): readonly Fact[] => [
      { ...read, stage: 'invoke' },
      { ...read, stage: 'ok', messages: [{ conversation: 7, seq: 2, sender: ANN, text }] },
    ];
    assert.deepEqual(broken(given, {}, reads('m.2 y')), []);
    assert.deepEqual(broken(given, {}, reads('m.2 x')), ['own-changes']);
  });

  it('expect of who has left that later edits are not for them', () => {
    const event = (kind: 'created' | 'removed'): ContentInit => ({
      kind: { case: 'event', value: { kind, users: [BOB] } },
    });
    const told = logOf(
      event('created'),
      { text: 'm.2 x' },
      edit(2, 'm.2 y'),
      event('removed'),
      edit(2, 'm.2 z'),
    );
    const group = told.map((message) => {
      const { kind } = message.content;
      return kind?.case === 'event' ? { ...message, event: kind.value } : message;
    });
    const [created, line, removed] = [...foldOf(group).values()].map((each) => shownTo(BOB, each));
    assert.ok(created && line && removed);
    const given = (text: string, edited: number): readonly string[] => {
      const lines = [created, { ...line, text, edited }, removed];
      const left = { user: BOB, name: 'bob', conversation: 7, lines, counts: undefined };
      return broken(group, { accounts: [left] }, [], { ...PLACE, kind: 'group', users: [] });
    };
    assert.deepEqual(given('m.2 x', 0), []);
    assert.deepEqual(given('m.2 z', 5), ['served']);
    assert.deepEqual(given('m.2 y', 3), ['served']);
  });

  it('find the words of what was recalled, but not those that stay', () => {
    const said = logOf({ text: 'm.1 x' }, edit(1, 'm.1 y'), { text: 'm.3 x' }, recall(1));
    const trace = (id: string): Partial<Quiet> => ({
      traces: [{ where: 'the file posthorn.db has', ids: new Set([id]) }],
    });
    assert.deepEqual(broken(said, trace('m.3')), []);
    assert.deepEqual(broken(said, trace('m.1')), ['erased']);
    assert.deepEqual(broken(said, trace('m.2')), ['erased']);
    const words = new Map([[1, ['m.2']]]);
    const lines = [...foldOf(said).values()].map((line) => shownTo(BOB, line));
    const picture = { who: 'bob-web', user: BOB, conversation: 7, lines, words };
    const all = { ...picture, seqs: new Set([1, 2, 3, 4]) };
    assert.deepEqual(broken(said, { pictures: [all] }), ['erased']);
    assert.deepEqual(broken(said, { pictures: [{ ...all, seqs: new Set([1, 2, 3]) }] }), []);
  });
});

describe('words', () => {
  it('are found in texts, edits, options and bytes', () => {
    const options = [wordsOf('a.3'), 'other'];
    const poll = completeContent({ text: wordsOf('a.2'), kind: { case: 'poll', value: { options } } });
    assert.deepEqual(idsSaid(poll), ['a.2', 'a.3']);
    assert.deepEqual(idsSaid(completeContent(edit(1, wordsOf('a.4')))), ['a.4']);
    const bytes = Buffer.concat([
      Buffer.from([0, 255, 60]),
      Buffer.from(wordsOf('a.5')),
      Buffer.from([62, 0]),
    ]);
    assert.deepEqual(idsIn(bytes.toString('latin1')), ['a.5']);
    // A client id stays in the database.
    assert.deepEqual(idsIn('a.6'), []);
  });
});
