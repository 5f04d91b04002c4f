/** Single sign-on from a terminal. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import { DeviceProvider } from '../support/provider.ts';
import { Shell } from '../support/shell.ts';

let provider: DeviceProvider;
let folder: string;
let shell: Shell;

before(async () => {
  provider = await DeviceProvider.start();
  folder = await mkdtemp(join(tmpdir(), 'posthorn-sso-'));
  const oidc = join(folder, 'oidc.json');
  const client = { issuer: provider.issuer, clientId: 'posthorn' };
  const providers = [
    { id: 'corp', ...client },
    { id: 'shut', ...client, deviceLogin: false },
  ];
  await writeFile(oidc, JSON.stringify(providers));
  const place = await startInProcess({ oidc });
  shell = await Shell.open(place, place.server);
});

after(async () => {
  await shell.close();
  provider.close();
  await rm(folder, { recursive: true });
});

it('logs in by a code that its user enters elsewhere, and saves that', async () => {
  provider.answers.push('authorization_pending', 'authorization_pending');
  const { code, lines, stderr } = await shell.run(['login', shell.place.httpUrl, '--sso', 'corp']);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    new RegExp(`Open ${provider.issuer}/enter in a browser and enter the code WDJB-MJHT\\.`),
  );
  assert.deepEqual(lines, [`Logged in as benvolio at ${shell.place.httpUrl}.`]);
  const sent = await shell.run(['send', '--to', 'juliet', 'no password']);
  assert.equal(sent.code, 0, sent.stderr);
});

it('says why it did not work', async () => {
  const login = (...more: string[]) => shell.run(['login', '--server', shell.place.httpUrl, ...more]);
  provider.answers.push('access_denied');
  assert.match((await login('--sso', 'corp')).stderr, /refused at the provider/);
  provider.answers.push('expired_token');
  assert.match((await login('--sso', 'corp')).stderr, /nobody has entered the code in time/);
  assert.match((await login('--sso')).stderr, /Say where to log in: --sso corp, or --sso shut\./);
  assert.match((await login('--sso', 'other')).stderr, /Say where to log in/);
  assert.match((await login('--sso', 'shut')).stderr, /shut does not log in devices/);
  assert.match((await login('corp')).stderr, /behind --sso/);
});

it('chats with the login of a provider, and keeps it', async () => {
  const chat = (...more: string[]) =>
    shell.run(['chat', '--server', shell.place.httpUrl, '--plain', ...more], ':q!\n');
  provider.answers.push('authorization_pending');
  const first = await chat('--sso', 'corp');
  assert.equal(first.code, 0, first.stderr);
  const again = await chat('--user', 'benvolio');
  assert.equal(again.code, 0, again.stderr);
  const state = ['--state', join(shell.home, 'of romeo')];
  assert.equal((await chat('--user', 'romeo', '--password', 'secret', ...state)).code, 0);
  assert.match((await chat('--sso', 'corp', ...state)).stderr, /belongs to romeo/);
});
