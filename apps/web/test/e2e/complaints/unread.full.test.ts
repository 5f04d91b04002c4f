/** What others' users complained of: badges, reading, and several tabs (the numbers are those of the list in docs/web.md; 13 is tested
 * beside the service worker). */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Client } from '@posthorn/client';
import { until } from '../support/moments.ts';
import type { Person } from '../support/person.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';
import { readAll, talk } from '../support/talk.ts';

after(closeBrowser);

function badge(person: Person, title: string, count: number) {
  return person.conversation(title).getByRole('img', { name: `${count} unread` });
}

async function unreadOf(client: Client, conversation: number): Promise<number> {
  return (await client.call('getConversation', { conversation })).unread;
}

describe('unread messages', { skip }, () => {
  it('10: badges equal the server’s count after reading here, elsewhere, and a restart', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet, romeo: phone } = await talk(stage, 3);
    const romeo = await stage.person('romeo');
    await romeo.conversation('juliet').waitFor();
    for (const text of ['one', 'two', 'three']) await juliet.send({ conversation }, text).done;
    await badge(romeo, 'juliet', 3).waitFor();
    await romeo.page.waitForFunction(() => /^\(\d+\)/.test(document.title));
    await readAll(phone, conversation);
    await badge(romeo, 'juliet', 3).waitFor({ state: 'detached' });
    await juliet.send({ conversation }, 'four').done;
    await badge(romeo, 'juliet', 1).waitFor();
    await romeo.page.reload();
    await badge(romeo, 'juliet', 1).waitFor();
    await romeo.goTo('juliet');
    await until(async () => (await unreadOf(phone, conversation)) === 0);
    await badge(romeo, 'juliet', 1).waitFor({ state: 'detached' });
    await romeo.page.waitForFunction(() => !/^\(\d+\)/.test(document.title));
  });

  it('11: nothing is marked read unless it is visible in a focused page; “mark as unread” survives', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet, romeo: phone } = await talk(stage, 3);
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 3');
    // Another tab comes to the front.
    const other = await romeo.tab('/');
    await other.page.bringToFront();
    await romeo.page.evaluate(() => {
      // Headless pages always have the focus.
      Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      globalThis.dispatchEvent(new Event('blur'));
    });
    await juliet.send({ conversation }, 'in the dark').done;
    await romeo.message('in the dark').first().waitFor({ state: 'attached' });
    await badge(other, 'juliet', 1).waitFor();
    assert.equal(await unreadOf(phone, conversation), 1);
    await romeo.page.bringToFront();
    await romeo.page.evaluate(() => {
      for (const name of ['hasFocus', 'visibilityState', 'hidden']) Reflect.deleteProperty(document, name);
      document.dispatchEvent(new Event('visibilitychange'));
      globalThis.dispatchEvent(new Event('focus'));
    });
    await until(async () => (await unreadOf(phone, conversation)) === 0);
    await romeo.act('in the dark', 'Mark as unread');
    await romeo.page.evaluate(() => {
      globalThis.dispatchEvent(new Event('blur'));
      globalThis.dispatchEvent(new Event('focus'));
    });
    await romeo.open('/');
    await romeo
      .conversation('juliet')
      .getByRole('img', { name: /unread/ })
      .waitFor();
  });

  it('14: two tabs work at once; logging out in one shows in all', async (t) => {
    const stage = await Stage.open(t);
    const { conversation } = await talk(stage, 3);
    const one = await stage.person('romeo');
    await one.open(`/c/${conversation}`);
    const two = await one.tab(`/c/${conversation}`);
    await one.say('from the first');
    await two.sees('from the first');
    await two.say('from the second');
    await one.sees('from the second');
    await one.logOut();
    await two.page.getByRole('button', { name: 'Log in' }).waitFor();
  });
});
