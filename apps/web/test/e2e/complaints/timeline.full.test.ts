/** What others' users complained of: the timeline (the numbers are those of the list in docs/web.md). */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { fromBottom, onScreen, settled, until } from '../support/moments.ts';
import type { Person } from '../support/person.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';
import { picture, readAll, talk } from '../support/talk.ts';

after(closeBrowser);

/** Seqs of the messages that are drawn, from top to bottom. */
function drawn(person: Person): Promise<number[]> {
  return person.timeline
    .locator('[data-seq]')
    .evaluateAll((rows) => [...new Set(rows.map((row) => Number(row.getAttribute('data-seq'))))]);
}

/** Scrolls until this is at hand, by a screen at a time. */
async function scrollUntil(person: Person, deltaY: number, isThere: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    if (await isThere()) return true;
    await person.scroll(deltaY);
    await person.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    return false;
  });
}

describe('the timeline', { skip }, () => {
  it('1: fifty older messages with unloaded pictures, prepended in a fling, move the line by at most 1 px', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet, romeo: otherDevice } = await talk(stage, 10);
    const red = await picture(juliet, 'red');
    for (let at = 0; at < 50; at++) {
      await juliet.send({ conversation }, { text: `picture ${at}`, attachments: [{ id: red.id }] }).done;
    }
    await Promise.all(
      Array.from({ length: 90 }, (_, at) => juliet.send({ conversation }, `after ${at}`).done),
    );
    await readAll(otherDevice, conversation);
    const romeo = await stage.person('romeo');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await romeo.page.route('**/v1/files/**', async (route) => {
      await released;
      await route.continue();
    });
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('after 89');
    const line = romeo.message('after 60').first();
    await scrollUntil(romeo, -500, async () => (await line.count()) > 0);
    await line.scrollIntoViewIfNeeded();
    // A slow browser has not turned all of the wheel yet.
    await settled(romeo);
    const before = (await line.boundingBox())?.y ?? Number.NaN;
    const FLING = 1200;
    for (let step = 0; step < 4; step++) await romeo.scroll(-FLING / 4);
    await romeo.message('picture 40').first().waitFor({ state: 'attached' });
    await settled(romeo);
    const moved = ((await line.boundingBox())?.y ?? Number.NaN) - before;
    assert.ok(Math.abs(moved - FLING) <= 1, `it moved by ${moved} px instead of ${FLING}`);
    release();
    await settled(romeo);
    const after = ((await line.boundingBox())?.y ?? Number.NaN) - before;
    assert.ok(Math.abs(after - FLING) <= 1, `with the pictures it moved by ${after} px instead of ${FLING}`);
  });

  it('2: scrolled up, a new message moves nothing; at the bottom it stays pinned', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 80);
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 80');
    await juliet.send({ conversation }, 'at the bottom').done;
    await romeo.sees('at the bottom');
    const blue = await picture(juliet, 'blue');
    await juliet.send({ conversation }, { text: 'a picture', attachments: [{ id: blue.id }] }).done;
    await romeo.sees('a picture');
    await settled(romeo);
    assert.ok((await fromBottom(romeo)) <= 1, `${await fromBottom(romeo)} px from the bottom`);
    await romeo.scroll(-900);
    await settled(romeo);
    const [, , middle = 0] = await onScreen(romeo);
    const line = romeo.timeline.locator(`[data-seq="${middle}"]`).first();
    const before = (await line.boundingBox())?.y ?? Number.NaN;
    await juliet.send({ conversation }, 'unseen').done;
    await romeo.page.getByRole('button', { name: 'Jump to newest' }).waitFor();
    await romeo.message('unseen').first().waitFor({ state: 'attached' });
    await settled(romeo);
    assert.equal((await line.boundingBox())?.y, before);
  });

  it('3: after a jump to an old message and a new one, scrolling both ways shows no hole', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 500);
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}/100`);
    await romeo.timeline.locator('[data-seq="100"]').first().waitFor();
    await juliet.send({ conversation }, 'meanwhile').done;
    const seen = new Set(await drawn(romeo));
    const look = async (): Promise<void> => {
      for (const seq of await drawn(romeo)) seen.add(seq);
    };
    await scrollUntil(romeo, -700, async () => (await look(), seen.has(1)));
    await scrollUntil(
      romeo,
      2500,
      async () => (await look(), (await romeo.message('meanwhile').count()) > 0),
    );
    const missing = Array.from({ length: 501 }, (_, index) => index + 1).filter((seq) => !seen.has(seq));
    assert.deepEqual(missing, []);
  });

  it('4: coming back to a chat restores the place without a second jump', async (t) => {
    const stage = await Stage.open(t);
    const { conversation } = await talk(stage, 300);
    const nurse = await stage.client('nurse');
    await nurse.send({ to: 'romeo' }, 'your lady').done;
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 300');
    await romeo.scroll(-1500);
    await settled(romeo);
    const [seq = 0] = await onScreen(romeo);
    const selector = `[data-timeline] [data-seq="${seq}"]`;
    const before = (await romeo.page.locator(selector).first().boundingBox())?.y;
    await romeo.goTo('nurse');
    await romeo.page.evaluate((line) => {
      const places: number[] = [];
      Object.assign(globalThis, { places });
      const look = (): void => {
        const row = document.querySelector(line);
        if (row !== null) places.push(row.getBoundingClientRect().top);
        requestAnimationFrame(look);
      };
      look();
    }, selector);
    await romeo.goTo('juliet');
    await romeo.page.locator(selector).first().waitFor();
    await settled(romeo);
    const places = await romeo.page.evaluate(() => (globalThis as unknown as { places: number[] }).places);
    const wrong = places.filter((place) => Math.abs(place - (before ?? Number.NaN)) > 1);
    assert.deepEqual(wrong, [], `it was at ${before}`);
  });

  it('12: the line of new messages stays until one leaves', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet, romeo: otherDevice } = await talk(stage, 5);
    const nurse = await stage.client('nurse');
    await nurse.send({ to: 'romeo' }, 'your lady').done;
    const romeo = await stage.person('romeo');
    await romeo.goTo('juliet');
    await romeo.sees('line 5');
    await romeo.goTo('nurse');
    await juliet.send({ conversation }, 'news').done;
    await romeo.conversation('juliet').getByRole('img', { name: '1 unread' }).waitFor();
    await romeo.goTo('juliet');
    const line = romeo.timeline.getByRole('separator', { name: /New/ });
    await line.waitFor();
    await juliet.send({ conversation }, 'more news').done;
    await romeo.sees('more news');
    await until(async () => (await otherDevice.call('getConversation', { conversation })).read >= 7);
    await line.waitFor();
    await romeo.goTo('nurse');
    await romeo.goTo('juliet');
    await romeo.sees('more news');
    await line.waitFor({ state: 'detached' });
  });
});
