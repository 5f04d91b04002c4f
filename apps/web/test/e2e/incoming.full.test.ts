/** Incoming webhooks: made in the details of a group, and what they post is marked. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, skip, Stage } from './support/stage.ts';

after(closeBrowser);

test('a webhook is made, posts, gets a new URL, and is removed', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const romeo = await stage.person('romeo');
  const client = await stage.client('romeo');
  await client.call('createGroup', { title: 'Verona', members: [], clientId: 'verona' });
  await romeo.goTo('Verona');
  await romeo.page.getByRole('button', { name: 'Details' }).first().click();
  const pane = romeo.page.getByRole('complementary', { name: 'Details' });
  await pane.getByRole('button', { name: 'Settings' }).click();
  await pane.getByRole('button', { name: 'Incoming webhooks' }).click();
  await pane.getByText('No incoming webhooks').waitFor();
  await pane.getByLabel('Name', { exact: true }).fill('Build');
  await pane.getByRole('button', { name: 'Make a webhook URL' }).click();
  const secret = pane.locator('code');
  const url = (await secret.textContent()) ?? '';
  const post = async (to: string, body: object): Promise<string> =>
    (await fetch(to, { method: 'POST', body: JSON.stringify(body) })).text();
  assert.equal(await post(url, { text: '*Nightly* failed' }), 'ok');
  const said = romeo.message('Nightly failed');
  await said.getByText('Build', { exact: true }).waitFor();
  await said.getByText('APP', { exact: true }).waitFor();
  assert.equal(await post(url, { text: 'disk', username: 'Grafana', icon_emoji: ':fire:' }), 'ok');
  await romeo.message('disk').getByText('Grafana', { exact: true }).waitFor();
  const screenshot = process.env['POSTHORN_SCREENSHOT'];
  if (screenshot !== undefined) await romeo.page.screenshot({ path: screenshot });

  await pane.getByRole('button', { name: 'New URL' }).click();
  await romeo.dialog.getByRole('button', { name: 'New URL' }).click();
  await secret.filter({ hasNotText: url }).waitFor();
  assert.match(await post(url, { text: 'late' }), /^invalid_token/);
  assert.equal(await post((await secret.textContent()) ?? '', { text: 'again' }), 'ok');
  await romeo.sees('again');
  await pane.getByRole('button', { name: 'Turn it off' }).click();
  await pane.getByText('Turned off: it takes no posts').waitFor();
  await pane.getByRole('button', { name: 'Remove' }).click();
  await romeo.dialog.getByRole('button', { name: 'Remove' }).click();
  await pane.getByText('No incoming webhooks').waitFor();
});
