/** What people write can do nothing but be read: markup and scripts in every field that is drawn. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
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
    const strange = 'main :is(iframe, script, base, meta, [onerror], [onload], [ontoggle], [onmouseover])';
    assert.equal(await romeo.page.locator(strange).count(), 0);
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
