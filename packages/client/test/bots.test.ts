/** What bots show and is in no log: it is known once, bounded, and goes. */
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { completeContent } from '@posthorn/protocol';
import type { Ephemeral, StreamNote } from '@posthorn/protocol';
import type { Incoming } from '../src/api.ts';
import { BotsNews } from '../src/bots.ts';
import type { BotNews } from '../src/bots.ts';

const CONVERSATION = 7;
const BOT = 3;

/** Timers that run when the test says so. */
let timers: Set<() => void>;
let shown: Map<number, BotNews>;
let bots: BotsNews;

beforeEach(() => {
  timers = new Set();
  shown = new Map();
  bots = new BotsNews({
    shown,
    put(conversation, news) {
      if (news === undefined) shown.delete(conversation);
      else shown.set(conversation, news);
    },
    after(_, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
});

function whisper(id: number, text = 'only you', conversation = CONVERSATION): Ephemeral {
  return { id, conversation, from: BOT, time: 1, text, components: undefined };
}

function writes(stream: string, text: string, more: Partial<StreamNote> = {}): void {
  const note = {
    conversation: CONVERSATION,
    user: BOT,
    stream,
    text,
    replyTo: 0,
    thread: 0,
    abandoned: false,
  };
  bots.push({ case: 'streamNote', value: { ...note, ...more } });
}

function says(stream: string): void {
  const message: Incoming = {
    conversation: CONVERSATION,
    seq: 1,
    sender: BOT,
    time: 1,
    content: completeContent({ text: 'whole', stream }),
    isMine: false,
    clientId: undefined,
    state: undefined,
    quote: undefined,
  };
  bots.arrived(message);
}

const texts = (): readonly string[] | undefined => shown.get(CONVERSATION)?.streams.map(({ text }) => text);
const whispers = (): readonly string[] | undefined =>
  shown.get(CONVERSATION)?.ephemerals.map(({ text }) => text);

it('shows a message for the user alone once, the latest of its id, until it is dismissed', () => {
  bots.push({ case: 'ephemeral', value: whisper(1, 'one') });
  bots.ephemeral(whisper(1, 'one'));
  bots.push({ case: 'ephemeral', value: whisper(2, 'two') });
  bots.push({ case: 'ephemeral', value: whisper(1, 'one, again') });
  assert.deepEqual(whispers(), ['one, again', 'two']);
  bots.dismiss(CONVERSATION, 1);
  assert.deepEqual(whispers(), ['two']);
  bots.dismiss(CONVERSATION, 2);
  assert.equal(shown.size, 0);
});

it('keeps the newest of many, in the conversations that had news last', () => {
  for (let id = 1; id <= 50; id++) bots.ephemeral(whisper(id, String(id)));
  assert.equal(whispers()?.length, 20);
  assert.equal(whispers()?.at(-1), '50');
  for (let at = 1; at <= 150; at++) bots.ephemeral(whisper(100 + at, 'x', 1000 + at));
  assert.equal(shown.size, 100);
  assert.ok(shown.has(1150));
});

it('replaces a text that grows by its message, and ignores what comes late', () => {
  writes('a', 'It');
  writes('b', 'Other');
  writes('a', 'It grows');
  assert.deepEqual(texts(), ['It grows', 'Other']);
  says('a');
  assert.deepEqual(texts(), ['Other']);
  writes('a', 'It grows');
  assert.deepEqual(texts(), ['Other']);
  writes('b', '', { abandoned: true });
  writes('b', 'late');
  assert.equal(texts(), undefined);
});

it('drops a text that is silent, which may go on later', () => {
  writes('a', 'It');
  for (const run of timers) run();
  assert.equal(texts(), undefined);
  writes('a', 'It grows');
  assert.deepEqual(texts(), ['It grows']);
  for (let at = 0; at < 50; at++) writes(`s${at}`, 'x');
  assert.equal(texts()?.length, 16);
});
