/** What stands above and beside a chat: who is here, what is pinned, threads; and room for it on tablets. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Client } from '@posthorn/client';
import type { Locator } from 'playwright-core';
import { until } from './support/moments.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';
import { readAll, talk } from './support/talk.ts';

after(closeBrowser);

async function idOf(client: Client, name: string): Promise<number> {
  const { users } = await client.call('getUsers', { names: [name] });
  return users[0]?.id ?? 0;
}

function pane(person: Person, name: string): Locator {
  return person.page.getByRole('complementary', { name, exact: true }).first();
}

test('the header of a group says how many members are online, as it changes', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const tybalt = await stage.client('tybalt');
  const juliet = await stage.client('juliet');
  const romeo = await stage.person('romeo');
  const members = [await idOf(tybalt, 'romeo'), await idOf(tybalt, 'juliet')];
  const { id } = await tybalt.call('createGroup', { title: 'Verona', members });
  await romeo.open(`/c/${id}`);
  await romeo.chat.getByText('3 members, 3 online').waitFor();
  await juliet.close();
  // Who goes is online for a while yet.
  await romeo.chat.getByText('3 members, 2 online').waitFor({ timeout: 90_000 });
  const again = await stage.client('juliet');
  await romeo.chat.getByText('3 members, 3 online').waitFor();
  // Who hides it is not counted; where that leaves nobody, nothing is said.
  await again.call('setPrivacy', { online: 'nobody' });
  await romeo.chat.getByText('3 members, 2 online').waitFor();
  await tybalt.close();
  await romeo.chat.getByText('3 members', { exact: true }).waitFor({ timeout: 90_000 });
});

test('the bar and the tab of pins follow what is pinned, changed and taken back', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const { conversation, romeo: own, juliet } = await talk(stage, 3);
  const [first, second] = await juliet.history(conversation, { after: 0, limit: 2 });
  for (let at = 0; at < 150; at++) void juliet.send({ conversation }, `more ${at}`);
  await juliet.send({ conversation }, 'the last').done;
  // So that it opens at the end.
  await readAll(own, conversation);
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('the last');
  const entry = async (kind: Parameters<Client['send']>[1] & object) =>
    juliet.send({ conversation }, kind).done;
  // None of them is loaded.
  await entry({ kind: { case: 'pin', value: { target: first!.seq } } });
  const bar = romeo.chat.getByRole('button', { name: /^Pinned/ });
  await bar.getByText('line 1').waitFor();
  await romeo.page.getByRole('button', { name: 'More about the conversation' }).click();
  await romeo.page.getByRole('menuitem', { name: 'Pinned messages' }).click();
  const list = romeo.page.getByRole('list', { name: 'Pinned messages' });
  await list.getByText('line 1').waitFor();
  await entry({ kind: { case: 'pin', value: { target: second!.seq } } });
  await list.getByText('line 2').waitFor();
  await entry({ kind: { case: 'edit', value: { target: second!.seq, text: 'line two' } } });
  await list.getByText('line two').waitFor();
  await bar.getByText('line two').waitFor();
  await entry({ kind: { case: 'recall', value: { target: second!.seq } } });
  await list.getByText('line two').waitFor({ state: 'detached' });
  await bar.getByText('line 1').waitFor();
  await entry({ kind: { case: 'pin', value: { target: first!.seq, remove: true } } });
  await bar.waitFor({ state: 'detached' });
  await romeo.page.getByText('Nothing is pinned').waitFor();
});

test('a thread is marked as unread, and followed from then on', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const { conversation, juliet } = await talk(stage, 2);
  const [root] = await juliet.history(conversation, { after: 0, limit: 1 });
  const thread = root!.seq;
  await juliet.send({ conversation }, { text: 'in the thread', thread }).done;
  await juliet.send({ conversation }, { text: 'another', thread }).done;
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  const message = romeo.message('line 1');
  await message.getByRole('button', { name: /2 replies/ }).click();
  const side = romeo.page.getByRole('log', { name: 'Thread' });
  const reply = side.getByRole('article').filter({ hasText: 'another' });
  await reply.focus();
  await romeo.page.keyboard.press('u');
  await side.getByRole('separator', { name: 'New messages' }).waitFor();
  // It is followed from now on, else it would be in no list: the server counts what is new in it.
  await romeo.page.getByRole('button', { name: 'Stop following' }).waitFor();
  await message.getByRole('button', { name: /2 replies.*(Unread|new)/ }).waitFor();
});

for (const [width, height] of [
  [768, 1024],
  [834, 1194],
  [1024, 768],
  [1180, 820],
] as const)
  test(`on a tablet of ${width} pixels one reads and writes beside the side pane`, { skip }, async (t) => {
    const stage = await Stage.open(t);
    const { conversation } = await talk(stage, 3);
    const romeo = await stage.person('romeo', { viewport: { width, height }, hasTouch: true });
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 3');
    await romeo.page.getByRole('button', { name: 'Details', exact: true }).click();
    const side = pane(romeo, 'Details');
    await side.getByRole('heading', { name: 'Details' }).waitFor();
    await until(async () => {
      const [chat, beside] = [await romeo.chat.boundingBox(), await side.boundingBox()];
      return chat !== null && beside !== null && chat.x + chat.width <= beside.x + 1 && chat.width >= 320;
    });
    // On a touch screen Enter breaks the line.
    await romeo.composer.fill('Here I am');
    await romeo.page.getByRole('button', { name: 'Send', exact: true }).click();
    await romeo.sees('Here I am');
    assert.equal(await romeo.page.evaluate(() => document.documentElement.scrollWidth), width);
    await side.getByRole('button', { name: 'Close' }).first().click();
    await romeo.list.waitFor();
  });
