import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Incoming } from '@posthorn/client';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { previewOf } from './preview.ts';
import type { PreviewInput } from './preview.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
i18n.setMessagesCompiler(compileMessage);

const NAMES = ['', 'Ann', 'Ben', 'Cleo'];

function said(content: ContentInit, change: Partial<Incoming> = {}): Incoming {
  return {
    conversation: 1,
    seq: 1,
    sender: 2,
    time: 0,
    content: completeContent(content),
    isMine: false,
    clientId: undefined,
    state: undefined,
    quote: undefined,
    ...change,
  };
}

function line(input: Partial<PreviewInput>): string {
  const { who, icon, text } = previewOf(i18n, {
    message: undefined,
    draft: undefined,
    typing: [],
    isCrowd: true,
    isInbox: false,
    me: 1,
    nameOf: (user) => NAMES[user] ?? '?',
    ...input,
  });
  return [who, icon, text].filter((part) => part !== '' && part !== undefined).join('|');
}

test('who types comes before a draft, a draft before the last message', () => {
  const message = said({ text: 'hello' });
  assert.equal(line({ message, draft: 'I would\nrather', typing: ['Ben'] }), 'Ben is typing…');
  assert.equal(
    line({ message, draft: 'I would\nrather', typing: ['Ben', 'Ann'] }),
    'Ben and Ann are typing…',
  );
  assert.equal(line({ message, draft: 'I would\nrather' }), 'I would rather');
  assert.equal(line({ message, typing: ['Ben'], isCrowd: false }), 'typing…');
  assert.equal(line({}), 'Nothing was said yet');
});

test('a message is told without its marks, with who said it in a crowd', () => {
  const message = said({ text: '**Yes**, see\n||the end||' });
  assert.equal(line({ message }), 'Ben|Yes, see ████');
  assert.equal(line({ message, isCrowd: false }), 'Yes, see ████');
  assert.equal(line({ message: said({ text: 'ok' }, { isMine: true }), isCrowd: false }), 'You|ok');
  assert.equal(line({ message: said({ text: 'so', forward: { user: 1 } }) }), 'Ben|forward|so');
});

test('files are told by their kind', () => {
  const files = (...attachments: NonNullable<ContentInit['attachments']>): string =>
    line({ message: said({ attachments }), isCrowd: false });
  assert.equal(files({ name: 'a.pdf', type: 'application/pdf' }), 'file|a.pdf');
  assert.equal(files({ type: 'image/png' }), 'picture|Picture');
  assert.equal(files({ type: 'image/png' }, { type: 'image/png' }), 'picture|2 pictures');
  assert.equal(files({ type: 'audio/ogg', voice: true, durationMs: 23_400 }), 'voice|Voice message, 0:23');
  assert.equal(
    line({ message: said({ text: 'look', attachments: [{ type: 'video/mp4' }] }), isCrowd: false }),
    'video|look',
  );
});

test('what is no text is told in words', () => {
  const event = said({ kind: { case: 'event', value: { kind: 'added', users: [1, 3] } } });
  assert.equal(line({ message: event }), 'Ben added you, Cleo');
  const asked = { case: 'event', value: { kind: 'contact-asked', users: [3] } } as const;
  assert.equal(
    line({ message: said({ kind: asked }, { sender: 1, isMine: true }) }),
    'You asked Cleo to be a contact',
  );
  const poll = said({ text: 'When?', kind: { case: 'poll', value: { options: ['a', 'b'] } } });
  assert.equal(line({ message: poll }), 'Ben|poll|When?');
  const recalled = (by: number): Incoming => said({ kind: { case: 'recalled', value: { by } } });
  assert.equal(line({ message: recalled(2) }), 'recalled|Message taken back');
  assert.equal(line({ message: recalled(0) }), 'recalled|A message has vanished');
  const vanishing = said({
    kind: { case: 'event', value: { kind: 'vanishing', vanishAfterMs: 86_400_000 } },
  });
  assert.equal(line({ message: vanishing }), 'Ben let messages vanish after 1 day');
});

test('a line has no breaks and an end', () => {
  const long = line({ message: said({ text: `${'x'.repeat(300)}\n\u2028y` }), isCrowd: false });
  assert.equal(long.length, 161);
});

test('what is on its way stands in for the last message, and a draft before it', () => {
  const message = said({ text: 'hello' });
  const outgoing: OutgoingMessage = {
    clientId: 'c1',
    target: { conversation: 1 },
    conversation: 1,
    content: { text: '**Wait**\nfor me' },
    time: 1,
    state: 'waiting',
    error: undefined,
    uploads: [],
  };
  assert.equal(line({ message, outgoing }), 'You|Wait for me');
  assert.equal(line({ message, outgoing, draft: 'and then' }), 'and then');
  const poll = { text: 'Fly?', kind: { case: 'poll', value: { options: ['Yes', 'No'] } } } as const;
  assert.equal(line({ outgoing: { ...outgoing, content: poll } }), 'You|poll|Fly?');
  const upload = {
    id: 'u',
    name: 'a.png',
    type: 'image/png',
    bytes: 1,
    sent: 0,
    state: 'waiting',
    error: undefined,
    attachment: undefined,
  } as const;
  const files = { ...outgoing, content: {}, uploads: [upload, upload] };
  assert.equal(line({ outgoing: files }), 'You|picture|2 pictures');
});
