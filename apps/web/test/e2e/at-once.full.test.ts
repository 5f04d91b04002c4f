/** What the user does to messages is shown at once, whatever the network does, and taken back if it is refused. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Client } from '@posthorn/client';
import type { Locator } from 'playwright-core';
import { until } from './support/moments.ts';
import { openPath } from './support/path.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import { talk } from './support/talk.ts';

after(closeBrowser);

function reaction(message: Locator, emoji: string, count: number): Locator {
  return message.getByRole('button', { name: new RegExp(`^${emoji}, ${count} `) });
}

async function idOf(client: Client): Promise<number> {
  const { users } = await client.call('getUsers', { names: ['romeo'] });
  return users[0]?.id ?? 0;
}

/** Changes a message as one does, by the keyboard. */
async function change(person: Person, from: string, to: string): Promise<void> {
  await person.act(from, 'Edit');
  await person.page.keyboard.press('ControlOrMeta+a');
  await person.page.keyboard.type(to);
  await person.page.keyboard.press('Enter');
}

test('without a network: shown at once, marked, and done once there is one', { skip }, async (t) => {
  // The page is loaded again while there is no network.
  const stage = await Stage.open(t, { hasWorkers: true });
  const { conversation, romeo: own, juliet } = await talk(stage, 3);
  await own.send({ conversation }, 'mine').done;
  await own.send({ conversation }, 'not said').done;
  const { seq: asked } = await juliet.send(
    { conversation },
    { text: 'Fly?', kind: { case: 'poll', value: { options: ['Yes', 'No'] } } },
  ).done;
  const path = await openPath(t, stage.url);
  stage.pageUrl = path.url;
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('Fly?');
  stage.faults.allowNetwork();
  // Menus are loaded when the first one opens.
  await romeo.act('line 3', 'Star');
  path.cut();

  await romeo.act('line 1', 'React with 👍');
  await reaction(romeo.message('line 1'), '👍', 1).waitFor();
  await romeo.message('Fly?').getByRole('button', { name: /^Yes/ }).click();
  await romeo.message('Fly?').getByRole('button', { name: '1 vote' }).waitFor();
  await romeo.act('line 2', 'Pin');
  const bar = romeo.chat.getByRole('button', { name: /^Pinned/ });
  await bar.getByText('line 2').waitFor();
  await change(romeo, 'mine', 'mine, but better');
  await romeo.state('mine, but better', /Waiting|Sending/);
  await romeo.act('not said', 'Recall');
  await romeo.page.getByRole('dialog').getByRole('button', { name: 'Recall' }).click();
  await romeo.message('You took this message back').waitFor();
  await romeo.state('You took this message back', /Waiting|Sending/);
  // Still only here, also after the page was loaded again.
  await romeo.page.reload();
  await reaction(romeo.message('line 1'), '👍', 1).waitFor();
  await romeo.message('Fly?').getByRole('button', { name: '1 vote' }).waitFor();
  await bar.getByText('line 2').waitFor();
  const before = await juliet.history(conversation, { before: 0, limit: 50 });
  assert.equal(before.filter(({ isMine, content }) => !isMine && content.kind !== undefined).length, 0);

  path.mend();
  await romeo.noticeNetwork(true);
  await romeo.message('mine, but better').getByRole('button', { name: 'edited' }).waitFor();
  const onWay = romeo.timeline.getByRole('img', { name: /Waiting|Sending/ });
  await until(async () => (await onWay.count()) === 0);
  await reaction(romeo.message('line 1'), '👍', 1).waitFor();
  await romeo.message('Fly?').getByRole('button', { name: '1 vote' }).waitFor();
  const done = await juliet.history(conversation, { before: 0, limit: 50 });
  const poll = done.find(({ seq }) => seq === asked);
  assert.deepEqual(poll?.state?.poll?.votes, [1, 0]);
});

test('refused: taken back, and the reason is told', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const { conversation, romeo: own, juliet } = await talk(stage, 2);
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('line 2');
  const self = await idOf(own);
  await juliet.call('block', { user: self });
  await romeo.act('line 2', 'React with 👍');
  await romeo.page.getByRole('alert').getByText('This person does not take messages from you.').waitFor();
  await reaction(romeo.message('line 2'), '👍', 1).waitFor({ state: 'detached' });
  // It was told: nothing waits for a decision.
  assert.equal(await romeo.page.getByRole('button', { name: 'Show' }).count(), 0);
});

test('the list shows what waits, and what could not be sent', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const { conversation, romeo: own, juliet } = await talk(stage, 2);
  const tybalt = await stage.client('tybalt');
  await tybalt.send({ to: 'romeo' }, 'Turn thee').done;
  const path = await openPath(t, stage.url);
  stage.pageUrl = path.url;
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('line 2');
  const row = romeo.conversation('juliet');
  const self = await idOf(own);
  stage.faults.allowNetwork();
  path.cut();
  await romeo.say('Are you there?');
  await row.getByText('Are you there?').waitFor();
  await row.getByRole('img', { name: 'Waiting' }).waitFor();
  // It is the newest thing here, whoever has said something since.
  assert.match(await romeo.list.getByRole('link').first().innerText(), /juliet/);
  await juliet.call('block', { user: self });
  path.mend();
  await romeo.noticeNetwork(true);
  await row.getByRole('img', { name: 'Failed' }).waitFor();
  await row.getByText('Are you there?').waitFor();
  await romeo.page.getByRole('button', { name: 'Show' }).click();
  const dialog = romeo.page.getByRole('dialog', { name: 'Not sent' });
  await dialog.getByText('Are you there?').waitFor();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await row.getByText('line 2').waitFor();
  await row.getByRole('img', { name: 'Failed' }).waitFor({ state: 'detached' });
});
