import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { listed } from './conversation-list.ts';
import type { ListedInfo } from './conversation-list.ts';
import { isLater, onWayOf } from './list-outgoing.ts';

let lastId = 0;

function outgoing(time: number, change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    clientId: `c${(lastId += 1)}`,
    target: { conversation: 1 },
    conversation: 1,
    content: { text: `at ${time}` },
    time,
    state: 'waiting',
    error: undefined,
    uploads: [],
    ...change,
  };
}

test('the newest message stands for a conversation; what has failed is told whatever waits', () => {
  const [failed, waiting] = [outgoing(1, { state: 'failed' }), outgoing(2)];
  const onWay = onWayOf([failed, waiting], 10).get(1);
  assert.deepEqual([onWay?.state, onWay?.newest, onWay?.time], ['failed', waiting, 12]);
  assert.equal(onWayOf([waiting], 0).get(1)?.state, 'waiting');
});

test('changes and threads are no last messages', () => {
  const pin = outgoing(1, { content: { kind: { case: 'pin', value: { target: 3 } } } });
  const inThread = outgoing(2, { content: { text: 'aside', thread: 3 } });
  assert.deepEqual(onWayOf([pin, inThread], 0).get(1), {
    state: undefined,
    newest: undefined,
    time: 0,
    changes: [pin],
  });
  const refused = { ...pin, state: 'failed' } as const;
  assert.partialDeepStrictEqual(onWayOf([refused], 0).get(1), { state: 'failed', changes: [] });
});

test('what waits is later than all, what has failed only than what was said before', () => {
  const waits = onWayOf([outgoing(5)], 0).get(1)!;
  const failed = onWayOf([outgoing(5, { state: 'failed' })], 0).get(1)!;
  assert.deepEqual([isLater(waits, 9), isLater(failed, 9), isLater(failed, 4)], [true, false, true]);
});

test('the list goes by it', () => {
  const info = (id: number): ListedInfo => ({
    id,
    kind: 'group',
    activeAt: id * 1000,
    unread: 0,
    mentions: 0,
    lastMessage: undefined,
    left: false,
    head: 9,
    read: 5,
  });
  const input = { own: new Map(), folders: [], view: 'all', current: undefined } as const;
  const conversations = new Map([1, 2, 3].map((id) => [id, info(id)]));
  const order = (...sent: OutgoingMessage[]) => listed({ ...input, conversations, onWay: onWayOf(sent, 0) });
  assert.deepEqual(order(), [3, 2, 1]);
  assert.deepEqual(order(outgoing(9000)), [1, 3, 2]);
  assert.deepEqual(order(outgoing(500, { state: 'failed' })), [3, 2, 1]);
});

test('progress of an upload is no news', () => {
  const one = outgoing(1);
  const before = onWayOf([one], 0);
  assert.equal(onWayOf([{ ...one, uploads: [] }], 0, before), before);
  assert.notEqual(onWayOf([{ ...one, state: 'failed' }], 0, before), before);
});
