import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyAction } from './composer-key.ts';
import type { ComposerSituation, KeyPress } from './composer-key.ts';

const NOTHING: ComposerSituation = {
  isChoosing: false,
  isEmpty: false,
  isReplyingOrEditing: false,
  sendsWithCtrl: false,
  isTouch: false,
};

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  return { key, keyCode: 0, isComposing: false, ...none, ...more };
}

function did(key: KeyPress, situation: Partial<ComposerSituation> = {}): string | undefined {
  return keyAction(key, { ...NOTHING, ...situation })?.do;
}

describe('keys of the composer', () => {
  it('send by Enter, and break the line by Shift+Enter', () => {
    assert.equal(did(press('Enter')), 'send');
    assert.equal(did(press('Enter', { shiftKey: true })), undefined);
  });

  it('send by Ctrl+Enter alone where the user wants that, or types on glass', () => {
    for (const situation of [{ sendsWithCtrl: true }, { isTouch: true }]) {
      assert.equal(did(press('Enter'), situation), undefined);
      assert.equal(did(press('Enter', { ctrlKey: true }), situation), 'send');
      assert.equal(did(press('Enter', { metaKey: true }), situation), 'send');
    }
  });

  it('belong to an input method while it composes, also the Enter that ends a composition in Safari', () => {
    for (const isChoosing of [true, false]) {
      assert.equal(did(press('Enter', { isComposing: true }), { isChoosing }), undefined);
      assert.equal(did(press('Enter', { keyCode: 229 }), { isChoosing }), undefined);
      assert.equal(did(press('Process', { keyCode: 229 }), { isChoosing }), undefined);
    }
  });

  it('choose in an open list', () => {
    const isChoosing = true;
    assert.equal(did(press('Enter'), { isChoosing }), 'complete');
    assert.equal(did(press('Tab'), { isChoosing }), 'complete');
    assert.equal(did(press('ArrowDown'), { isChoosing }), 'next');
    assert.equal(did(press('ArrowUp'), { isChoosing, isEmpty: true }), 'previous');
    assert.equal(did(press('Escape'), { isChoosing, isReplyingOrEditing: true }), 'close');
    assert.equal(did(press('Enter', { shiftKey: true }), { isChoosing }), undefined);
  });

  it('change the last message by the arrow up, but only of an empty text', () => {
    assert.equal(did(press('ArrowUp'), { isEmpty: true }), 'edit-last');
    assert.equal(did(press('ArrowUp')), undefined);
    assert.equal(did(press('ArrowUp'), { isEmpty: true, isReplyingOrEditing: true }), undefined);
  });

  it('mark words', () => {
    assert.deepEqual(keyAction(press('b', { ctrlKey: true }), NOTHING), { do: 'mark', mark: 'bold' });
    assert.deepEqual(keyAction(press('X', { metaKey: true, shiftKey: true }), NOTHING), {
      do: 'mark',
      mark: 'strike',
    });
    assert.equal(did(press('b')), undefined);
    assert.equal(did(press('b', { ctrlKey: true, altKey: true })), undefined, 'AltGr types letters');
  });
});
