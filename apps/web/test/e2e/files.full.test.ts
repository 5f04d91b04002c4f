/** Files, search and what else the composer sends, against a real server. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { until } from './support/moments.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, skip, Stage } from './support/stage.ts';

after(closeBrowser);

/** A PNG of one colour. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, 0x7f)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

async function attach(
  person: Person,
  ...files: { name: string; mimeType: string; buffer: Buffer }[]
): Promise<void> {
  await person.chat.locator('input[type=file]').setInputFiles(files);
}

function picture(name: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'image/png', buffer: png(64, 48) };
}

async function isDrawn(image: Locator): Promise<boolean> {
  return image.evaluate((element) => (element as HTMLImageElement).naturalWidth > 0);
}

/** What the browser keeps of files that wait, as text. */
async function keptTrays({ page }: Person): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('IndexedDB has failed')));
      });
    const name = (await indexedDB.databases()).find((each) => each.name?.endsWith('/waiting'))?.name;
    if (name === undefined) return '';
    const database = await done(indexedDB.open(name));
    const store = database.transaction('trays').objectStore('trays');
    const [keys, trays] = await Promise.all([done(store.getAllKeys()), done<TrayKept[]>(store.getAll())]);
    database.close();
    return trays
      .map(
        ({ files }, at) =>
          `${keys[at] as string}: ${files.map((file) => `${file.name} (${file.alt})`).join()}`,
      )
      .join();
  });
}

interface TrayKept {
  readonly files: readonly { readonly name: string; readonly alt: string }[];
}

/** As Person.say, but not a key at a time: what is sent counts here. */
async function say({ composer }: Person, text: string): Promise<void> {
  await composer.fill(text);
  await composer.press('Enter');
}

/** Two people in a chat with each other. */
async function pair(stage: Stage): Promise<readonly [Person, Person]> {
  const juliet = await stage.person('juliet');
  const romeo = await stage.person('romeo');
  await romeo.startChat('juliet');
  await say(romeo, 'But soft');
  await juliet.goTo('romeo');
  await juliet.sees('But soft');
  return [romeo, juliet];
}

describe('files in a chat', { skip }, () => {
  it('go with captions, in order, and open in the viewer', async (t) => {
    const [romeo, juliet] = await pair(await Stage.open(t));
    await attach(romeo, picture('rose.png'), picture('moon.png'), {
      name: 'plan.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('over the wall'),
    });
    const tray = romeo.chat.getByRole('list', { name: 'Attachments' });
    await tray.getByRole('textbox', { name: 'Description of rose.png' }).fill('A red rose');
    await tray.getByRole('button', { name: 'Move moon.png forward' }).click();
    await tray.getByRole('button', { name: 'Remove plan.txt' }).click();
    await say(romeo, 'Two pictures');
    await juliet.sees('Two pictures');
    const pictures = juliet.message('Two pictures').getByRole('button', { name: /^(A red rose|moon\.png)$/ });
    await until(async () => (await pictures.count()) === 2);
    assert.equal(await pictures.first().getAttribute('aria-label'), 'moon.png');
    await until(async () => isDrawn(pictures.last().locator('img').last()));
    await pictures.last().click();
    const viewer = juliet.page.getByRole('dialog', { name: 'Viewer' });
    await viewer.getByText('A red rose').waitFor();
    await until(async () => isDrawn(viewer.locator('img.pswp__img:not(.pswp__img--placeholder)').last()));
    await juliet.page.keyboard.press('ArrowLeft');
    await viewer.getByText('1 of 2').waitFor();
    await juliet.page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
  });

  it(
    'wait in the composer through a reload and a crash of the tab, at their chat alone, until they are sent or the user logs out',
    { timeout: 180_000 },
    async (t) => {
      const stage = await Stage.open(t);
      // Of the page that is left.
      stage.faults.allow(/ERR_FAILED.*(icon|v1\/server)/);
      const [romeo, juliet] = await pair(stage);
      await stage.client('nurse');
      const trayOf = ({ chat }: Person): Locator => chat.getByRole('list', { name: 'Attachments' });
      const text = romeo.chat.getByRole('textbox', { name: 'Description of rose.png' });
      await attach(romeo, picture('rose.png'), picture('moon.png'));
      await trayOf(romeo).getByRole('button', { name: 'Remove moon.png' }).click();
      await text.fill('A red rose');
      await until(async () => (await keptTrays(romeo)).endsWith('/0: rose.png (A red rose)'));
      await romeo.page.reload();
      await until(async () => (await text.inputValue()) === 'A red rose');
      assert.equal(
        await trayOf(romeo)
          .getByRole('button', { name: /^Remove/ })
          .count(),
        1,
      );
      await romeo.startChat('nurse');
      await until(async () => (await trayOf(romeo).count()) === 0);
      // Another tab goes on with them.
      const again = await romeo.tab();
      stage.faults.allow(/the page crashed/);
      await romeo.crash();
      await again.goTo('juliet');
      await trayOf(again).getByRole('button', { name: 'Remove rose.png' }).waitFor();
      await say(again, 'A picture');
      // The engine has died with the tab; another one begins.
      await juliet.message('A picture').getByRole('button', { name: 'A red rose' }).waitFor();
      await until(async () => (await keptTrays(again)) === '');
      await again.page.reload();
      await again.sees('A picture');
      assert.equal(await trayOf(again).count(), 0);
      await attach(again, picture('sun.png'));
      await until(async () => (await keptTrays(again)).endsWith('sun.png ()'));
      await again.logOut();
      await until(async () =>
        again.page.evaluate(async () => {
          const names = (await indexedDB.databases()).map(({ name = '' }) => name);
          return !names.some((name) => name.endsWith('/waiting'));
        }),
      );
    },
  );

  it('without a text, and a spoken message that one hears before it is sent', async (t) => {
    const [romeo, juliet] = await pair(await Stage.open(t));
    await attach(romeo, {
      name: 'plan.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4 over the wall'),
    });
    await romeo.chat.getByRole('button', { name: 'Send', exact: true }).click();
    await juliet.timeline.getByRole('link', { name: 'Download plan.pdf' }).waitFor();

    await romeo.chat.getByRole('button', { name: 'Record a voice message' }).click();
    const recorder = romeo.chat.getByRole('group', { name: 'Voice message' });
    await recorder.getByText(/^0:0[1-9]$/).waitFor();
    await recorder.getByRole('button', { name: 'Stop recording' }).click();
    await recorder.getByRole('button', { name: 'Play recording' }).click();
    await recorder.getByRole('button', { name: 'Pause recording' }).waitFor();
    await recorder.getByRole('button', { name: 'Send' }).click();
    await juliet.timeline.getByRole('button', { name: 'Play voice message' }).waitFor();
  });

  it('are in the details, and are found by their names', async (t) => {
    const [romeo, juliet] = await pair(await Stage.open(t));
    await attach(romeo, picture('rose.png'), {
      name: 'orchard-wall.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('high'),
    });
    await say(romeo, 'See https://verona.example/walls');
    await juliet.sees('verona.example');
    await juliet.chat.getByRole('button', { name: 'Details', exact: true }).click();
    const details = juliet.page.getByRole('complementary', { name: 'Details' });
    await details.getByRole('tab', { name: 'Media' }).click();
    await details.getByRole('button', { name: 'rose.png' }).waitFor();
    await details.getByRole('tab', { name: 'Files' }).click();
    await details.getByRole('link', { name: 'Download orchard-wall.txt' }).waitFor();
    await details.getByRole('tab', { name: 'Links' }).click();
    await details.getByRole('link', { name: 'verona.example' }).waitFor();

    await juliet.open('/?search=');
    await juliet.page.getByRole('searchbox', { name: 'Search messages' }).fill('orchard');
    const results = juliet.page.getByRole('list', { name: 'Results' });
    await results.getByRole('link', { name: 'romeo' }).click();
    await juliet.chat.getByRole('heading', { name: 'romeo' }).waitFor();
    await juliet.sees('verona.example');
  });
});

describe('what a composer sends', { skip }, () => {
  it('polls, changes, replies and messages for later', async (t) => {
    const [romeo, juliet] = await pair(await Stage.open(t));
    await say(romeo, '/poll Where?');
    const dialog = romeo.page.getByRole('dialog', { name: 'New poll' });
    await dialog.getByRole('textbox', { name: 'Answer 1' }).fill('Orchard');
    await dialog.getByRole('textbox', { name: 'Answer 2' }).fill('Balcony');
    await dialog.getByRole('button', { name: 'Send poll' }).click();
    await juliet.sees('Balcony');

    await say(romeo, 'By yonder mon');
    await juliet.sees('By yonder mon');
    await romeo.state('By yonder mon', /Sent|Delivered|Read/);
    await romeo.composer.press('ArrowUp');
    await romeo.writes('By yonder mon');
    await romeo.composer.press('End');
    await romeo.composer.press('Backspace');
    await romeo.composer.pressSequentially('on');
    await romeo.composer.press('Enter');
    await juliet.sees('By yonder moon');
    await romeo.hasWritten('');

    await romeo.composer.fill('Good morrow');
    await romeo.chat.getByRole('button', { name: 'More ways to send' }).click();
    await romeo.item('Send later').hover();
    await romeo.item(/Tomorrow morning/).click();
    await romeo.page.getByText(/It will be sent/).waitFor();
    await romeo.hasWritten('');
  });
});
