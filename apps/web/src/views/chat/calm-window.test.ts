import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slice, TimelineWindow } from '@posthorn/client/engine';
import { Signal } from '../../ui/signal.ts';
import { calmWindow } from './calm-window.ts';

const EMPTY: Slice = {
  conversation: 5,
  from: 0,
  to: 0,
  messages: [],
  isAtStart: false,
  isAtEnd: false,
  isLoadingOlder: false,
  isLoadingNewer: false,
  error: undefined,
  isLoaded: false,
};

test('what is loaded between the first look and the subscription is seen by whoever subscribes', () => {
  const live = new Signal(EMPTY);
  const { slice } = calmWindow({ slice: live } as unknown as TimelineWindow);
  assert.equal(slice.get().isLoaded, false);
  const loaded: Slice = { ...EMPTY, to: 9, isAtEnd: true, isLoaded: true };
  live.set(loaded);
  const end = slice.subscribe(() => {});
  assert.equal(slice.get(), loaded);
  end();
});
