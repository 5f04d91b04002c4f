/** What is typed, pasted and clicked in the full-screen chat, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Client } from '@posthorn/client/node';
import { KEYS } from '../support/fake-terminal.ts';
import type { FakeTerminal } from '../support/fake-terminal.ts';
import { heard, Verona } from '../support/verona.ts';

let verona: Verona;
let romeo: Client;
let juliet: Client;
let screen: FakeTerminal;

beforeEach(async () => {
  verona = await Verona.open();
  ({ romeo, juliet, screen } = verona);
});

afterEach(() => verona.close());

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
