import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationInfo } from '@posthorn/client/engine';
import { standingOf } from './standing-info.ts';

const GROUP: ConversationInfo = {
  id: 7,
  kind: 'group',
  title: 'Verona',
  head: 4,
  first: 1,
  role: 'member',
  left: false,
  peer: 0,
  memberCount: 3,
  read: 4,
  delivered: 4,
  unread: 0,
  muted: false,
  silenced: false,
  mentions: 0,
  settings: undefined,
  asked: false,
  vanishAfterMs: 0,
  noPreviews: false,
  lastMessage: undefined,
  activeAt: 1000,
};

test('what arrives and what is read changes nothing that stands', () => {
  const before = standingOf(undefined, GROUP);
  const arrived = { ...GROUP, head: 5, delivered: 5, unread: 1, mentions: 1, activeAt: 2000 };
  assert.equal(standingOf(before, arrived), before);
  assert.equal(standingOf(before, { ...arrived, read: 5, unread: 0, mentions: 0 }), before);
});

test('what is called, allowed or set otherwise is another state', () => {
  const before = standingOf(undefined, GROUP);
  const changes: readonly Partial<ConversationInfo>[] = [
    { title: 'Mantua' },
    { memberCount: 4 },
    { silenced: true },
    { left: true },
    { role: 'admin' },
    { muted: true },
    { vanishAfterMs: 60_000 },
  ];
  for (const change of changes) {
    const now = { ...GROUP, ...change };
    assert.equal(standingOf(before, now), now, JSON.stringify(change));
  }
});
