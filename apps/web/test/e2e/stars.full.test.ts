/** Stars: found again on all devices of who has given them, and seen by nobody else. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { onScreen, until } from './support/moments.ts';
import { closeBrowser, DESKTOP, PHONE, skip, Stage } from './support/stage.ts';
import { talk } from './support/talk.ts';

after(closeBrowser);

const DEVICES = [
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
] as const;

describe('stars', { skip }, () => {
  for (const [device, options] of DEVICES) {
    it(`are given, listed, jumped to and taken back on ${device}`, async (t) => {
      const stage = await Stage.open(t);
      const { conversation, juliet } = await talk(stage, 300);
      const romeo = await stage.person('romeo', options);
      const isPhone = options === PHONE;
      const act = (text: string, action: string): Promise<void> =>
        isPhone ? romeo.hold(text, action) : romeo.act(text, action);
      const star = (text: string) => romeo.message(text).getByRole('img', { name: 'Starred' });
      const cards = romeo.page.getByRole('list', { name: 'Starred messages' }).getByRole('listitem');
      await romeo.open(`/c/${conversation}/20`);
      await romeo.sees('line 20');
      await act('line 20', 'Star');
      await star('line 20').waitFor();
      await romeo.open(`/c/${conversation}`);
      await romeo.sees('line 300');
      await act('line 300', 'Star');
      await star('line 300').waitFor();

      await romeo.page.reload();
      await star('line 300').waitFor();
      await romeo.more('Starred messages');
      await cards.nth(1).waitFor();
      // The last one first.
      assert.deepEqual(
        (await cards.allInnerTexts()).map((text) => /line \d+/.exec(text)?.[0]),
        ['line 300', 'line 20'],
      );
      await cards.nth(1).getByRole('button').first().click();
      await until(async () => (await onScreen(romeo)).includes(20));
      await star('line 20').waitFor();

      // An edit is seen in the list; a message that is taken back leaves nothing to read.
      await juliet.send(
        { conversation },
        { kind: { case: 'edit', value: { target: 20, text: 'other words' } } },
      ).done;
      await romeo.sees('other words');
      await act('other words', 'Unstar');
      await star('other words').waitFor({ state: 'detached' });
      // A jump closes the list.
      await romeo.more('Starred messages');
      await until(async () => (await cards.count()) === 1);
      await cards.first().getByRole('button', { name: 'Unstar' }).click();
      await romeo.page.getByText('Nothing is starred').waitFor();
      await romeo.page.reload();
      await romeo.page.getByText('Nothing is starred').waitFor();
    });
  }

  it('are those of the user on all devices, and of nobody else', async (t) => {
    // Else the second browser takes the place of the first one.
    const stage = await Stage.open(t, { config: { loginPolicy: 'multi' } });
    const { conversation } = await talk(stage, 3);
    const [romeo, other] = [await stage.person('romeo'), await stage.person('romeo', PHONE)];
    const juliet = await stage.person('juliet');
    for (const person of [romeo, other, juliet]) {
      await person.open(`/c/${conversation}`);
      await person.sees('line 3');
    }
    await romeo.act('line 2', 'Star');
    await other.message('line 2').getByRole('img', { name: 'Starred' }).waitFor();
    await other.hold('line 2', 'Unstar');
    await romeo.message('line 2').getByRole('img', { name: 'Starred' }).waitFor({ state: 'detached' });
    assert.equal(await juliet.page.getByRole('img', { name: 'Starred' }).count(), 0);
  });
});
