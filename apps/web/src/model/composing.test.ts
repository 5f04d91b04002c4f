import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silenceOf, slowModeLeft, mayMentionAll } from './can-write.ts';
import { quickEmoji, recentsOf, skinToneOf, withRecent, withSkinTone } from './emoji-recents.ts';
import { bytesLeft, mentionsOf, namesIn, trimmed } from './message-text.ts';
import { nameOfPasted, pasteMeans } from './pasted.ts';
import { faultOf, newPoll, pollContent, withOption, withoutOption } from './poll-form.ts';
import { inputValue, isOnItsWay, isPossible, nextDue, usualTimes } from './send-later.ts';
import { commandIn, commandText } from './slash-command.ts';
import { filesToSend, moved, withAlt, withFiles, withoutFile } from './tray.ts';

describe('a paste', () => {
  const shot = { name: 'image.png', type: 'image/png' };

  it('from a spreadsheet or a word processor is text', () => {
    const types = ['text/plain', 'text/html', 'Files'];
    assert.equal(pasteMeans({ types, text: 'a\tb', files: [shot] }), 'text');
    assert.equal(pasteMeans({ types: ['text/plain'], text: 'a', files: [] }), 'text');
  });

  it('of a screenshot, of a picture of a page, and of files is files', () => {
    assert.equal(pasteMeans({ types: ['Files'], text: '', files: [shot] }), 'files');
    assert.equal(pasteMeans({ types: ['text/html', 'Files'], text: '', files: [shot] }), 'files');
    assert.equal(pasteMeans({ types: ['text/plain', 'Files'], text: 'a.pdf', files: [shot] }), 'files');
  });

  it('gets a name that tells when it was', () => {
    assert.equal(nameOfPasted(shot, new Date(2026, 10, 9, 7, 5, 3)), 'screenshot-2026-11-09-070503.png');
    assert.equal(nameOfPasted({ name: 'rose.jpg', type: 'image/jpeg' }, new Date()), 'rose.jpg');
  });
});

describe('a text', () => {
  it('loses blanks at its end and empty lines before it, not the indent of code', () => {
    assert.equal(trimmed('\n  \n    a\n b \n'), '    a\n b');
  });

  it('names people outside of code', () => {
    assert.deepEqual(namesIn('@ann and @all, `@bob`'), ['ann']);
    assert.deepEqual(
      mentionsOf('@ann @nobody @here', (name) => (name === 'ann' ? 5 : undefined)),
      { mentions: [5], mentionAll: 'online' },
    );
    assert.deepEqual(
      mentionsOf('nobody', () => 1),
      {},
    );
  });

  it('is measured in bytes', () => {
    assert.equal(bytesLeft('a'.repeat(65_536)), 0);
    assert.equal(bytesLeft('上'.repeat(30_000)), 65_536 - 90_000);
  });
});

describe('commands', () => {
  it('begin a text, and others are text', () => {
    assert.equal(commandIn('/poll Lunch?')?.rest, 'Lunch?');
    assert.equal(commandIn('/poll')?.command.name, 'poll');
    for (const text of ['/etc/hosts', '/pollen', 'say /poll', '/']) assert.equal(commandIn(text), undefined);
  });

  it('that send text', () => {
    assert.equal(commandText('shrug', 'well'), String.raw`well ¯\\\_(ツ)\_/¯`);
    assert.equal(commandText('me', 'waves'), '_waves_');
    assert.equal(commandText('me', ''), undefined);
  });
});

describe('writing', () => {
  const group = {
    kind: 'group',
    left: false,
    role: 'member',
    silenced: false,
    settings: undefined,
    memberCount: 5,
  } as const;
  const settings = {
    write: 'unspecified',
    invite: 'unspecified',
    pin: 'unspecified',
    mentionAll: 'unspecified',
    change: 'unspecified',
    topic: undefined,
    pictureUrl: undefined,
    slowModeS: undefined,
    join: 'unspecified',
    closed: undefined,
  } as const;

  it('is refused with the reason', () => {
    assert.equal(silenceOf(group), undefined);
    assert.equal(silenceOf({ ...group, left: true }), 'left');
    assert.equal(silenceOf({ ...group, silenced: true }), 'silenced');
    assert.equal(silenceOf({ ...group, settings: { ...settings, closed: true } }), 'closed');
    assert.equal(silenceOf({ ...group, settings: { ...settings, write: 'admin' } }), 'announcements');
    assert.equal(silenceOf({ ...group, kind: 'inbox' }), 'inbox');
    assert.equal(silenceOf({ ...group, kind: 'direct', role: 'unspecified' }, true), 'blocked');
  });

  it('to everybody is for small groups and admins', () => {
    assert.equal(mayMentionAll(group), true);
    assert.equal(mayMentionAll({ ...group, memberCount: 21 }), false);
    assert.equal(mayMentionAll({ ...group, memberCount: 21, role: 'admin' }), true);
  });

  it('waits in slow mode, but admins do not', () => {
    const slow = { ...group, settings: { ...settings, slowModeS: 30 } };
    assert.equal(slowModeLeft(slow, 1000, 11_000), 20_000);
    assert.equal(slowModeLeft(slow, 1000, 40_000), 0);
    assert.equal(slowModeLeft({ ...slow, role: 'admin' }, 1000, 11_000), 0);
  });
});

describe('files that wait', () => {
  const file = (bytes: number): Blob => new Blob([new Uint8Array(bytes)]);

  it('are taken up to twenty, not empty ones', () => {
    const added = Array.from({ length: 22 }, (_, at) => ({ file: file(1), name: `${at}` }));
    const { files, refused } = withFiles([], [{ file: file(0), name: 'none' }, ...added], 1);
    assert.equal(files.length, 20);
    assert.deepEqual(
      refused.map(({ why }) => why),
      ['empty', 'too-many', 'too-many'],
    );
  });

  it('keep their order, captions and endings', () => {
    const long = { file: file(1), name: `${'x'.repeat(300)}.pdf` };
    const { files } = withFiles([], [{ file: file(1), name: 'a' }, { file: file(1), name: 'b' }, long], 1);
    const [first = { id: 0 }] = files;
    const after = withAlt(moved(files, first.id, 1), first.id, ' a rose ');
    assert.deepEqual(
      filesToSend(after).map(({ name, alt }) => [name.slice(-4), alt]),
      [
        ['b', undefined],
        ['a', 'a rose'],
        ['.pdf', undefined],
      ],
    );
    assert.equal(filesToSend(after)[2]?.name.length, 255);
    assert.equal(withoutFile(after, first.id).length, 2);
    assert.deepEqual(moved(files, first.id, -1), files);
  });
});

describe('emoji used lately', () => {
  it('come first, each once', () => {
    const kept = withRecent(withRecent({ recent: ['🌹'], tone: 'dark' }, '👍'), '🌹');
    assert.deepEqual(recentsOf(kept), ['🌹', '👍']);
    assert.equal(skinToneOf(kept), 'dark');
    assert.deepEqual(quickEmoji(kept, 3), ['🌹', '👍', '❤️']);
    assert.equal(skinToneOf(withSkinTone(kept, 'light')), 'light');
    assert.deepEqual(recentsOf({ recent: 'x' }), []);
  });
});

describe('sending later', () => {
  it('offers times that make sense', () => {
    const names = (date: Date): readonly string[] => usualTimes(date).map(({ name }) => name);
    assert.deepEqual(names(new Date(2026, 10, 25, 10)), [
      'in-1-hour',
      'this-evening',
      'tomorrow-morning',
      'monday-morning',
    ]);
    assert.deepEqual(names(new Date(2026, 10, 29, 18, 30)), ['in-1-hour', 'tomorrow-morning'], 'on a Sunday');
  });

  it('is possible within a year', () => {
    const now = Date.UTC(2026, 0, 1);
    assert.equal(isPossible(now + 1, now), true);
    for (const at of [now, now + 366 * 86_400_000, NaN]) assert.equal(isPossible(at, now), false);
    assert.equal(new Date(inputValue(now)).getTime(), now);
  });
});

describe('a poll', () => {
  it('grows by an answer as one types, and says what is missing', () => {
    let form = newPoll('Lunch?');
    assert.equal(faultOf(form, 0), 'too-few');
    form = withOption(withOption(form, 0, 'Yes'), 1, 'No');
    assert.deepEqual(form.options, ['Yes', 'No', '']);
    assert.equal(faultOf(form, 0), undefined);
    assert.equal(faultOf(withOption(form, 2, 'No '), 0), 'same-twice');
    assert.equal(faultOf({ ...form, question: ' ' }, 0), 'no-question');
    assert.equal(faultOf({ ...form, closesAt: 5 }, 10), 'past');
    assert.deepEqual(pollContent(form).kind?.value, {
      options: ['Yes', 'No'],
      multiple: false,
      anonymous: false,
      closesAt: 0,
    });
    assert.equal(withoutOption(form, 0).options.length, 2);
  });
});

it('a scheduled message whose time has come is on its way, unless it is refused or tried again', () => {
  const due = { at: 10, refused: 0, waiting: 0 };
  assert.deepEqual([isOnItsWay(due, 9), isOnItsWay(due, 10)], [false, true]);
  assert.equal(isOnItsWay({ ...due, refused: 403 }, 11), false);
  assert.equal(isOnItsWay({ ...due, waiting: 429 }, 11), false);
  assert.equal(nextDue([due, { ...due, at: 30 }, { ...due, at: 20 }], 10), 20);
  assert.equal(nextDue([due], 10), undefined);
});
