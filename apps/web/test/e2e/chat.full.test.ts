/** What can be done with messages, in two browsers. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { until } from './support/moments.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';

after(closeBrowser);

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

/** Romeo and Juliet, who look at their conversation. */
async function lovers(stage: Stage): Promise<readonly [Person, Person]> {
  const romeo = await stage.person('romeo');
  const juliet = await stage.person('juliet');
  await romeo.startChat('juliet');
  await romeo.say('But soft, what light?');
  await juliet.goTo('romeo');
  await juliet.sees('But soft');
  return [romeo, juliet];
}

test('messages are answered, changed, taken back, pinned, starred and reacted to', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  await romeo.act('But soft', 'Edit');
  await romeo.writes('But soft, what light?');
  await romeo.page.keyboard.press('ControlOrMeta+a');
  await romeo.page.keyboard.type('But **soft**!');
  await romeo.page.keyboard.press('Enter');
  await juliet.message('But soft!').getByRole('button', { name: 'edited' }).click();
  await juliet.page
    .getByRole('dialog', { name: 'What it said before' })
    .getByText('But soft, what light?')
    .waitFor();
  await juliet.page.keyboard.press('Escape');

  await juliet.act('But soft', 'Pin');
  await romeo.chat.getByRole('button', { name: /^Pinned/ }).waitFor();
  await juliet.act('But soft', 'Star');
  await juliet.message('But soft').getByRole('img', { name: 'Starred' }).waitFor();

  await juliet.act('But soft', 'Reply');
  await juliet.writes('');
  await juliet.page.keyboard.type('Ay me.');
  await juliet.page.keyboard.press('Enter');
  const answer = romeo.message('Ay me.');
  await answer.getByRole('button', { name: /quoted message/ }).waitFor();

  // Hidden from one, who may undo it; the other sees it still.
  await romeo.act('Ay me.', 'Hide for me');
  await answer.waitFor({ state: 'detached' });
  await romeo.page.getByRole('button', { name: 'Undo' }).click();
  await answer.waitFor();

  await romeo.act('Ay me.', 'React with 👍');
  await juliet.message('Ay me.').getByRole('button', { name: /👍, 1/ }).click();
  await romeo.message('Ay me.').getByRole('button', { name: /👍, 2/ }).waitFor();

  await juliet.act('Ay me.', 'Recall');
  await juliet.dialog.getByRole('button', { name: 'Recall' }).click();
  await romeo.sees('This message was taken back');
});

test('a thread opens beside the chat, and says how many have answered', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  await juliet.act('But soft', 'Reply in thread');
  const pane = juliet.page.getByRole('complementary', { name: 'Thread' });
  await pane.getByRole('textbox').fill('In the thread');
  await pane.getByRole('textbox').press('Enter');
  await pane.getByRole('article').filter({ hasText: 'In the thread' }).waitFor();
  await romeo
    .message('But soft')
    .getByRole('button', { name: /1 reply/ })
    .click();
  await romeo.page.getByRole('log', { name: 'Thread' }).getByText('In the thread').waitFor();
  await pane.getByRole('button', { name: 'Close' }).click();
  await pane.waitFor({ state: 'detached' });
});

test('several messages are selected and copied with names, times and line breaks', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo] = await lovers(stage);
  await romeo.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await romeo.page.getByRole('textbox', { name: /^Message/ }).fill('one\ntwo');
  await romeo.page.keyboard.press('Enter');
  await romeo.sees('two');
  await romeo.act('But soft', 'Select');
  await romeo.message('two').click();
  await romeo.page
    .getByRole('toolbar', { name: 'Selected messages' })
    .getByRole('button', { name: 'Copy text' })
    .click();
  await romeo.page.getByText('Copied').waitFor();
  const text = await romeo.page.evaluate(async () => navigator.clipboard.readText());
  assert.match(text, /^romeo, .*\nBut soft, what light\?\n\nromeo, .*\none\ntwo$/);
});

test(
  'what is selected by the mouse over several messages is copied with names, times and line breaks once',
  { skip },
  async (t) => {
    const stage = await Stage.open(t);
    const [romeo, juliet] = await lovers(stage);
    await juliet.say('Ay me.');
    await romeo.sees('Ay me.');
    const text = await romeo.timeline.evaluate((view) => {
      const [first, last] = [...view.querySelectorAll('article p')];
      const range = document.createRange();
      if (!first?.firstChild || !last?.firstChild) throw new Error('no words');
      range.setStart(first.firstChild, 4);
      range.setEnd(last.firstChild, 2);
      document.getSelection()?.removeAllRanges();
      document.getSelection()?.addRange(range);
      const clipboardData = new DataTransfer();
      view.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain');
    });
    assert.match(text, /^romeo, .*\nBut soft, what light\?\n\njuliet, .*\nAy me\.$/);
  },
);

test('messages are reached and answered by keyboard alone', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  await juliet.say('Ay me.');
  await romeo.sees('Ay me.');
  await romeo.timeline.focus();
  await romeo.page.keyboard.press('ArrowUp');
  await until(() => hasFocus(romeo.message('Ay me.')));
  await romeo.page.keyboard.press('ArrowUp');
  await until(() => hasFocus(romeo.message('But soft')));
  await romeo.page.keyboard.press('e');
  await romeo.writes('But soft, what light?');
  await romeo.page.keyboard.press('ControlOrMeta+a');
  await romeo.page.keyboard.type('But soft!');
  await romeo.page.keyboard.press('Enter');
  await juliet.sees('But soft!');
  await romeo.timeline.focus();
  await romeo.page.keyboard.press('ArrowUp');
  await romeo.page.keyboard.press('Escape');
  await romeo.writes('');
});

test('"mark as unread" survives the focus; the line stays until one leaves', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  await juliet.say('first');
  await juliet.say('second');
  await romeo.sees('second');
  await romeo.act('first', 'Mark as unread');
  const line = romeo.timeline.getByRole('separator', { name: 'New messages' });
  await line.waitFor();
  await romeo.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await romeo.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await juliet.say('third');
  await romeo.sees('third');
  assert.equal(await line.count(), 1);
  await juliet.message('first').getByRole('img', { name: /Read/ }).waitFor();
  assert.equal(await juliet.message('third').getByRole('img', { name: 'Read' }).count(), 0);
});

test('what the menu opens stays open: where to forward, who has read', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  await romeo.act('But soft', 'Read by');
  await romeo.page.getByRole('dialog', { name: 'Read by' }).getByText('juliet').waitFor();
  await romeo.page.keyboard.press('Escape');
  await juliet.act('But soft', 'Forward');
  const places = juliet.page.getByRole('dialog', { name: 'Forward message' });
  await places.getByRole('option', { name: 'romeo' }).waitFor();
  assert.equal(
    await places.getByRole('option', { name: 'Notices' }).count(),
    0,
    'the server alone writes there',
  );
});

test('a poll is made by a client, voted on and closed', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const [romeo, juliet] = await lovers(stage);
  const nurse = await stage.client('romeo');
  await nurse.send(
    { to: 'juliet' },
    { text: 'When?', kind: { case: 'poll', value: { options: ['Now', 'Soon'] } } },
  ).done;
  await juliet.message('When?').getByRole('button', { name: /Soon/ }).click();
  await romeo.message('When?').getByText('1 vote').waitFor();
  await romeo.message('When?').getByRole('button', { name: 'Close poll' }).click();
  await juliet
    .message('When?')
    .getByText(/closed/)
    .waitFor();
});
