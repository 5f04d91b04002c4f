import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { REASONS } from '@posthorn/protocol/reasons';
import { conversationTitle } from './conversation-title.ts';
import { messageStatus } from './message-status.ts';
import { codeOf, errorWords } from './error-words.ts';
import { muteChoices } from './mute-choices.ts';
import { contactNote, personName } from './names.ts';
import { picturePath } from './picture-path.ts';
import { presenceWords } from './presence-words.ts';
import { REASON_WORDS } from './reason-words.ts';
import { spanWords } from './span-words.ts';
import { statusOf } from './status.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
i18n.setMessagesCompiler(compileMessage);

const ANN = { id: 1, name: 'ann', displayName: 'Ann Page' };

test('a remark comes before a nickname, a nickname before the name', () => {
  assert.equal(personName(ANN, 'Annie', 'A.'), 'Annie');
  assert.equal(personName(ANN, '', 'A.'), 'A.');
  assert.equal(personName(ANN), 'Ann Page');
  assert.equal(personName({ ...ANN, displayName: '' }), 'ann');
  assert.equal(personName(undefined), '…');
  assert.deepEqual(contactNote({ remark: 5, tags: ['a', 7] }), { remark: '', tags: ['a'] });
});

test('a conversation is called by its title, or by the other one', () => {
  const title = (kind: 'direct' | 'group' | 'room' | 'inbox', text: string): string =>
    conversationTitle(i18n, { id: 5, kind, title: text }, 'Ann', 5);
  assert.equal(title('direct', ''), 'Ann');
  assert.equal(title('group', 'Verona'), 'Verona');
  assert.equal(title('room', ''), 'Lobby');
  assert.equal(title('inbox', ''), 'Notices');
});

test('spans are told in the largest unit that fits', () => {
  assert.equal(spanWords(i18n, 5000), '5 seconds');
  assert.equal(spanWords(i18n, 90 * 60_000), '90 minutes');
  assert.equal(spanWords(i18n, 86_400_000), '1 day');
  assert.equal(spanWords(i18n, 14 * 86_400_000), '2 weeks');
});

test('presence and status are told while they hold', () => {
  const now = Date.now();
  assert.equal(presenceWords(i18n, { user: 1, online: true, lastSeen: 0 }, now), 'online');
  assert.equal(presenceWords(i18n, { user: 1, online: false, lastSeen: 0 }, now), '');
  assert.match(presenceWords(i18n, { user: 1, online: false, lastSeen: now }, now), /^last seen \d/);
  const status = { statusEmoji: '🌴', statusText: 'Away', statusUntil: 10 };
  assert.equal(statusOf(status, 9), '🌴 Away');
  assert.equal(statusOf(status, 10), '');
});

test('a message is read, delivered or sent by the cursors of the other one', () => {
  assert.equal(messageStatus(5, { read: 0, delivered: 0 }), 'sent');
  assert.equal(messageStatus(5, { read: 3, delivered: 4 }), 'sent');
  assert.equal(messageStatus(5, { read: 3, delivered: 5 }), 'delivered');
  assert.equal(messageStatus(5, { read: 5, delivered: 5 }), 'read');
});

test('mutes end in the future, tomorrow in the morning', () => {
  const now = new Date(2026, 10, 29, 23, 30).getTime();
  const until = Object.fromEntries(muteChoices(i18n, now).map((choice) => [choice.key, choice.until]));
  assert.equal(until['tomorrow'], new Date(2026, 10, 30, 8).getTime());
  assert.equal(until['ever'], Infinity);
  assert.ok(Object.values(until).every((time) => time > now));
});

test('pictures come from this server alone', () => {
  assert.equal(picturePath(`/v1/files/${'a'.repeat(32)}`), `v1/files/${'a'.repeat(32)}`);
  for (const url of ['https://elsewhere.example/a.png', '/v1/files/../me', '', undefined]) {
    assert.equal(picturePath(url), undefined);
  }
});

test('the reason of a refusal comes before its code, and both before the sentence of the server', () => {
  const message = 'the group is closed now';
  assert.equal(
    errorWords(i18n, { code: 'FORBIDDEN', reason: 'group-closed', message }),
    'The group is closed.',
  );
  assert.equal(
    errorWords(i18n, { code: 'FORBIDDEN', reason: 'of-tomorrow', message }),
    'You may not do this.',
  );
  assert.equal(
    errorWords(i18n, { code: 'INVALID', reason: 'toString', message }),
    'The group is closed now.',
  );
  assert.equal(errorWords(i18n, { code: 'INVALID' }), 'This cannot be done as it was asked.');
});

test('every reason has words of its own', () => {
  assert.deepEqual(Object.keys(REASON_WORDS).sort(), Object.keys(REASONS).sort());
  for (const words of Object.values(REASON_WORDS)) assert.match(words, /^[A-Z].*\.$/);
});

test('a refusal is told in words, also after it has crossed from a worker', () => {
  assert.equal(codeOf({ code: 'FORBIDDEN' }), 'FORBIDDEN');
  assert.equal(codeOf('no'), '');
  assert.equal(errorWords(i18n, { code: 'FORBIDDEN' }), 'You may not do this.');
  assert.equal(errorWords(i18n, new Error('x')), 'That did not work.');
  const refused = { code: 'REFUSED', message: 'Mind your language.' };
  assert.equal(errorWords(i18n, refused), 'Mind your language.');
});
