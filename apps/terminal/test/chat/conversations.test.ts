/** The conversations of the full-screen chat as somebody sees them who sits before it, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Client } from '@posthorn/client/node';
import type { InProcess } from '@posthorn/testing/in-process';
import { Chat } from '../../src/chat/chat.ts';
import { ruleResponder } from '../../src/chat/responder.ts';
import { FakeTerminal, KEYS } from '../support/fake-terminal.ts';
import { heard, online, READ, Verona } from '../support/verona.ts';

let verona: Verona;
let place: InProcess;
let romeo: Client;
let juliet: Client;
let screen: FakeTerminal;

beforeEach(async () => {
  verona = await Verona.open();
  ({ place, romeo, juliet, screen } = verona);
});

afterEach(() => verona.close());

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
    const phone = await online(place, 'romeo');
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
    const tybalt = await online(place, 'tybalt');
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

  it('one jumps to a message, a time, and where one is named', async () => {
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
    await verona.follow(steps);
  });

  it('older messages come while one scrolls', async (t) => {
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
