/** Second factors in the browser: an authenticator app, passkeys of a virtual authenticator, recovery codes. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { PASSWORD } from './support/person.ts';
import type { Person } from './support/person.ts';
import { closeBrowser, DESKTOP, PHONE, skip, Stage } from './support/stage.ts';
import type { StageOptions } from './support/stage.ts';

after(closeBrowser);

const OPTIONS = { skip };
const SHOTS = process.env['POSTHORN_SHOTS'];

describe('second factors', OPTIONS, () => {
  it('an app and a passkey are added in the settings, and asked for at the login', async (t) => {
    const stage = await open(t);
    const romeo = await stage.person('romeo');
    const { page } = romeo;
    await authenticator(romeo);
    await romeo.open('/settings/security');
    const add = page.getByRole('button', { name: 'Add an authenticator app' });
    await add.click();
    await romeo.dialog.getByLabel('Your password', { exact: true }).fill('not this one');
    await romeo.dialog.getByRole('button', { name: 'Go on' }).click();
    await romeo.dialog.getByRole('alert').filter({ hasText: 'The password is wrong.' }).waitFor();
    await romeo.dialog.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await romeo.dialog.getByRole('button', { name: 'Go on' }).click();
    const key = await keyIn(romeo);
    await shot(romeo, 'app');
    await romeo.dialog.getByLabel('The code that it shows').fill(codeOf(key));
    await romeo.dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const codes = await recoveryCodes(romeo);
    assert.equal(codes.length, 10);
    const download = page.waitForEvent('download');
    await romeo.dialog.getByRole('button', { name: 'Download' }).click();
    const saved = await readFile(await (await download).path(), 'utf8');
    for (const code of codes) assert.ok(saved.includes(code));
    await shot(romeo, 'codes');
    await romeo.dialog.getByRole('button', { name: 'I have kept them' }).click();

    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await romeo.dialog.getByLabel('What is it called?').fill('My laptop');
    await romeo.dialog.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await romeo.dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('My laptop').waitFor();
    await page.getByText('10 are left').waitFor();
    await shot(romeo, 'settings');

    await logOut(romeo);
    await typePassword(romeo);
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await shot(romeo, 'step');
    await page.getByLabel('The code of your authenticator app').fill('000000');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'This code is wrong' }).waitFor();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await romeo.list.waitFor();

    await logOut(romeo);
    await typePassword(romeo);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Log in' }).click();
    await romeo.list.waitFor();

    await romeo.open('/settings/security');
    await page.getByText('9 are left').waitFor();
    await page.getByRole('button', { name: 'Rename Authenticator app' }).click();
    await romeo.dialog.getByLabel('What is it called?').fill('Old phone');
    await romeo.dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Remove Old phone' }).click();
    await romeo.dialog.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await romeo.dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Old phone').waitFor({ state: 'detached' });
    await page.getByText('My laptop').waitFor();
  });

  it('whoever must have one adds it when they register', async (t) => {
    const stage = await open(t, { isNew: true, config: { secondFactor: 'everybody' } });
    const juliet = await stage.stranger('juliet', PHONE);
    const { page } = juliet;
    await authenticator(juliet);
    await juliet.open('/');
    await page.getByRole('textbox', { name: 'User name' }).fill('juliet');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('textbox', { name: 'Server name' }).fill('Verona');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Add a second step' }).waitFor();
    await shot(juliet, 'choice');
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    const key = await keyIn(juliet);
    await shot(juliet, 'first-app');
    await page.getByLabel('The code that it shows').fill(codeOf(key));
    await page.getByRole('button', { name: 'Log in' }).click();
    assert.equal((await recoveryCodes(juliet)).length, 10);
    await shot(juliet, 'first-codes');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await juliet.list.waitFor();
    await page.waitForFunction(() => document.title.endsWith('Verona'));

    const nurse = await stage.stranger('nurse', { ...DESKTOP, colorScheme: 'dark' });
    await authenticator(nurse);
    await nurse.open('/register');
    await nurse.page.getByRole('textbox', { name: 'User name' }).fill('nurse');
    await nurse.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await nurse.page.getByRole('button', { name: 'Create account' }).click();
    await nurse.page.getByRole('button', { name: 'Passkey' }).click();
    await recoveryCodes(nurse);
    await shot(nurse, 'codes');
    await nurse.page.getByRole('button', { name: 'I have kept them' }).click();
    await nurse.list.waitFor();
    await nurse.open('/settings/security');
    await nurse.page.getByText('This server wants you to have at least one.').waitFor();
    await shot(nurse, 'settings');
  });
});

/** Browsers have passkeys for names alone, and not for addresses. */
async function open(t: Parameters<typeof Stage.open>[0], options?: StageOptions): Promise<Stage> {
  const stage = await Stage.open(t, options);
  stage.pageUrl = stage.url.replace('127.0.0.1', 'localhost');
  stage.faults.allow(/status of 401/);
  return stage;
}

/** A device with passkeys, whose user agrees to everything. */
async function authenticator({ page }: Person): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function logOut({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Log out' }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Log out' })
    .click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
}

async function typePassword({ page, name }: Person): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** The key of the app that is offered. */
async function keyIn({ page }: Person): Promise<string> {
  await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  return (await page.locator('code').innerText()).replaceAll(' ', '');
}

async function recoveryCodes({ page }: Person): Promise<readonly string[]> {
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  return list.getByRole('listitem').allInnerTexts();
}

/** RFC 6238. */
function codeOf(base32: string): string {
  const bits = Array.from(base32, (char) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const key = Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac.readUInt8(19) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** For people who want to look: into the directory that POSTHORN_SHOTS names. */
async function shot({ page, name }: Person, what: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}-${what}.png` });
}
