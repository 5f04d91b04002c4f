import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentInit, Incoming } from '@posthorn/client';
import { EMPTY, withRoom } from '../../src/chat/state.ts';
import type { Room } from '../../src/chat/state.ts';
import { withNews } from '../../src/chat/unread.ts';
import { incoming } from '../support/incoming.ts';

const [ROOM] = withRoom(EMPTY, 4, (room) => room).rooms;

describe('what comes', () => {
  const after = (...messages: readonly Incoming[]): Pick<Room, 'unread' | 'mentions' | 'activity'> => {
    const { unread, mentions, activity } = messages.reduce(
      (all, each) => withNews(all, each, 7),
      ROOM ?? assert.fail(),
    );
    return { unread, mentions, activity };
  };
  const said = (content: ContentInit): Incoming => incoming({ seq: 3, time: 5, content });

  it('is unread, and names the reader', () => {
    assert.deepEqual(after(said({ text: 'x' })), { unread: 1, mentions: 0, activity: 5 });
    assert.deepEqual(after(said({ text: 'x', mentions: [7] })), { unread: 1, mentions: 1, activity: 5 });
    assert.deepEqual(after(said({ text: 'x', mentionAll: 'everybody' })), {
      unread: 1,
      mentions: 1,
      activity: 5,
    });
  });

  it('counts beside the conversation in a thread, and not at all as an entry, or if it is the reader’s own', () => {
    assert.deepEqual(after(said({ text: 'x', thread: 1 })), { unread: 0, mentions: 0, activity: 0 });
    assert.deepEqual(after(said({ text: 'x', thread: 1, mentions: [7] })), {
      unread: 0,
      mentions: 1,
      activity: 0,
    });
    assert.deepEqual(after(said({ kind: { case: 'edit', value: { target: 1, text: 'x' } } })), {
      unread: 0,
      mentions: 0,
      activity: 0,
    });
    assert.deepEqual(after({ ...said({ text: 'x' }), isMine: true }), {
      unread: 0,
      mentions: 0,
      activity: 5,
    });
  });

  it('is read by whoever says something later, here and elsewhere', () => {
    const room = ROOM ?? assert.fail();
    const direct: Room = { ...room, kind: 'direct', head: 5, unread: 2, mentions: 1, read: 1, delivered: 2 };
    const own = withNews(direct, { ...incoming({ seq: 6, content: { text: 'x' } }), isMine: true }, 7);
    assert.partialDeepStrictEqual(own, { head: 6, ownRead: 6, unread: 0, mentions: 0, read: 1 });
    const others = withNews(direct, incoming({ seq: 6, content: { text: 'x' } }), 7);
    assert.partialDeepStrictEqual(others, { unread: 3, read: 6, delivered: 6 });
    const inThread = withNews(direct, incoming({ seq: 6, content: { text: 'x', thread: 1 } }), 7);
    assert.partialDeepStrictEqual(inThread, { unread: 2, read: 1 });
    const inRoom = withNews({ ...direct, kind: 'room' }, incoming({ seq: 6, content: { text: 'x' } }), 7);
    assert.partialDeepStrictEqual(inRoom, { unread: 3, read: 1 });
  });
});
