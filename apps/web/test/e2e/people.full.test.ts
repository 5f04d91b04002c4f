/** The list, the switcher, groups, people and administration, as somebody uses them. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@posthorn/client';
import { until } from './support/moments.ts';
import { closeBrowser, PHONE, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';

after(closeBrowser);

const LIMITS = { skip };

async function idOf(client: Client, name: string): Promise<number> {
  const user = await client.user(name);
  assert.ok(user !== undefined, name);
  return user.id;
}

/** A group of the client's with others, who are named. */
async function groupOf(client: Client, title: string, others: readonly string[]): Promise<number> {
  const members = await Promise.all(others.map((name) => idOf(client, name)));
  const { id } = await client.call('createGroup', { title, members, clientId: `new ${title}` });
  return id;
}

async function openDetails(
  { page }: Person,
  title: string,
): Promise<ReturnType<Person['page']['getByRole']>> {
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const pane = page.getByRole('complementary', { name: 'Details' });
  await pane.waitFor();
  return pane;
}

it('the list says what the server counts, and does what one asks of it', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  const romeo = await stage.person('romeo');
  const { page, list } = romeo;
  const group = await groupOf(juliet, 'Balcony', ['romeo']);
  const text = { text: '@romeo wherefore art thou?', mentions: [await idOf(juliet, 'romeo')] };
  await juliet.send({ conversation: group }, text).done;
  await juliet.send({ to: 'romeo' }, 'Good night').done;
  await juliet.send({ to: 'romeo' }, 'Good night, *again*').done;
  await list.getByRole('link', { name: /^juliet Good night, again .*2 unread/ }).waitFor();
  await list.getByRole('link', { name: /^Balcony juliet: @romeo wherefore.*1 mention/ }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('(3)'));
  await list.getByRole('tab', { name: /^Mentions/ }).click();
  await list.getByRole('link', { name: /^juliet/ }).waitFor({ state: 'detached' });
  await list.getByRole('tab', { name: 'All' }).click();

  // Arrows, Home and the beginning of a title go from row to row.
  await romeo.conversation('juliet').focus();
  for (const [key, title] of [
    ['ArrowDown', 'Balcony'],
    ['Home', 'juliet'],
    ['b', 'Balcony'],
  ] as const) {
    await page.keyboard.press(key);
    await page.waitForFunction((start) => document.activeElement?.textContent?.includes(start), title);
  }

  await romeo.conversation('juliet').click({ button: 'right' });
  await romeo.item('Pin to the top').click();
  await list.getByRole('img', { name: 'Pinned' }).waitFor();
  await list.getByRole('link').first().and(romeo.conversation('juliet')).waitFor();
  await romeo.conversation('juliet').click({ button: 'right' });
  await romeo.item('Mark as read').click();
  await list.getByRole('link', { name: /unread/ }).waitFor({ state: 'detached' });
  await romeo.conversation('juliet').click({ button: 'right' });
  await romeo.item('Archive').click();
  await romeo.conversation('juliet').waitFor({ state: 'detached' });
  await juliet.send({ to: 'romeo' }, 'Are you there?').done;
  await romeo.conversation('juliet').waitFor();
  await page.waitForFunction(() => document.title.startsWith('(2)'));
});

it('the switcher goes to people, groups and messages by keyboard alone', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  await stage.client('mercutio');
  const romeo = await stage.person('romeo');
  const { page } = romeo;
  await groupOf(juliet, 'Capulet feast', ['romeo']);
  const dialog = page.getByRole('dialog', { name: 'Go to' });
  const go = async (typed: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox', { name: 'Go to' }).fill(typed);
  };
  await romeo.conversation('Capulet feast').waitFor();
  await go('feast');
  await dialog.getByRole('option', { name: /^Capulet feast/ }).waitFor();
  await page.keyboard.press('Enter');
  await romeo.chat.getByRole('heading', { name: 'Capulet feast' }).waitFor();
  await go('mercu');
  await dialog.getByRole('option', { name: /^mercutio/ }).waitFor();
  await page.keyboard.press('Enter');
  await romeo.chat.getByRole('heading', { name: 'mercutio' }).waitFor();
});

it('a group is made, administered and joined', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const [juliet, mercutio] = [await stage.client('juliet'), await stage.client('mercutio')];
  const romeo = await stage.person('romeo');
  const { page, list } = romeo;
  await list.getByRole('button', { name: 'New conversation' }).click();
  const dialog = page.getByRole('dialog', { name: 'New conversation' });
  for (const name of ['juliet', 'mercutio']) {
    await dialog.getByLabel('Find people').fill(name);
    await dialog.getByRole('option', { name }).click();
  }
  await dialog.getByRole('textbox', { name: 'Group name' }).fill('Verona');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await romeo.chat.getByRole('heading', { name: 'Verona' }).waitFor();
  const pane = await openDetails(romeo, 'Verona');

  await pane.getByRole('button', { name: 'Options for juliet' }).click();
  await romeo.item('Make an admin').click();
  await pane.getByText('admin', { exact: true }).waitFor();
  await pane.getByRole('button', { name: 'Options for mercutio' }).click();
  await romeo.item('Ban…').click();
  const ban = page.getByRole('dialog', { name: 'Ban mercutio?' });
  await ban.getByRole('textbox', { name: 'Reason' }).fill('Bites his thumb');
  await ban.getByRole('button', { name: 'Ban' }).click();
  await pane.getByRole('link', { name: /^mercutio/ }).waitFor({ state: 'detached' });

  await pane.getByRole('button', { name: 'Settings' }).click();
  await pane.getByRole('textbox', { name: 'Topic' }).fill('Two households');
  await pane.getByRole('button', { name: 'Save' }).click();
  await pane.getByRole('combobox', { name: 'Who may write' }).selectOption('admin');
  await pane.getByRole('combobox', { name: 'Who may join' }).selectOption('open');
  await pane.getByRole('button', { name: 'Banned' }).click();
  await pane.getByText('Bites his thumb').waitFor();
  await pane.getByRole('button', { name: 'Lift' }).click();
  await pane.getByText('Nobody is banned').waitFor();
  const verona = Number(/\/c\/(\d+)/.exec(page.url())?.[1]);
  await until(async () => {
    const { settings, role } = await juliet.call('getConversation', { conversation: verona });
    const now = [settings?.topic, settings?.write, settings?.join, role];
    return isDeepStrictEqual(now, ['Two households', 'admin', 'open', 'admin']);
  });

  await pane.getByRole('button', { name: 'Back' }).click();
  await pane.getByRole('button', { name: 'Invites' }).click();
  await pane.getByRole('button', { name: 'Make an invite link' }).click();
  const link = (await pane.getByRole('status').locator('code').textContent()) ?? '';
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  assert.equal((await mercutio.call('joinByInvite', { token })).id, verona);
  const paris = await stage.person('paris');
  await paris.open(new URL(link).pathname);
  await paris.page.getByRole('button', { name: 'Join the group' }).click();
  await paris.chat.getByRole('heading', { name: 'Verona' }).waitFor();
  // Who may not, sees why.
  const asGuest = await openDetails(paris, 'Verona');
  await asGuest.getByRole('button', { name: 'Add', disabled: true }).waitFor();
});

it('people become contacts, get names of one’s own, are blocked and reported', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const nurse = await stage.client('nurse');
  const romeo = await stage.person('romeo');
  const { page, list } = romeo;
  await nurse.call('addContact', { user: await idOf(nurse, 'romeo'), text: 'It is me' });
  const news = page.getByRole('status').filter({ hasText: 'nurse wants to be your contact.' });
  await news.getByRole('button', { name: 'Answer' }).click();
  await page.waitForURL((url) => url.pathname === '/u/nurse');
  await romeo.chat.getByText('nurse wants to be your contact.').waitFor();
  await list.getByRole('link', { name: /^Notices/ }).click();
  await romeo.chat.getByRole('button', { name: 'Answer' }).click();
  await romeo.chat.getByText('nurse wants to be your contact.').waitFor();
  await list.getByRole('button', { name: 'Menu' }).click();
  await romeo.item(/^Contacts/).click();
  const contacts = page.getByRole('dialog', { name: 'Contacts' });
  // Somebody waits for an answer: that is what one wants to see.
  await contacts.getByRole('tab', { name: 'Want to be contacts 1', selected: true }).waitFor();
  await contacts.getByText('It is me').waitFor();
  await contacts.getByRole('button', { name: 'Accept nurse' }).click();
  await contacts.getByText('Nobody has asked').waitFor();
  await page.keyboard.press('Escape');

  await romeo.open('/u/nurse');
  await page.getByRole('textbox', { name: 'What you call them' }).fill('Angelica');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Angelica').first().waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await romeo.item('Report…').click();
  const report = page.getByRole('dialog', { name: 'Report Angelica' });
  await report.getByRole('radio', { name: 'Spam' }).check();
  await report.getByRole('button', { name: 'Report' }).click();
  await page.getByText('Thank you.').waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await romeo.item('Block…').click();
  await romeo.dialog.getByRole('button', { name: 'Block' }).click();
  await page.getByRole('button', { name: 'Unblock' }).waitFor();

  const friar = await stage.person('friar');
  await friar.open('/admin/reports');
  await friar.page.getByText('Reported by romeo').waitFor();
  await friar.page.getByRole('textbox', { name: 'What was done' }).fill('A word was had');
  await friar.page.getByRole('button', { name: 'Settle' }).click();
  await friar.page.getByText('Nothing is reported').waitFor();
});

it('administrators see users, figures, the audit and the search, and name the server', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  await stage.client('tybalt');
  const friar = await stage.person('friar');
  const { page } = friar;
  await friar.open('/admin/users');
  await page.getByRole('button', { name: 'Options for tybalt' }).click();
  await friar.item('Disable…').click();
  await friar.dialog.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('Disabled').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('Healthy').waitFor();
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('cell', { name: 'disableUser' }).first().waitFor();
  await page.getByRole('link', { name: 'Search' }).click();
  await page.getByText('Messages in the index').waitFor();
  await page.getByRole('link', { name: 'Server', exact: true }).click();
  await page.getByRole('textbox', { name: 'Server name' }).fill('Verona');
  await page.getByRole('button', { name: 'Save' }).click();
  await friar.list.getByText('Verona').waitFor();
  const romeo = await stage.person('romeo');
  await romeo.open('/admin');
  await romeo.page.getByText('For administrators').waitFor();
});

it('a long press on a phone opens the menu of a row', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  const romeo = await stage.person('romeo', PHONE);
  await juliet.send({ to: 'romeo' }, 'Good night').done;
  const row = romeo.conversation('juliet');
  await row.waitFor();
  const box = await row.boundingBox();
  assert.ok(box !== null);
  const devtools = await romeo.context.newCDPSession(romeo.page);
  const touchPoints = [{ x: box.x + 80, y: box.y + 20 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await romeo.item('Pin to the top').waitFor();
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await romeo.item('Mark as read').waitFor();
});

it('a time of the list becomes a day at local midnight', LIMITS, async (t) => {
  const stage = await Stage.open(t);
  const juliet = await stage.client('juliet');
  const romeo = await stage.stranger('romeo');
  await stage.logIn(romeo);
  await romeo.context.clock.install();
  await romeo.open();
  await juliet.send({ to: 'romeo' }, 'Good night').done;
  const row = romeo.conversation('juliet');
  await row.getByText(/^\d+:\d\d/).waitFor();
  await romeo.page.clock.fastForward('24:00:00');
  await row.getByText(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/).waitFor();
});
