/** What people write can do nothing but be read: markup and scripts in every field that is drawn. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { closeBrowser, DESKTOP, skip, Stage } from './support/stage.ts';
import { picture } from './support/talk.ts';

after(closeBrowser);

const IMAGE = '<img src=x onerror=pwned()>';
/** Each would call `pwned` if it ran. */
const CORPUS = [
  IMAGE,
  '<script>pwned()</script>',
  '"><svg/onload=pwned()>',
  'javascript:pwned()//',
  '[click](javascript:pwned())',
  '![x](javascript:pwned())',
  '[x](data:text/html,<script>pwned()</script>)',
  '<a href="java&#115;cript:pwned()">x</a>',
  '{{constructor.constructor("pwned()")()}}',
  '`</code><img src=x onerror=pwned()>`',
  '```\n</pre><script>pwned()</script>\n```',
  '<iframe srcdoc="<script>parent.pwned()</script>">',
  '<math><mtext><style><img src=x onerror=pwned()></style>',
  '||<details open ontoggle=pwned()>||',
  'https://example.org/"onmouseover="pwned()',
  '@<img src=x onerror=pwned()>',
  '<base href="https://evil.example/">',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
];

/** What no text may become. */
const STRANGE = 'body :is(iframe, script, base, meta, [onerror], [onload], [ontoggle], [onmouseover])';

/** A picture to those who look at its first bytes alone. */
const POLYGLOT = 'GIF89a\x10\0\x10\0=1;pwned();/*<script>pwned()</script>*/';
/** What a page may claim that its picture is. The first one is one. */
const PICTURES = [
  '/polyglot.gif',
  'javascript:pwned()',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"/>',
  '/picture.svg',
  '/page.gif',
  '"><script>pwned()</script>',
  '//127.0.0.2/x.gif',
];

/** A site of somebody who means harm: page `/N` says item N of the corpus everywhere. Closes with the test. Returns its URL. */
async function openSite(t: TestContext): Promise<string> {
  const quoted = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const page = (index: number): string => {
    const words = quoted(CORPUS[index] ?? IMAGE);
    const names = ['og:title', 'og:description', 'og:site_name', 'og:url', 'og:image:alt', 'twitter:title'];
    const picture = quoted(PICTURES[index === 0 ? 0 : 1 + (index % (PICTURES.length - 1))] ?? '');
    const metas = names.map((name) => `<meta property="${name}" content="${words}">`);
    return `<!doctype html>${metas.join('')}<meta property="og:image" content="${picture}"><title>${words}</title>`;
  };
  const server = createServer(({ url = '' }, response) => {
    if (url === '/leads-to-a-script') response.writeHead(302, { location: 'javascript:pwned()' }).end();
    else if (url === '/polyglot.gif')
      response.writeHead(200, { 'content-type': 'image/gif' }).end(POLYGLOT, 'latin1');
    else if (url === '/picture.svg')
      response
        .writeHead(200, { 'content-type': 'image/svg+xml' })
        .end('<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"/>');
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page(Number(url.slice(1))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what people write', { skip }, () => {
  it('runs nowhere: texts, names, titles, topics, files, polls, nicknames, status', async (t) => {
    const stage = await Stage.open(t);
    await stage.client('romeo');
    const tybalt = await stage.client('tybalt');
    await tybalt.call('updateProfile', { displayName: IMAGE, statusText: IMAGE, statusEmoji: '🗡️' });
    const { conversation } = await tybalt.send({ to: 'romeo' }, IMAGE).done;
    for (const text of CORPUS) await tybalt.send({ conversation }, text).done;
    const red = await picture(tybalt, 'red');
    await tybalt.send({ conversation }, { text: IMAGE, attachments: [{ id: red.id, alt: IMAGE }] }).done;
    const value = { options: [IMAGE, CORPUS[2] ?? ''] };
    await tybalt.send({ conversation }, { text: IMAGE, kind: { case: 'poll', value } }).done;
    const { users } = await tybalt.call('findUsers', { prefix: 'romeo' });
    const [user] = users;
    assert.ok(user !== undefined);
    const group = await tybalt.call('createGroup', { title: IMAGE, members: [user.id] });
    await tybalt.call('setGroup', { conversation: group.id, settings: { topic: IMAGE } });
    await tybalt.call('setNickname', { conversation: group.id, nickname: IMAGE });
    for (const text of CORPUS.slice(0, 6)) await tybalt.send({ conversation: group.id }, text).done;
    const romeo = await stage.stranger('romeo', DESKTOP);
    const pwned: string[] = [];
    await romeo.context.exposeFunction('pwned', () => void pwned.push('a script ran'));
    await stage.logIn(romeo);
    for (const path of [`/c/${conversation}`, `/c/${group.id}`, '/u/tybalt']) {
      await romeo.open(path);
      await romeo.page.getByText(IMAGE).first().waitFor();
      if (path.startsWith('/c/')) await romeo.timeline.getByRole('article').nth(5).waitFor();
      for (const link of await romeo.page.getByRole('link').all()) {
        const href = (await link.getAttribute('href')) ?? '';
        assert.doesNotMatch(href, /^\s*(javascript|data|vbscript):/i);
      }
    }
    await romeo.open(`/c/${group.id}`);
    await romeo.page.getByRole('button', { name: 'Details', exact: true }).click();
    await romeo.page.getByRole('complementary').getByText(IMAGE).first().waitFor();
    await romeo.page.keyboard.press('Control+k');
    await romeo.dialog.getByRole('combobox').fill('<img');
    await romeo.dialog.getByText(IMAGE).first().waitFor();
    assert.deepEqual(pwned, []);
    assert.equal(await romeo.page.locator(STRANGE).count(), 0);
  });

  it('runs nowhere in previews of links: titles, descriptions, sites, pictures, URLs', async (t) => {
    const site = await openSite(t);
    const stage = await Stage.open(t, { config: { previews: true, outgoingAllow: ['127.0.0.1'] } });
    await stage.client('romeo');
    const tybalt = await stage.client('tybalt');
    const { conversation } = await tybalt.send({ to: 'romeo' }, 'hear me').done;
    await tybalt.send({ conversation }, `${site}/leads-to-a-script ${site}/"onmouseover="pwned()`).done;
    for (const index of CORPUS.keys()) await tybalt.send({ conversation }, `see ${site}/${index}`).done;
    const romeo = await stage.stranger('romeo', DESKTOP);
    const pwned: string[] = [];
    await romeo.context.exposeFunction('pwned', () => void pwned.push('a script ran'));
    await stage.logIn(romeo);
    await romeo.open(`/c/${conversation}`);
    // It opens at what is new; what is far below that is not drawn.
    await romeo.timeline.getByRole('article').first().waitFor();
    await romeo.timeline.press('End');
    // Unlike a link in the text, a card tells how wide its picture is.
    const cardOf = (index: number) => romeo.timeline.locator(`a[title="${site}/${index}"][data-wide]`);
    // What is off the screen is not laid out.
    for (const index of CORPUS.keys()) await cardOf(index).waitFor({ state: 'attached' });
    const card = cardOf(0);
    await card.scrollIntoViewIfNeeded();
    // Title, description and site, as words.
    assert.equal((await card.innerText()).split(IMAGE).length, 4);
    const picture = card.locator('img');
    await picture.waitFor({ state: 'attached' });
    assert.match((await picture.getAttribute('src')) ?? '', /\/v1\/previews\/[\da-f]+$/);
    const answer = await romeo.context.request.get(
      String(await picture.evaluate(({ src }: HTMLImageElement) => src)),
    );
    assert.deepEqual(
      [answer.headers()['content-type'], answer.headers()['x-content-type-options']],
      ['image/gif', 'nosniff'],
    );
    for (let index = 1; index < CORPUS.length; index++)
      assert.equal(await cardOf(index).locator('img').count(), 0);
    await romeo.page.getByRole('button', { name: 'Details', exact: true }).click();
    const pane = romeo.page.getByRole('complementary');
    await pane.getByRole('tab', { name: 'Links' }).click();
    await pane.getByText(IMAGE).first().waitFor();
    const targets = await romeo.page
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const target of targets) assert.doesNotMatch(target, /^\s*(javascript|data|vbscript):/i);
    assert.deepEqual(pwned, []);
    assert.equal(await romeo.page.locator(STRANGE).count(), 0);
  });

  it('has a page around it that cannot be framed, and a session that no script can read', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await stage.person('romeo');
    const response = await romeo.page.goto(stage.url);
    const policy = response?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(await romeo.page.evaluate(() => document.cookie), '');
  });
});
