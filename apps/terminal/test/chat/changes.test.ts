/** What becomes of messages, as the full-screen chat shows it, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Writable } from 'node:stream';
import type { Client } from '@posthorn/client/node';
import { Condition } from '@posthorn/testing/condition';
import { Chat } from '../../src/chat/chat.ts';
import { printer } from '../../src/chat/plain.ts';
import { ruleResponder } from '../../src/chat/responder.ts';
import { KEYS } from '../support/fake-terminal.ts';
import type { FakeTerminal } from '../support/fake-terminal.ts';
import { heard, READ, Verona } from '../support/verona.ts';

let verona: Verona;
let romeo: Client;
let juliet: Client;
let chat: Chat;
let screen: FakeTerminal;

beforeEach(async () => {
  verona = await Verona.open();
  ({ romeo, juliet, chat, screen } = verona);
});

afterEach(() => verona.close());

describe('what becomes of a message', () => {
  it('is shown on it, with the commands for each', async () => {
    await screen.type(':group Verona;juliet', KEYS.enter);
    await screen.shows(/made the group "Verona"/);
    const [group] = chat.state.rooms.filter(({ kind }) => kind === 'group');
    assert.ok(group !== undefined);
    await juliet.send({ conversation: group.id }, 'by whose direction').done;
    await screen.shows(/juliet: by whose direction/);
    const steps: readonly (readonly [typed: string, shown: RegExp])[] = [
      [':re last by **love**', /┌ juliet: by whose direction *\n.*romeo: by love ✓/],
      [':edit last by love, who first', /romeo \(edited\): by love, who first ✓/],
      [':react 2 :heart:', /by whose direction *\n.*❤️ 1/],
      [':react 2 👍', /❤️ 1 {2}👍 1/],
      [':react 2 ❤️', /direction *\n.*\s{2}👍 1/],
      [':pin 2', /📌 juliet: by whose/],
      [':thread 2 in the orchard', /📯 Verona › thread of 2 .*[^]*romeo: in the orchard ✓/],
      [':thread', /by whose direction *\n.*👍 1 *\n.*↳ 1 reply in the thread *\n.*┌ juliet/],
      [':recall last', /romeo: This message was recalled\./],
      [':edit 99 x', /There is no message 99 here/],
    ];
    await verona.follow(steps);
    const { seq } = (await romeo.history(group.id, { before: 0, limit: 1 }))[0] ?? { seq: 0 };
    await juliet.send(
      { conversation: group.id },
      { kind: { case: 'edit', value: { target: 2, text: 'by *whose*' } } },
    ).done;
    await screen.shows(/📌 juliet \(edited\): by whose *\n/);
    assert.equal(seq, 10, 'each was one entry');
  });

  it('threads are read and counted beside the conversation', async () => {
    await screen.type('a question', KEYS.enter);
    await screen.shows(/romeo: a question ✓/);
    await juliet.send({ conversation: 1 }, { text: 'an answer', thread: 1 }).done;
    await screen.shows(/↳ 1 reply in the thread/);
    assert.doesNotMatch(screen.text, /an answer/);
    await screen.type(':thread 1', KEYS.enter);
    await screen.shows(/thread of 1[^]*romeo: a question[^]*juliet: an answer/);
    await screen.type('thanks', KEYS.enter);
    await screen.shows(/romeo: thanks ✓/);
    await screen.type(':thread', KEYS.enter);
    await screen.shows(/romeo: a question ✓ *\n.*↳ 2 replies in the thread *\n/);
    await screen.type(':threads', KEYS.enter);
    await screen.shows(/You follow the threads of: *\n.*\[Lobby\] 1 {2}romeo: a question/);
  });

  it('whom a text names is alerted, also after an edit', async () => {
    const arrived = heard(juliet, '@juliet and @nobody');
    await screen.type('@juliet and @nobody', KEYS.enter);
    await arrived;
    await screen.type(':edit last @juliet alone', KEYS.enter);
    await screen.shows(/\(edited\): @juliet alone/);
    const [message] = await juliet.history(1, { before: 2, limit: 1 });
    const self = juliet.state.name === 'online' ? juliet.state.session.user?.id : undefined;
    assert.deepEqual(message?.content.mentions, [self]);
  });

  it('is kept, found again, said elsewhere, and later', async () => {
    await screen.type('But **soft**', KEYS.enter);
    await screen.shows(/romeo: But soft ✓/);
    const steps: readonly (readonly [typed: string, shown: RegExp])[] = [
      [':star last', /Message 1 is kept/],
      [':stars', /You keep: *\n.*\[Lobby\] 1 {2}romeo: But soft/],
      [':star 1', /Message 1 is let go/],
      [':stars', /You keep nothing/],
      [':pins', /Nothing is pinned here/],
      [':forward 1 juliet', /Message 1 was forwarded to juliet/],
      [':later +1d It is the east', /It goes out at [\d-]+ [^]*cancel 1 takes it back/],
      [':later', /To be sent later: *\n.* 1 {2}[\d-]+ [^]*It is the/],
      [':later cancel 1', /Message 1 is not sent/],
      [':later', /Nothing is to be sent later/],
      [':later tomorrow x', /"tomorrow" is no time/],
      [':later 2020-01-01 x', /2020-01-01 [^]*has passed/],
    ];
    await verona.follow(steps);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/romeo \(forwarded from romeo\): But soft/);
  });

  it('is hidden from oneself, and shown again', async () => {
    await screen.type('Ay me', KEYS.enter);
    await screen.shows(/romeo: Ay me ✓/);
    await screen.type(':hide last', KEYS.enter);
    await screen.shows(/Message 1 is hidden/);
    await screen.hides(/romeo: Ay me/);
    await romeo.mine.set('hide/1/1', undefined);
    await screen.shows(/romeo: Ay me/);
  });

  it('one sees who has read it', async () => {
    const { conversation } = await romeo.send({ to: 'juliet' }, 'She speaks').done;
    await screen.shows(/● juliet/);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/romeo: She speaks/);
    juliet.markRead(conversation, 1);
    await screen.until(() => screen.picture.includes(READ));
    await screen.type(':readers last', KEYS.enter);
    await screen.shows(/Read by 1 of 1: juliet/);
  });

  it('polls show the tally and what one has chosen oneself', async () => {
    await screen.type(':poll -m Where?;balcony;orchard', KEYS.enter);
    await screen.shows(
      /romeo: Where\? ✓ *\n.*1\. ░+ 0 {2}balcony *\n.*2\. ░+ 0 {2}orchard *\n.*0 voters · several choices/,
    );
    await juliet.send({ conversation: 1 }, { kind: { case: 'vote', value: { target: 1, choices: [1] } } })
      .done;
    await screen.shows(/2\. █{12} 1 {2}orchard *\n.*1 voter /);
    await screen.type(':vote last ');
    await screen.shows(/ 1 balcony {2}2 orchard /);
    await screen.type(KEYS.tab, ' 2', KEYS.enter);
    await screen.shows(/1\. █{6}░{6} 1 {2}balcony *\n.*2\. █{12} 2 {2}orchard/);
    await screen.type(':endpoll last', KEYS.enter);
    await screen.shows(/2 voters · several choices · closed/);
  });

  it('what vanishes is gone when its time has come, without a word from the server', async (t) => {
    await romeo.send({ conversation: 1 }, { text: 'burn this', vanishAfterMs: 60_000 }).done;
    await screen.shows(/⏳ romeo: burn this/);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
    await screen.shows(/romeo: This message has vanished/);
    assert.doesNotMatch(screen.text, /burn/);
  });

  it('numbers are shown while one types a command', async () => {
    await juliet.send({ conversation: 1 }, 'hi').done;
    await screen.shows(/\d\d:\d\d juliet: hi/);
    await screen.type(':re');
    await screen.shows(/ {4}1 juliet: hi/);
  });
});

it('a screen that only prints tells of what becomes of messages', async () => {
  let printed = '';
  const condition = new Condition();
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      condition.changed();
      done();
    },
  });
  const plain = new Chat({
    client: juliet,
    responder: ruleResponder(),
    signal: new AbortController().signal,
    onLine: printer({ stdout }),
  });
  await romeo.send({ conversation: 1 }, 'But **soft**').done;
  const kinds = [
    { text: 'aye', replyTo: 1 },
    { kind: { case: 'reaction', value: { target: 1, emoji: '👍' } } },
    { kind: { case: 'edit', value: { target: 1, text: 'It is the east' } } },
    { text: 'Where?', kind: { case: 'poll', value: { options: ['balcony', 'orchard'] } } },
    { kind: { case: 'recall', value: { target: 2 } } },
  ] as const;
  for (const kind of kinds) await romeo.send({ conversation: 1 }, kind).done;
  await condition.until(() => printed.includes('back'));
  plain.close();
  assert.deepEqual(printed.split('\n'), [
    '[Lobby] romeo: But **soft**',
    '[Lobby] romeo (to romeo: "But soft"): aye',
    '[Lobby] * romeo gave 👍 to "But soft"',
    '[Lobby] * romeo changed what they said: It is the east',
    '[Lobby] romeo: Where?',
    '  1. balcony',
    '  2. orchard',
    '[Lobby] * romeo took a message back',
    '',
  ]);
});
