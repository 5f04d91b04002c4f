import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TypedAhead } from './typed-ahead.ts';
import type { AheadKey } from './typed-ahead.ts';

const NONE = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
};

function press(ahead: TypedAhead, key: string, change: Partial<AheadKey> = {}): string {
  return ahead.press({ ...NONE, key, ...change }, () => undefined);
}

/** Presses a key of a window. Returns whether it was left to others. */
function type(window: EventTarget, key: string): boolean {
  return window.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key }));
}

test('what is typed is for the field that comes, once', () => {
  const ahead = new TypedAhead();
  for (const key of ['b', 'e', ' ', '👍', 'x']) assert.equal(press(ahead, key), 'taken');
  assert.equal(press(ahead, 'Backspace'), 'taken');
  assert.equal(press(ahead, 'Backspace'), 'taken');
  assert.equal(ahead.take(), 'be ');
  assert.equal(ahead.take(), '');
});

test('Enter never sends what stands behind the window, with Ctrl neither', () => {
  const ahead = new TypedAhead();
  assert.equal(press(ahead, 'Enter'), 'taken');
  assert.equal(press(ahead, 'Enter', { ctrlKey: true }), 'taken');
  assert.equal(ahead.take(), '');
});

test('shortcuts, other keys and input methods are left alone', () => {
  const ahead = new TypedAhead();
  assert.equal(press(ahead, 'k', { ctrlKey: true }), 'not ours');
  assert.equal(press(ahead, 'n', { altKey: true }), 'not ours');
  assert.equal(press(ahead, 'ArrowUp'), 'not ours');
  assert.equal(press(ahead, 'n', { isComposing: true }), 'not ours');
  assert.equal(press(ahead, 'Enter', { isComposing: true }), 'not ours');
  assert.equal(ahead.take(), '');
});

test('nobody else hears the keys meanwhile; one part that loads may follow another', () => {
  const ahead = new TypedAhead();
  const window = new EventTarget();
  const end = ahead.begin(window, () => undefined);
  const heard: string[] = [];
  window.addEventListener('keydown', (event) => heard.push((event as KeyboardEvent).key));
  assert.equal(type(window, 'b'), false);
  end();
  const endNext = ahead.begin(window, () => undefined);
  assert.equal(type(window, 'e'), false);
  endNext();
  assert.equal(type(window, 'n'), true);
  assert.deepEqual(heard.at(-1), 'n');
  assert.ok(!heard.includes('b'));
  assert.equal(ahead.take(), 'be');
});

test('Escape gives it up; a pointer that goes elsewhere has its keys again', () => {
  const ahead = new TypedAhead();
  const window = new EventTarget();
  let cancelled = 0;
  const end = ahead.begin(window, () => (cancelled += 1));
  type(window, 'Escape');
  assert.equal(cancelled, 1);
  window.dispatchEvent(new Event('pointerdown'));
  assert.equal(type(window, 'a'), true);
  end();
  assert.equal(ahead.take(), '');
});
