/** What others' users complained of: words, phones, files, search and deploys (the numbers are those of docs/web.md). */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { settled, until } from '../support/moments.ts';
import { closeBrowser, PHONE, skip, Stage } from '../support/stage.ts';
import { talk } from '../support/talk.ts';
import { takenInVerona, tellsVerona } from '../support/verona.ts';

after(closeBrowser);

const LIMITS = { skip };

describe('words', LIMITS, () => {
  it('22: Hebrew and English mixed are right per paragraph, and code stays left to right', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 1);
    await juliet.send({ conversation }, 'שלום Romeo\n\nHello יוליה\n\n```\nconst x = "שלום";\n```').done;
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('שלום Romeo');
    /** On which side of its paragraph a text begins. */
    const sideOf = (text: string): Promise<string> =>
      romeo
        .message('שלום Romeo')
        .first()
        .evaluate((message, sought) => {
          const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const at = (node.textContent ?? '').indexOf(sought);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const first = range.getBoundingClientRect();
            range.setStart(node, at + sought.length - 1);
            range.setEnd(node, at + sought.length);
            return first.left < range.getBoundingClientRect().left ? 'left' : 'right';
          }
          return 'nowhere';
        }, text);
    // The paragraph decides on which side its first word stands.
    assert.equal(await sideOf('שלום Romeo'), 'right');
    assert.equal(await sideOf('Hello יוליה'), 'left');
    assert.equal(await sideOf('const'), 'left');
  });

  it('23: several messages that are selected are copied with names, times and line breaks, once', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 1);
    await juliet.send({ conversation }, 'But soft,\nwhat light?').done;
    await juliet.send({ conversation }, 'It is the east.').done;
    const romeo = await stage.person('romeo');
    await romeo.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('It is the east.');
    await romeo.timeline.evaluate((view) => {
      const range = document.createRange();
      range.selectNodeContents(view);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    });
    await romeo.page.keyboard.press('Control+c');
    const clipboard = (): Promise<string> => romeo.page.evaluate(() => navigator.clipboard.readText());
    await until(async () => (await clipboard()) !== '');
    const copied = await clipboard();
    assert.match(copied, /juliet/);
    assert.match(copied, /But soft,\r?\nwhat light\?/);
    assert.equal(copied.split('It is the east.').length, 2, copied);
    assert.match(copied, /\d{1,2}:\d{2}/);
  });

  it('29: 「上海」 finds 「我家在上海东边」', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 2);
    await juliet.send({ conversation }, '我家在上海东边').done;
    await juliet.send({ conversation }, '北京也很好').done;
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('北京也很好');
    await romeo.page.getByRole('button', { name: 'Search here' }).click();
    const pane = romeo.page.getByRole('complementary');
    await pane.getByRole('searchbox').fill('上海');
    await pane.getByText('上海', { exact: true }).first().waitFor();
    assert.equal(await pane.getByText('北京也很好').count(), 0);
  });
});

describe('a phone', LIMITS, () => {
  it('25: the composer stays above the keyboard, and its focus does not zoom', async (t) => {
    const stage = await Stage.open(t);
    const { conversation } = await talk(stage, 40);
    const romeo = await stage.person('romeo', PHONE);
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 40');
    await romeo.composer.tap();
    // Browsers zoom into fields of less than 16 px.
    const size = await romeo.composer.evaluate((field) =>
      Number.parseFloat(getComputedStyle(field).fontSize),
    );
    assert.ok(size >= 16, `${size} px`);
    // The keyboard takes the lower half, and the page has the rest: interactive-widget=resizes-content.
    await romeo.page.setViewportSize({ width: 390, height: 480 });
    await until(async () => {
      const composer = await romeo.composer.boundingBox();
      const last = await romeo.message('line 40').first().boundingBox();
      if (composer === null || last === null) return false;
      return composer.y + composer.height <= 480 && last.y + last.height <= composer.y;
    });
  });

  it('a long press opens the menu of a message', async (t) => {
    const stage = await Stage.open(t);
    const { conversation } = await talk(stage, 3);
    const romeo = await stage.person('romeo', PHONE);
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 3');
    await settled(romeo);
    const box = await romeo.message('line 3').getByText('line 3').first().boundingBox();
    assert.ok(box !== null);
    const devtools = await romeo.devtools();
    const at = { x: box.x + 10, y: box.y + box.height / 2 };
    await devtools.send('Input.synthesizeTapGesture', { ...at, duration: 1000, gestureSourceType: 'touch' });
    const menu = romeo.page.getByRole('menu', { name: 'Message actions' });
    await menu.getByRole('menuitem', { name: /^Copy text/ }).waitFor();
  });
});

describe('files and deploys', LIMITS, () => {
  it('28: photos and videos that were sent have no GPS', async (t) => {
    const stage = await Stage.open(t);
    const { conversation, juliet } = await talk(stage, 1);
    const romeo = await stage.person('romeo');
    await romeo.open(`/c/${conversation}`);
    await romeo.sees('line 1');
    const taken = await takenInVerona();
    for (const { name, mimeType, buffer } of taken) assert.ok(tellsVerona(buffer), `${name} ${mimeType}`);
    await romeo.page
      .locator('input[type=file]')
      .first()
      .setInputFiles([...taken]);
    const tray = romeo.page.getByRole('list', { name: 'Attachments' });
    await tray
      .getByRole('button', { name: /^Remove/ })
      .nth(taken.length - 1)
      .waitFor();
    await romeo.composer.press('Enter');
    const sent = async () =>
      (await juliet.history(conversation, { before: 0, limit: 20 })).flatMap(
        ({ content }) => content.attachments,
      );
    await until(async () => (await sent()).length === taken.length);
    for (const { id, name, thumbnails } of await sent()) {
      for (const query of ['', ...thumbnails.map((size) => `?size=${size}`)]) {
        const stored = await romeo.context.request.get(`${stage.url}/v1/files/${id}${query}`);
        assert.equal(stored.status(), 200);
        assert.ok(!tellsVerona(await stored.body()), `${name}${query}`);
      }
    }
  });

  it('27: a missing asset is a 404, not a page, and assets stay as they are for good', async (t) => {
    const stage = await Stage.open(t);
    const missing = await fetch(`${stage.url}/assets/gone-12345678.js`, { headers: { accept: 'text/html' } });
    assert.equal(missing.status, 404);
    const romeo = await stage.person('romeo');
    const assets = await romeo.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.includes('/assets/')),
    );
    assert.ok(assets.length > 0);
    for (const asset of assets) {
      const response = await fetch(asset);
      assert.equal(response.status, 200, asset);
      assert.match(response.headers.get('cache-control') ?? '', /immutable/, asset);
    }
  });
});
