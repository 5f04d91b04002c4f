import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incoming } from '@posthorn/client';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { timelineRows } from './timeline-rows.ts';
import type { Row, RowsInput } from './timeline-rows.ts';

const NOON = new Date(2026, 10, 29, 12).getTime();
const MINUTE = 60_000;

function message(
  seq: number,
  sender: number,
  minutes: number,
  content: ContentInit = { text: 'x' },
): Incoming {
  return {
    conversation: 1,
    seq,
    sender,
    time: NOON + minutes * MINUTE,
    content: completeContent(content),
    isMine: sender === 1,
    clientId: undefined,
    state: undefined,
    quote: undefined,
  };
}

function rows(
  messages: readonly Incoming[],
  more: Partial<RowsInput> = {},
  before?: readonly Row[],
): readonly Row[] {
  const input = { messages, isAtStart: false, isAtEnd: true, outgoing: [], newAfter: undefined, ...more };
  return timelineRows(input, before);
}

function words(all: readonly Row[]): string {
  return all
    .map((row) => {
      if (row.type === 'message')
        return `${row.message.seq}${row.isFirst ? '[' : ''}${row.isLast ? ']' : ''}`;
      return row.type === 'outgoing' ? `o${row.isFirst ? '[' : ''}${row.isLast ? ']' : ''}` : row.type;
    })
    .join(' ');
}

test('what one says within five minutes stands together', () => {
  assert.equal(
    words(rows([message(1, 2, 0), message(2, 2, 4), message(3, 2, 10), message(4, 3, 11)])),
    'day 1[ 2] 3[] 4[]',
  );
});

test('a day line stands above the first message of each local day, and ends a group', () => {
  const late = 11 * 60 + 59;
  assert.equal(words(rows([message(1, 2, late), message(2, 2, late + 2)])), 'day 1[] day 2[]');
});

test('days of 23 and 25 hours are days', () => {
  for (const month of [2, 9]) {
    const last = new Date(2026, month + 1, 0);
    const sunday = new Date(2026, month, last.getDate() - last.getDay(), 0, 30).getTime();
    const at = (time: number, seq: number): Incoming => ({ ...message(seq, 2, 0), time });
    const before = new Date(sunday - 3_600_000).getTime();
    const after = new Date(2026, month, last.getDate() - last.getDay(), 23, 30).getTime();
    assert.equal(words(rows([at(before, 1), at(sunday, 2), at(after, 3)])), 'day 1[] day 2[] 3[]');
  }
});

test('a clock that goes back gives no two rows of one key', () => {
  const keys = rows([message(1, 2, 0), message(2, 2, -24 * 60), message(3, 2, 1)]).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test('the line of what is new stands above the first one of others, and stays there', () => {
  const messages = [message(1, 2, 0), message(2, 1, 1), message(3, 2, 2), message(4, 2, 3)];
  assert.equal(words(rows(messages, { newAfter: 1 })), 'day 1[] 2[] new 3[ 4]');
  assert.equal(words(rows(messages, { newAfter: 4 })), 'day 1[] 2[] 3[ 4]');
});

test('events end a group; entries, hidden messages and vanished ones have no row', () => {
  const event = message(2, 3, 1, { kind: { case: 'event', value: { kind: 'joined' } } });
  const reaction = message(3, 3, 1, { kind: { case: 'reaction', value: { target: 1, emoji: '👍' } } });
  const gone = { ...message(5, 2, 2, { kind: { case: 'recalled', value: { by: 0 } } }) };
  const state = { vanishesAt: 5 } as Incoming['state'];
  const all = [message(1, 2, 0), event, reaction, message(4, 2, 1), { ...gone, state }, message(6, 2, 3)];
  assert.equal(words(rows(all, { hidden: new Set([6]) })), 'day 1[] event 4[]');
});

test('what is on its way stands at the end, in the group of what the user has said, and keeps its key when it is acked', () => {
  const outgoing: OutgoingMessage = {
    clientId: 'a',
    target: { conversation: 1 },
    conversation: 1,
    content: { text: 'y' },
    time: NOON + MINUTE,
    state: 'sending',
    error: undefined,
    uploads: [],
  };
  const pending = rows([message(1, 1, 0)], { outgoing: [outgoing] });
  assert.equal(words(pending), 'day 1[ o]');
  const acked = rows([message(1, 1, 0), { ...message(2, 1, 1), clientId: 'a' }], { outgoing: [outgoing] });
  assert.equal(words(acked), 'day 1[ 2]');
  assert.equal(pending.at(-1)?.key, acked.at(-1)?.key);
  assert.equal(words(rows([message(1, 1, 0)], { outgoing: [outgoing], isAtEnd: false })), 'day 1[]');
});

test('rows that have not changed are the same objects', () => {
  const [first, second, third] = [message(1, 2, 0), message(2, 2, 1), message(3, 2, 2)];
  const before = rows([first, second]);
  assert.equal(rows([first, second], {}, before), before);
  const after = rows([first, second, third], {}, before);
  assert.equal(after[1], before[1]);
  // It is not the last one of its group any more.
  assert.notEqual(after[2], before[2]);
});
