/** The way in and out: the set-up of a server, logins, invites, devices; and what a user sets for this device. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { PASSWORD } from './support/person.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, PHONE, skip, Stage } from './support/stage.ts';

after(closeBrowser);

const OPTIONS = { skip };

describe('the way in', OPTIONS, () => {
  it('sets up a new server, which then takes no other accounts', async (t) => {
    const stage = await Stage.open(t, { isNew: true });
    const { page, list, open } = bound(await stage.stranger('romeo'));
    await open('/');
    await page.getByRole('heading', { name: 'Set up your server' }).waitFor();
    await page.getByRole('textbox', { name: 'User name' }).fill('romeo');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('textbox', { name: 'Server name' }).fill('Verona');
    await page.getByLabel('Who may create an account?').selectOption({ label: 'Only administrators' });
    await page.getByRole('button', { name: 'Create account' }).click();
    await list.waitFor();
    await page.waitForFunction(() => document.title.endsWith('Verona'));

    const juliet = await stage.stranger('juliet');
    await juliet.open('/');
    await juliet.page.getByText('Verona').waitFor();
    await juliet.page.getByRole('button', { name: 'Log in' }).waitFor();
    assert.equal(await juliet.page.getByRole('link', { name: 'Create an account' }).count(), 0);
    await juliet.open('/register');
    await juliet.page.getByText('On this server an administrator creates the accounts.').waitFor();
  });

  it('says what is wrong, and leads to where the link goes', async (t) => {
    const stage = await Stage.open(t);
    const friar = await stage.client('friar');
    const group = await friar.call('createGroup', { title: 'Masked ball', members: [] });
    const { token } = await friar.call('createInvite', { conversation: group.id });
    const { page, open, chat } = bound(await stage.stranger('romeo'));
    stage.faults.allow(/status of 40[19]/);
    await open(`/join/${token}`);
    await page.getByText('You are invited to a group.').waitFor();
    await page.getByRole('textbox', { name: 'User name' }).fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'The user name or the password is wrong.' }).waitFor();

    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('textbox', { name: 'User name' }).fill('friar');
    await page.getByLabel('Password', { exact: true }).fill('friar');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').filter({ hasText: 'The password must not be the user name.' }).waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').filter({ hasText: 'This name is taken.' }).waitFor();
    await page.getByRole('textbox', { name: 'User name' }).fill('romeo');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: /^Join/ }).click();
    await chat.getByRole('heading', { name: 'Masked ball' }).waitFor();
  });

  it('a link to a conversation opens it after the login', async (t) => {
    const stage = await Stage.open(t);
    const friar = await stage.client('friar');
    const group = await friar.call('createGroup', { title: 'The cell', members: [] });
    const { page, open, chat } = bound(await stage.stranger('friar'));
    await open(`/c/${String(group.id)}`);
    await page.getByRole('textbox', { name: 'User name' }).fill('friar');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await chat.getByRole('heading', { name: 'The cell' }).waitFor();
  });
});

describe('one browser at a time', OPTIONS, () => {
  it('says that another one has taken its place, and takes it back in all tabs, with what waits', async (t) => {
    const stage = await Stage.open(t, { config: { loginPolicy: 'one-per-class' } });
    const juliet = await stage.client('juliet');
    const here = await stage.person('romeo');
    const { conversation } = await juliet.send({ to: 'romeo' }, 'Art thou not Romeo?').done;
    await here.goTo('juliet');
    const other = await here.tab(`/c/${conversation}`);
    await other.sees('Art thou not Romeo?');
    await here.page.bringToFront();
    await here.composer.fill('Neither, fair maid');
    const there = await stage.person('romeo');
    for (const { page, list } of [here, other]) {
      await page.getByRole('heading', { name: 'Your account is open elsewhere' }).waitFor();
      await list.waitFor({ state: 'detached' });
    }
    await here.page.getByRole('button', { name: 'Go on here' }).click();
    await here.hasWritten('Neither, fair maid');
    await here.composer.press('Enter');
    await here.state('Neither, fair maid', /^(Sent|Delivered|Read)/);
    await other.sees('Neither, fair maid');
    await there.page.getByRole('heading', { name: 'Your account is open elsewhere' }).waitFor();
    await there.page.reload();
    await there.list.waitFor();
    await here.page.getByRole('button', { name: 'Go on here' }).waitFor();
  });
});

describe('settings', OPTIONS, () => {
  it('a device that is ended is logged out at once', async (t) => {
    const stage = await Stage.open(t, { config: { loginPolicy: 'multi' } });
    const here = await stage.person('romeo');
    const there = await stage.person('romeo');
    stage.faults.allow(/status of 401/);
    await here.open('/settings/sessions');
    await here.page.getByText('This device').waitFor();
    await here.page
      .getByRole('region', { name: 'Devices' })
      .getByRole('button', { name: 'Log out', exact: true })
      .first()
      .click();
    await there.page.getByText('Your session has ended.').waitFor();
    await here.page.getByText('This device').waitFor();
  });

  it('theme, size and language stay on the device, and other tabs follow', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await stage.person('romeo');
    const tab = await romeo.tab('/settings/appearance');
    await romeo.open('/settings/appearance');
    await romeo.page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).check();
    await romeo.page
      .getByRole('radiogroup', { name: 'Text size' })
      .getByRole('radio', { name: 'Large' })
      .check();
    await romeo.page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
    await tab.page.locator('html[data-theme="dark"][data-text="large"]').waitFor({ state: 'attached' });
    await romeo.page.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN');
    await romeo.page.getByRole('heading', { name: '设置' }).waitFor();
    await romeo.page.reload();
    await romeo.page.getByRole('heading', { name: '设置' }).waitFor();
    await romeo.page.locator('html[lang="zh-CN"][data-theme="dark"]').waitFor({ state: 'attached' });
  });

  it('what others see changes for them', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await stage.person('romeo');
    const juliet = await stage.person('juliet');
    await juliet.startChat('romeo');
    await romeo.open('/settings/profile');
    await romeo.page.getByRole('textbox', { name: 'Display name' }).fill('Romeo of Montague');
    await romeo.page.getByRole('region', { name: 'Profile' }).getByRole('button', { name: 'Save' }).click();
    await romeo.page.getByText('Saved').waitFor();
    await juliet.page.reload();
    await juliet.chat.getByRole('heading', { name: 'Romeo of Montague' }).waitFor();
  });

  it('a photo that becomes one’s picture is as small as it is drawn', async (t) => {
    const stage = await Stage.open(t);
    const known = await stage.client('juliet');
    const romeo = await stage.person('romeo');
    await romeo.open('/settings/profile');
    const photo = sharp({ create: { width: 2400, height: 1800, channels: 3, background: 'teal' } }).jpeg();
    const choose = romeo.page.getByRole('button', { name: 'Choose a picture' });
    const chosen = romeo.page.waitForEvent('filechooser');
    await choose.click();
    const file = { name: 'me.jpg', mimeType: 'image/jpeg', buffer: await photo.toBuffer() };
    await (await chosen).setFiles(file);
    await choose.locator('img').waitFor();
    const url = (await known.user('romeo'))?.avatarUrl ?? '';
    const stored = await romeo.context.request.get(`${stage.url}${url}`);
    const { width, height } = await sharp(await stored.body()).metadata();
    assert.deepEqual([width, height], [512, 512]);
  });
});

describe('an account', OPTIONS, () => {
  it('changes its password, takes its data along, and is erased', async (t) => {
    const stage = await Stage.open(t, { process: true, options: ['--erase-own-account', 'on'] });
    const romeo = await stage.person('romeo');
    const { page } = romeo;
    stage.faults.allow(/status of 401/);
    await romeo.open('/settings/sessions');
    const form = page.getByRole('region', { name: 'Password' });
    const change = async (old: string, next: string): Promise<void> => {
      await form.getByLabel('Current password', { exact: true }).fill(old);
      await form.getByLabel('New password', { exact: true }).fill(next);
      await form.getByRole('button', { name: 'Change the password' }).click();
    };
    await change('not this one', 'a rose by any other name');
    await form.getByRole('alert').filter({ hasText: 'The password is wrong.' }).waitFor();
    await change(PASSWORD, 'a rose by any other name');
    await page.getByText('The password is changed').waitFor();

    await romeo.open('/settings/data');
    const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
    const answer = await romeo.context.request.get(href ?? '');
    assert.equal(answer.status(), 200);
    assert.match(await answer.text(), /romeo/);

    await page.getByRole('button', { name: 'Erase the account…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase the account for good?' });
    await dialog.getByLabel('Password', { exact: true }).fill('a rose by any other name');
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.getByRole('textbox', { name: 'User name' }).fill('romeo');
    await page.getByLabel('Password', { exact: true }).fill('a rose by any other name');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
  });

  it('chooses quiet hours, which all its devices know', async (t) => {
    const stage = await Stage.open(t);
    const romeo = await stage.person('romeo');
    await romeo.open('/settings/notifications');
    await romeo.page.getByRole('switch', { name: 'Quiet hours' }).click();
    await romeo.page.getByLabel('From').fill('23:15');
    const there = await stage.person('romeo');
    await there.open('/settings/notifications');
    await there.page.getByRole('switch', { name: 'Quiet hours', checked: true }).waitFor();
    await there.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[type="time"]')?.value === '23:15',
    );
  });
});

describe('the frame', OPTIONS, () => {
  it('lists its keys, and gives the focus back', async (t) => {
    const stage = await Stage.open(t);
    const { page } = await stage.person('romeo');
    await page.keyboard.press('Control+/');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Conversation below').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  it('a phone shows one pane, and the way back', async (t) => {
    const stage = await Stage.open(t);
    const friar = await stage.client('friar');
    await friar.call('createGroup', { title: 'The cell', members: [] });
    const person = await stage.person('friar', PHONE);
    await person.goTo('The cell');
    await person.list.waitFor({ state: 'hidden' });
    // Smaller text makes phones zoom into the field.
    const size = await person.composer.evaluate((field) =>
      Number.parseFloat(getComputedStyle(field).fontSize),
    );
    assert.ok(size >= 16, `${String(size)} px`);
    await person.page.getByRole('button', { name: 'Back' }).click();
    await person.list.waitFor();
  });
});

/** Getters and methods of a person by themselves. */
function bound(person: Person): {
  readonly page: Person['page'];
  readonly list: Person['list'];
  readonly chat: Person['chat'];
  readonly open: (path: string) => Promise<void>;
} {
  const { page, list, chat } = person;
  return { page, list, chat, open: async (path) => person.open(path) };
}
