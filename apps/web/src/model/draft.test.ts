import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { DraftKeeper, draftKey, draftOf, draftValue, forgetNotes, NO_DRAFT } from './draft.ts';
import type { Draft, DraftKeeping } from './draft.ts';

/** A device: its personal space, its notepad, and a clock that stands until it is told to go on. */
class Device {
  readonly mine = new Map<string, unknown>();
  readonly notes = new Map<string, string>();
  isStoring = true;
  #pending: (() => void) | undefined;

  readonly notepad = {
    getItem: (key: string): string | null => this.notes.get(key) ?? null,
    setItem: (key: string, value: string): void => void this.notes.set(key, value),
    removeItem: (key: string): void => void this.notes.delete(key),
    key: (at: number): string | null => [...this.notes.keys()][at] ?? null,
    get length(): number {
      return 0;
    },
  };

  readonly keeping: DraftKeeping = {
    mine: { at: (key) => this.mine.get(key) },
    setMine: async (key, value) => {
      // A page that ends: the engine never gets it.
      if (!this.isStoring) return new Promise(() => {});
      this.mine.set(key, value);
      return Promise.resolve();
    },
    notepad: this.notepad,
    later: (run) => {
      this.#pending = run;
      return () => void (this.#pending = undefined);
    },
  };

  pause(): void {
    this.#pending?.();
  }
}

function text(words: string): Draft {
  return { text: words, replyTo: 0 };
}

describe('drafts', () => {
  it('are stored after a pause', () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1);
    keeper.typed(text('But'));
    keeper.typed(text('But soft'));
    assert.equal(device.mine.size, 0);
    device.pause();
    assert.deepEqual(device.mine.get('draft/1'), { text: 'But soft' });
  });

  it('are removed when they are empty', () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1);
    keeper.typed(text('But'));
    keeper.flush();
    keeper.typed(text(' '));
    keeper.flush();
    assert.equal(device.mine.get('draft/1'), undefined);
  });

  it('never cross chats, nor threads', () => {
    const device = new Device();
    new DraftKeeper(device.keeping, 1).typed(text('one'));
    device.pause();
    const inThread = new DraftKeeper(device.keeping, 1, 7);
    inThread.typed(text('seven'));
    inThread.flush();
    assert.equal(new DraftKeeper(device.keeping, 1).read().text, 'one');
    assert.equal(new DraftKeeper(device.keeping, 1, 7).read().text, 'seven');
    assert.equal(new DraftKeeper(device.keeping, 2).read().text, '');
    assert.deepEqual(
      draftOf({ text: 'x', thread: 7 }),
      NO_DRAFT,
      'another client has written it in a thread',
    );
  });

  it('survive a page that ends before the engine has stored them', () => {
    const device = new Device();
    device.isStoring = false;
    const keeper = new DraftKeeper(device.keeping, 1);
    keeper.typed(text('But soft'));
    keeper.flush();
    device.isStoring = true;
    assert.equal(new DraftKeeper(device.keeping, 1).read().text, 'But soft');
    assert.deepEqual(device.mine.get('draft/1'), { text: 'But soft' }, 'it is stored now');
  });

  it('leave nothing in the notepad once they are stored', async () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1);
    keeper.typed(text('But soft'));
    keeper.flush();
    await setImmediate();
    assert.equal(device.notes.size, 0);
  });

  it('come from another device only while nothing is typed here', () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1);
    device.mine.set('draft/1', { text: 'from the phone' });
    assert.equal(keeper.changed(NO_DRAFT)?.text, 'from the phone');
    keeper.typed(text('from the phone, and here'));
    device.mine.set('draft/1', { text: 'later from the phone' });
    assert.equal(keeper.changed(text('from the phone, and here')), undefined);
    device.pause();
    assert.deepEqual(
      device.mine.get('draft/1'),
      { text: 'from the phone, and here' },
      'the last word is here',
    );
  });

  it('do not come back by their own echo', () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1);
    keeper.typed(text('But'));
    device.pause();
    assert.equal(keeper.changed(text('But soft')), undefined);
  });

  it('keep which message they answer', () => {
    assert.deepEqual(draftValue({ text: '', replyTo: 12 }), { text: '', replyTo: 12 });
    assert.deepEqual(draftOf({ text: 'a', replyTo: 12 }), { text: 'a', replyTo: 12 });
    assert.equal(draftKey(3, 9), 'draft/3/9');
  });

  it('that wait are let go after a logout', () => {
    const device = new Device();
    const keeper = new DraftKeeper(device.keeping, 1, 0);
    keeper.typed(text('a secret'));
    keeper.drop();
    device.pause();
    keeper.flush();
    assert.deepEqual([...device.notes, ...device.mine], []);
  });

  it('are forgotten with the session', () => {
    const notes = new Map([
      ['posthorn/draft/1', 'x'],
      ['posthorn/look', 'y'],
    ]);
    forgetNotes({
      length: notes.size,
      key: (at) => [...notes.keys()][at] ?? null,
      getItem: (key) => notes.get(key) ?? null,
      setItem: (key, value) => void notes.set(key, value),
      removeItem: (key) => void notes.delete(key),
    });
    assert.deepEqual([...notes.keys()], ['posthorn/look']);
  });

  for (const value of [undefined, null, 5, {}, { text: 5 }, 'text'])
    it(`are none in ${JSON.stringify(value) ?? 'nothing'}`, () => {
      assert.deepEqual(draftOf(value), NO_DRAFT);
    });
});
