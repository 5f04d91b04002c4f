/** Two browsers and a terminal in one group, with the server killed while they talk. */
import '../../../terminal/test/support/colours.ts';
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { Chat } from '../../../terminal/src/chat/chat.ts';
import { ruleResponder } from '../../../terminal/src/chat/responder.ts';
import { FakeTerminal, KEYS } from '../../../terminal/test/support/fake-terminal.ts';
import { until } from './support/moments.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';

after(closeBrowser);

it('two browsers and a terminal talk, and see the same', { skip }, async (t) => {
  const stage = await Stage.open(t, { process: true, hasWorkers: true });
  const juliet = await stage.client('juliet');
  const chat = new Chat({
    client: juliet,
    responder: ruleResponder(),
    signal: new AbortController().signal,
  });
  const screen = new FakeTerminal(chat, { columns: 100, rows: 24 });
  t.after(() => {
    screen.close();
    chat.close();
  });
  const [romeo, mercutio] = [await stage.person('romeo'), await stage.person('mercutio')];
  const members = (await juliet.call('getUsers', { names: ['romeo', 'mercutio'] })).users.map(({ id }) => id);
  const { id } = await juliet.call('createGroup', { title: 'Verona', members });

  await screen.shows(/# Verona/);
  await screen.type(':open Verona', KEYS.enter);
  await screen.shows(/📯 Verona/);
  await romeo.goTo('Verona');
  await mercutio.goTo('Verona');
  await screen.type('Ay me!', KEYS.enter);
  await romeo.sees('Ay me!');
  await romeo.say('She speaks');
  await screen.shows(/romeo: She speaks/);
  await mercutio.sees('She speaks');

  // An edit, and a reaction, of a browser are seen in the terminal and in the other browser.
  await romeo.state('She speaks', /Sent|Delivered|Read/);
  await romeo.composer.press('ArrowUp');
  await romeo.writes('She speaks');
  await romeo.composer.fill('She speaks again');
  await romeo.composer.press('Enter');
  await screen.shows(/romeo \(edited\): She speaks again/);
  await mercutio.sees('She speaks again');

  stage.faults.allowNetwork();
  await stage.server?.kill();
  await mercutio.say('while nobody listens');
  await mercutio.state('while nobody listens', /Waiting|Sending/);
  await screen.type('nor here', KEYS.enter);
  await stage.server?.start();
  await romeo.sees('while nobody listens');
  await romeo.sees('nor here');
  await screen.shows(/mercutio: while nobody listens/);
  await mercutio.state('while nobody listens', /Sent|Delivered|Read/);

  const said = (await juliet.history(id, { before: 0, limit: 50 })).flatMap(
    ({ content }) => content.text || [],
  );
  assert.deepEqual(said.slice(0, 2), ['Ay me!', 'She speaks again']);
  assert.deepEqual(said.slice(2).sort(), ['nor here', 'while nobody listens']);
  for (const person of [romeo, mercutio]) {
    const [first = '', second = ''] = said.slice(2);
    const inOrder = async (): Promise<boolean> => {
      const texts = (await person.texts()).join('\n');
      return texts.includes(first) && texts.indexOf(first) < texts.indexOf(second);
    };
    // The order of the log.
    await until(inOrder);
    const texts = (await person.texts()).join('\n');
    for (const text of ['Ay me!', 'She speaks again', ...said.slice(2)]) {
      assert.equal(texts.split(text).length, 2, `${person.name} sees ${text} once`);
    }
  }
});
