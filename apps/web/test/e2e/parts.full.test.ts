/** Parts of the page that cannot be loaded say so, and the rest goes on. */
import { after, it } from 'node:test';
import { closeBrowser, skip, Stage } from './support/stage.ts';

after(closeBrowser);

it('a part that cannot be loaded says so, and comes once it can', { skip }, async (t) => {
  const stage = await Stage.open(t);
  // A service worker would have the part already: there is none.
  const romeo = await stage.person('romeo');
  const { page } = romeo;
  // As by a server that was updated, and does not have the older file any more.
  await page.route(/settings-page/, (route) => route.fulfill({ status: 404, body: '' }));
  stage.faults.allow(/404|dynamically imported module|preload CSS|error occurred in/);
  await romeo.open('/settings/profile');
  await page.getByRole('alert').filter({ hasText: 'This part could not be loaded' }).waitFor();
  await romeo.list.waitFor();
  await page.unroute(/settings-page/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('textbox', { name: 'Display name' }).waitFor();
});

it('a menu that cannot be loaded says so, and its button stays', { skip }, async (t) => {
  const stage = await Stage.open(t);
  const romeo = await stage.stranger('romeo');
  const { page } = romeo;
  await page.route(/menu-window/, (route) => route.fulfill({ status: 404, body: '' }));
  stage.faults.allow(/404|dynamically imported module|preload CSS|error occurred in/);
  await romeo.register();
  const menu = romeo.list.getByRole('button', { name: 'Menu' });
  await menu.click();
  await page.getByText('This part could not be loaded').waitFor();
  await page.unroute(/menu-window/);
  await menu.click();
  await romeo.item('Settings').waitFor();
});
