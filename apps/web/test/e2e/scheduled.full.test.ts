/** Messages that are sent later: left with the server, listed, changed, cancelled, sent at once. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { until } from './support/moments.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, DESKTOP, PHONE, skip, Stage } from './support/stage.ts';
import { talk } from './support/talk.ts';

after(closeBrowser);

const DEVICES = [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const;

/** For a field of date and time, in the time zone of the browser. */
function inDays(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return `${day}T12:34`;
}

async function sendLater(romeo: Person, text: string, time: string): Promise<void> {
  const { page, composer } = romeo;
  await composer.fill(text);
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: 'Send later' }).click();
  await page.getByRole('menuitem', { name: 'Choose a time…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send later' });
  await dialog.getByLabel('Date and time').fill(time);
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await dialog.waitFor({ state: 'detached' });
  await until(async () => (await composer.inputValue()) === '');
}

describe('messages that are sent later', { skip }, () => {
  for (const [device, options] of DEVICES) {
    it(`are listed, changed, cancelled and sent at once on ${device}`, async (t) => {
      const stage = await Stage.open(t);
      const { conversation, romeo: client, juliet } = await talk(stage, 2);
      const romeo = await stage.person('romeo', options);
      const { page } = romeo;
      const cards = page.getByRole('list', { name: 'Scheduled messages' }).getByRole('listitem');
      const card = (text: string) => cards.filter({ hasText: text });
      const press = (text: string, name: string) => card(text).getByRole('button', { name }).click();
      const times = async (): Promise<readonly number[]> =>
        (await client.call('listScheduled', {})).scheduled.map(({ at }) => at);
      await romeo.open(`/c/${conversation}`);
      await romeo.sees('line 2');
      await sendLater(romeo, 'good morrow', inDays(2));
      await sendLater(romeo, 'never to be said', inDays(3));
      await sendLater(romeo, 'parting is sweet sorrow', inDays(4));
      await romeo.more('Scheduled messages');
      await cards.nth(2).waitFor();
      assert.deepEqual(
        (await cards.allInnerTexts()).map((text) => /good|never|parting/.exec(text)?.[0]),
        ['good', 'never', 'parting'],
      );

      // Put off to be the last one, in other words.
      await press('good morrow', 'Change');
      const sheet = page.getByRole('dialog', { name: 'Change scheduled message' });
      await sheet.getByLabel('When').fill('2001-01-01T10:00');
      assert.equal(await sheet.getByRole('button', { name: 'Save' }).isDisabled(), true);
      await sheet.getByText('Choose a time within the next year.').waitFor();
      await sheet.getByLabel('When').fill(inDays(5));
      await sheet.getByLabel('Text').fill('good night');
      await sheet.getByRole('button', { name: 'Save' }).click();
      await card('good night').waitFor();
      await card('good morrow').waitFor({ state: 'detached' });
      assert.equal(new Date(Math.max(...(await times()))).toISOString().slice(0, 10), inDays(5).slice(0, 10));

      await page.reload();
      await card('good night').waitFor();
      await press('never to be said', 'Cancel message');
      await card('never to be said').waitFor({ state: 'detached' });
      await press('parting', 'Send now');
      await card('parting').waitFor({ state: 'detached' });
      await until(async () => (await times()).length === 1);
      await page.reload();
      await card('good night').waitFor();
      assert.equal(await cards.count(), 1);
      // It has been sent by the server, once.
      const said = async () =>
        (await juliet.history(conversation, { before: 0, limit: 20 })).filter(
          ({ content }) => content.text === 'parting is sweet sorrow',
        );
      await until(async () => (await said()).length === 1);
      if (options === PHONE) await romeo.open(`/c/${conversation}`);
      await romeo.sees('parting is sweet sorrow');
      if (options === PHONE) await romeo.more('Scheduled messages');
      await press('good night', 'Cancel message');
      await page.getByText('Nothing is scheduled').waitFor();
      await until(async () => (await times()).length === 0);
    });
  }

  it('leave the list of all devices when they are sent', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, romeo: client } = await talk(stage, 2);
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 2');
    await sendLater(romeo, 'good morrow', inDays(2));
    await romeo.more('Scheduled messages');
    const list = romeo.page.getByRole('list', { name: 'Scheduled messages' });
    await list.getByText('good morrow').waitFor();
    const { scheduled } = await client.call('listScheduled', {});
    // By another device, as if its time had come.
    await client.call('changeScheduled', { scheduled: scheduled[0]?.id ?? 0, at: 1 });
    await romeo.sees('good morrow');
    await romeo.page.getByText('Nothing is scheduled').waitFor();
  });
});
