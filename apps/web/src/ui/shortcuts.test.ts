import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, showKeys } from './shortcuts.ts';

const press = (key: string, ...modifiers: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyboardEvent =>
  ({
    key,
    ctrlKey: modifiers.includes('ctrl'),
    metaKey: modifiers.includes('meta'),
    altKey: modifiers.includes('alt'),
    shiftKey: modifiers.includes('shift'),
  }) as KeyboardEvent;

test('Mod is Ctrl, on a Mac the command key', () => {
  assert.ok(fits('Mod+K', press('k', 'ctrl'), false));
  assert.ok(!fits('Mod+K', press('k', 'meta'), false));
  assert.ok(fits('Mod+K', press('k', 'meta'), true));
  assert.ok(!fits('Mod+K', press('k', 'ctrl'), true));
});

test('other modifiers are another key', () => {
  assert.ok(!fits('Mod+K', press('k', 'ctrl', 'shift'), false));
  assert.ok(fits('Mod+Shift+K', press('K', 'ctrl', 'shift'), false));
  assert.ok(!fits('Alt+ArrowUp', press('ArrowUp'), false));
  assert.ok(!fits('Escape', press('Escape', 'alt'), false));
});

test('a sign is the sign, whatever the keyboard needs to type it', () => {
  assert.ok(fits('?', press('?', 'shift'), false));
  assert.ok(fits('?', press('?'), false));
  assert.ok(fits('Mod+,', press(',', 'ctrl'), false));
});

test('keys are shown as they stand on the keyboard', () => {
  assert.deepEqual(showKeys('Mod+Shift+k', false), ['Ctrl', 'Shift', 'K']);
  assert.deepEqual(showKeys('+', true), ['+']);
  assert.deepEqual(showKeys('Mod+ArrowUp', true), ['⌘', '↑']);
});
