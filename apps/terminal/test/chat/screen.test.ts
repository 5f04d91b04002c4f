/** The full-screen chat as somebody sees it who sits before it, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Chat } from '../../src/chat/chat.ts';
import { printer } from '../../src/chat/plain.ts';
import { ruleResponder } from '../../src/chat/responder.ts';
import { FakeTerminal, KEYS } from '../support/fake-terminal.ts';

/** The marks of what was read are in cyan. */
const READ = '\u001B[36m ✓✓';

let place: InProcess;
let romeo: Client;
let juliet: Client;
let chat: Chat;
let screen: FakeTerminal;

beforeEach(async () => {
  place = await startInProcess({ loginPolicy: 'multi' }, { limits: { offlineGraceMs: 50 } });
  juliet = await online('juliet');
  romeo = await online('romeo', (client) => {
    chat = new Chat({ client, responder: ruleResponder(), signal: new AbortController().signal });
  });
  screen = new FakeTerminal(chat, { columns: 80, rows: 16 });
  await screen.shows(/📯 Lobby .*romeo · online/);
});

afterEach(async () => {
  screen.close();
  chat.close();
  await Promise.all([romeo.close(), juliet.close()]);
  await place.server.close();
});

async function online(user: string, started: (client: Client) => void = () => {}): Promise<Client> {
  const client = await connect({ server: place.tcpUrl, user, password: 'pw', register: true });
  started(client);
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

function heard(client: Client, text: string): Promise<void> {
  return new Promise((resolve) => {
    client.on('message', ({ content }) => {
      if (content.text === text) resolve();
    });
  });
}

describe('conversations', () => {
  it('somebody writes first: they are listed as online, with what is unread, until it is read', async () => {
    await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 juliet/);
    await screen.shows(/── \w+, \d+ \w+ \d{4} ──[^]*── new messages ──[^]*juliet: Ay me!/);
    await screen.shows(/● juliet +│/);
    await screen.type('Hush', KEYS.enter);
    await screen.shows(/── new messages ──[^]*romeo: Hush ✓/);
    await screen.type(KEYS.next, KEYS.next);
    await screen.hides(/new messages/);
    await juliet.close();
    await screen.shows(/○ juliet/);
  });

  it('what is unread follows edits, recalls, and what one says on another device', async () => {
    const self = romeo.state.name === 'online' ? (romeo.state.session.user?.id ?? 0) : 0;
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet +1 │/);
    const edit = { target: 1, text: '@romeo', mentions: [self] };
    await juliet.send({ conversation }, { kind: { case: 'edit', value: edit } }).done;
    await screen.shows(/● juliet +@1 1 │/);
    await juliet.send({ conversation }, { kind: { case: 'recall', value: { target: 1 } } }).done;
    await screen.shows(/● juliet +│/);
    await juliet.send({ conversation }, 'Romeo!').done;
    await screen.shows(/● juliet +1 │/);
    const phone = await online('romeo');
    await phone.send({ conversation }, 'She speaks').done;
    await screen.shows(/● juliet +│/);
    await phone.close();
  });

  it('a message is pending, kept, and read, and each can be seen', async () => {
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet/);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/📯 juliet/);
    const arrived = heard(juliet, 'She speaks');
    await screen.type('She speaks', KEYS.enter);
    await arrived;
    await screen.shows(/romeo: She speaks ✓✓/);
    assert.ok(!screen.picture.includes(READ), 'not read yet');
    juliet.markRead(conversation, 2);
    await screen.shows(/She speaks/);
    await screen.until(() => screen.picture.includes(READ));
  });

  it('the server goes away and comes back: both are to be seen', async () => {
    await screen.type('hello', KEYS.enter);
    await screen.shows(/romeo: hello ✓/);
    await place.server.close();
    await screen.shows(/no connection, try \d/);
    await screen.type('are you there?', KEYS.enter);
    await screen.shows(/are you there\? …/);
  });

  it('what is typed stays in its conversation, and what is read stays where it is', async () => {
    for (let count = 1; count <= 30; count++) romeo.send({ to: 'juliet' }, `line ${count}.`);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/line 30\. ✓/);
    await screen.type('half a', KEYS.next);
    await screen.shows(/📯 Lobby[^]*> {2}/);
    await screen.type(KEYS.next, 'thought');
    await screen.shows(/line 30\.[^]*> half athought/);
    await screen.type(KEYS.pageUp);
    await screen.shows(/line 14\.[^]*line 21\.[^]*> half athought/);
    const arrived = heard(romeo, 'Romeo!');
    await juliet.send({ to: 'romeo' }, 'Romeo!').done;
    await arrived;
    await screen.type('s');
    await screen.shows(/line 14\.[^]*line 21\.[^]*> half athoughts/);
    await screen.type(KEYS.pageDown, KEYS.pageDown);
    await screen.shows(/juliet: Romeo!/);
  });

  it('a command that opens another conversation leaves what is typed there, and nothing behind', async () => {
    await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet/);
    await screen.type(KEYS.next, 'half a thought', KEYS.next);
    await screen.shows(/📯 Lobby[^]*> {2}/);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/📯 juliet[^]*> half a thought/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 Lobby[^]*> {2}/);
  });

  it('a name means somebody, and not a group that is called so', async () => {
    const tybalt = await online('tybalt');
    const victim = await tybalt.user('romeo');
    await tybalt.call('createGroup', { title: 'juliet', members: [victim?.id ?? 0] });
    await screen.shows(/# juliet/);
    await screen.type('alone', KEYS.enter);
    await screen.shows(/alone ✓/);
    const forwarded = new Promise<void>((resolve) => {
      juliet.on('message', ({ content }) => {
        if (content.forward !== undefined) resolve();
      });
    });
    await screen.type(':forward last juliet', KEYS.enter);
    await screen.shows(/Message 1 was forwarded to juliet/);
    await forwarded;
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/\(forwarded from romeo\): alone/);
    await tybalt.close();
  });

  it('what is not sent yet is kept, and comes back from another device, as text', async () => {
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Ay me!').done;
    await screen.shows(/● juliet/);
    await screen.type(KEYS.next);
    await screen.shows(/📯 juliet/);
    await screen.type('half a thought', KEYS.next);
    await screen.shows(/📯 Lobby[^]*> {2}/);
    const key = `draft/${conversation}`;
    assert.deepEqual(romeo.mine.get(key), { text: 'half a thought' });
    await screen.type(KEYS.next, KEYS.enter);
    await screen.shows(/romeo: half a thought/);
    assert.equal(romeo.mine.get(key), undefined);
    await screen.type(KEYS.next);
    await screen.shows(/📯 Lobby/);
    await screen.type(':ai', KEYS.enter);
    await screen.type('for nobody', KEYS.next);
    await screen.shows(/📯 juliet/);
    assert.equal(romeo.mine.get('draft/1'), undefined);
    await screen.type(KEYS.next);
    await screen.shows(/📯 Lobby[^]*for nobody/);
    await screen.type('\u0015', ':qai', KEYS.enter);
    await romeo.mine.set(key, { text: ':leave' });
    await screen.type(KEYS.next);
    await screen.shows(/> :leave/);
    await screen.type(KEYS.enter);
    await screen.shows(/romeo: :leave/);
  });

  it('one jumps to a message, a time, and where one is named', { timeout: 30_000 }, async () => {
    const self = romeo.state.name === 'online' ? (romeo.state.session.user?.id ?? 0) : 0;
    for (let count = 1; count <= 120; count++) {
      const mentions = count % 50 === 0 ? [self] : [];
      juliet.send({ to: 'romeo' }, { text: `line ${count}.`, mentions });
    }
    await screen.shows(/● juliet +@2 120 │/);
    await screen.type(':open juliet', KEYS.enter);
    await screen.shows(/line 120\./);
    const steps: readonly (readonly [typed: string, shown: RegExp])[] = [
      [':goto unread', /── new messages ─+ *\n.*line 1\./],
      [':goto mention', /line 47\.[^]*line 50\./],
      [':goto mention', /line 97\.[^]*line 100\./],
      [':goto mention', /There is no such place here/],
      [':goto -1h', /line 1\.[^]*line 8\./],
      [':goto 60', /line 60\./],
      [':goto now', /Use :goto N/],
    ];
    for (const [typed, shown] of steps) {
      await screen.type(typed, KEYS.enter);
      await screen.shows(shown);
    }
  });

  it('older messages come while one scrolls', { timeout: 30_000 }, async (t) => {
    for (let count = 1; count <= 120; count++) romeo.send({ conversation: 1 }, `line ${count}.`);
    await screen.shows(/line 120\. ✓/);
    const fresh = new Chat({
      client: juliet,
      responder: ruleResponder(),
      signal: new AbortController().signal,
    });
    await fresh.refresh();
    const other = new FakeTerminal(fresh, { columns: 80, rows: 16 });
    t.after(() => {
      other.close();
      fresh.close();
    });
    await other.shows(/line 120\./);
    while (!/ line 1\./.test(other.text)) await other.type(KEYS.pageUp);
  });
});

describe('typing', () => {
  it('others see it, but not that one types commands or to somebody else', async () => {
    const notes: number[] = [];
    juliet.on('typing', ({ user }) => notes.push(user));
    const order = heard(juliet, 'in between');
    await screen.type(':pu j', KEYS.enter, 'juliet;;psst', KEYS.enter);
    await romeo.send({ conversation: 1 }, 'in between').done;
    await order;
    assert.deepEqual(notes, []);
    const noted = new Promise<void>((resolve) => juliet.on('typing', () => resolve()));
    await screen.type('h');
    await noted;
    await juliet.call('typing', { conversation: 1, active: true });
    await screen.shows(/juliet is typing …/);
    await juliet.send({ conversation: 1 }, 'done').done;
    await screen.hides(/is typing/);
  });

  it('offers commands and how they are used, and Tab takes one, or a name', async () => {
    await screen.type(':o');
    await screen.shows(/:open {2}:olu {2}:older .*:open NAME\|ID · open a conversation/);
    await screen.type(KEYS.down);
    await screen.shows(/:olu · who is online/);
    await screen.type(KEYS.up, KEYS.tab);
    await screen.shows(/> :open .*/);
    await screen.type('Lob', KEYS.tab);
    await screen.shows(/> :open Lobby/);
  });

  it('lists the commands that are about something', async () => {
    await screen.type(':help vote', KEYS.enter);
    await screen.shows(/:vote N\|last/);
    assert.doesNotMatch(screen.text, /:leave/);
    await screen.type(':help xyzzy', KEYS.enter);
    await screen.shows(/No command is about "xyzzy"/);
  });

  it('offers emoji for a colon and letters, and Tab takes the chosen one', async () => {
    await screen.type('oh :smil');
    await screen.shows(/ 😄 smile {2}/);
    await screen.type(KEYS.tab, '!', KEYS.enter);
    await screen.shows(/romeo: oh 😄!/);
    await screen.type(':react last ');
    await screen.shows(/ 👍 {2}❤️ /);
    await screen.type(KEYS.down, KEYS.tab, KEYS.enter);
    await screen.shows(/❤️ 1/);
  });

  it('offers names behind an @, of those who are near', async () => {
    await juliet.send({ conversation: 1 }, 'here I am').done;
    await screen.shows(/here I am/);
    await screen.type('hi @ju', KEYS.tab);
    await screen.shows(/> hi @juliet /);
  });

  it('fills in what was said, to edit it', async () => {
    await screen.type('but sofd', KEYS.enter);
    await screen.shows(/romeo: but sofd ✓/);
    await screen.type(':edit last ', KEYS.tab);
    await screen.shows(/> :edit last but sofd/);
  });
});

describe('commands', () => {
  it('search highlights the word wherever it stands', async () => {
    await romeo.send({ conversation: 1 }, 'soft, but soft').done;
    await screen.type(':q SOFT', KEYS.enter);
    await screen.shows(/"SOFT" was found in 1 message/);
    const marked = (): readonly string[] => screen.picture.split('\u001B[7m').map(stripVTControlCharacters);
    await screen.until(() => marked().filter((text) => text.startsWith('soft')).length === 2);
  });

  it('a group from its making to its end', async () => {
    const steps: readonly (readonly [typed: string, shown: RegExp])[] = [
      [':group Verona;juliet', /romeo made the group "Verona" with juliet/],
      [':members', /2 members:[^]*juliet {2}member/],
      [':role juliet admin', /romeo made juliet admin/],
      [':mute juliet', /romeo silenced juliet/],
      [':unmute juliet', /romeo lets juliet speak again/],
      [':rename Padua', /📯 Padua/],
      [':invite', /Whoever types :join \S+/],
      [':remove juliet', /romeo removed juliet/],
      [':role juliet king', /Use :role NAME member\|admin\|owner/],
      [':leave', /📯 Padua \(left\)/],
    ];
    for (const [typed, shown] of steps) {
      await screen.type(typed, KEYS.enter);
      await screen.shows(shown);
    }
  });

  it('AI mode answers here and sends nothing', async () => {
    await screen.type(':ai', KEYS.enter, 'are you there?', KEYS.enter);
    await screen.shows(/rules: am I there!/);
    await screen.type(':qai', KEYS.enter);
    await screen.shows(/You talk to people again/);
    assert.deepEqual(await romeo.history(1, { before: 0, limit: 10 }), []);
  });
});

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
    for (const [typed, shown] of steps) {
      await screen.type(typed, KEYS.enter);
      await screen.shows(shown);
    }
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
    for (const [typed, shown] of steps) {
      await screen.type(typed, KEYS.enter);
      await screen.shows(shown);
    }
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

describe('people and groups', () => {
  /** Types each command, and waits for what it shows. */
  async function follow(steps: readonly (readonly [typed: string, shown: RegExp])[]): Promise<void> {
    for (const [typed, shown] of steps) {
      await screen.type(typed, KEYS.enter);
      await screen.shows(shown);
    }
  }

  it('contacts are asked, listed and ended; one asks not to be disturbed', async () => {
    await follow([
      [':contacts', /You have no contacts/],
      [':contact juliet it is me', /juliet has been asked/],
      [':contacts', /Contacts: *\n.* {2}juliet {2}you have asked {2}it is me/],
    ]);
    const self = await juliet.user('romeo');
    await juliet.call('addContact', { user: self?.id ?? 0, text: '' });
    await follow([
      [':contacts', / {2}juliet {2}contact/],
      [':uncontact juliet', /juliet is no contact\./],
      [':busy +2h', /Nobody is to disturb you until/],
      [':pu rom', / {2}romeo {2}not to be disturbed until/],
      [':busy off', /You may be disturbed/],
      [':busy soon', /"soon" is no time/],
    ]);
  });

  it('a group is found in the directory, and its admins say who comes in', async () => {
    await screen.type(':group Verona', KEYS.enter);
    await screen.shows(/📯 Verona/);
    await screen.type(':set join approval', KEYS.enter);
    await screen.shows(/romeo lets everybody ask to join/);
    const { conversations } = await juliet.call('listDirectory', { prefix: 'Verona' });
    await follow([
      [':directory Ver', /Groups, for :join ID: *\n.* {2}Verona {2}1 member {2}owner/],
      [':directory Mantua', /The directory has no such group/],
      [':joins', /Nobody asks to join/],
      [':bans', /Nobody is banned here/],
    ]);
    await juliet.call('joinGroup', { conversation: conversations[0]?.id ?? 0, text: 'It is I' });
    await follow([
      [':joins', /These ask to join[^]* {2}juliet {2}[^]*It is I/],
      [':accept juliet', /romeo added juliet/],
      [':ban juliet too bold', /romeo banned juliet/],
      [':bans', /Banned: *\n.* {2}juliet {2}by romeo {2}too bold/],
    ]);
  });
});

describe('the mouse', () => {
  it('a click opens a conversation, or shows spoilers; the wheel scrolls', async () => {
    await juliet.send({ to: 'romeo' }, 'it is ||the east||').done;
    await screen.shows(/● juliet +1 │/);
    screen.point({ kind: 'click', column: 4, row: 2 });
    await screen.shows(/📯 juliet[^]*new messages[^]*it is ▒▒▒ ▒▒▒▒/);
    screen.point({ kind: 'click', column: 40, row: 4 });
    await screen.shows(/it is the east/);
    for (let count = 1; count <= 20; count++) romeo.send({ to: 'juliet' }, `line ${count}.`);
    await screen.shows(/line 20\. ✓/);
    screen.point({ kind: 'wheel', step: 1 });
    await screen.hides(/line 18\./);
    await screen.shows(/line 17\./);
    screen.point({ kind: 'wheel', step: -1 });
    await screen.shows(/line 20\./);
  });
});

it('Alt+Enter begins another line, and the arrows move between them', async () => {
  await screen.type('But soft', KEYS.newLine, 'what light', KEYS.up, '!', KEYS.down, '?');
  await screen.shows(/> But soft! *│\n│ {2}what ligh\?t/);
  await screen.shows(/2 lines: Enter sends them as one message/);
  await screen.type(KEYS.enter);
  await screen.shows(/romeo: But soft! ✓ *\n.* {3}what ligh\?t/);
});

describe('the user’s editor', () => {
  it('gets what was typed, and gives a message back that waits for Enter', async () => {
    const given: string[] = [];
    screen.editor = async (text) => {
      given.push(text);
      return ':leave\nnow';
    };
    await screen.type('hi', KEYS.editor);
    await screen.shows(/> :leave *│\n│ {2}now/);
    await screen.type(KEYS.enter);
    await screen.shows(/romeo: :leave ✓ *\n.*now/);
    await screen.type(':editor', KEYS.enter);
    await screen.shows(/> :leave *│\n│ {2}now/);
    assert.deepEqual(given, ['hi', '']);
  });

  it('that fails leaves the text as it was', async () => {
    screen.editor = () => Promise.reject(new Error('"vi" has failed'));
    await screen.type('hi', KEYS.editor);
    await screen.shows(/"vi" has failed[^]*> hi/);
  });
});

describe('pasting', () => {
  const SCRIPT = 'see:\r:leave\r:q!\r';

  for (const [terminal, pasted] of [
    ['with bracketed paste', `\u001B[200~${SCRIPT}\u001B[201~`],
    ['without', SCRIPT],
  ] as const) {
    it(`is one message, sent by Enter, and no command: on a terminal ${terminal}`, async () => {
      await screen.type(':group Verona;juliet', KEYS.enter);
      await screen.shows(/📯 Verona/);
      const arrived = heard(juliet, 'see:\n:leave\n:q!');
      await screen.type(pasted);
      await screen.shows(/> see: *│\n│ {2}:leave *│\n│ {2}:q! *│\n│ {3}/);
      await screen.shows(/3 lines: Enter sends them as one message/);
      assert.doesNotMatch(screen.text, /romeo: see/, 'not sent yet');
      await screen.type(KEYS.enter);
      await arrived;
      await screen.shows(/📯 Verona {2}[^]*romeo: see: ✓.*\n.* {3}:leave/);
    });
  }

  it('and Enter in the same breath sends it', async () => {
    const arrived = heard(juliet, ':leave');
    await screen.type('\u001B[200~:leave\u001B[201~\r');
    await arrived;
  });
});
