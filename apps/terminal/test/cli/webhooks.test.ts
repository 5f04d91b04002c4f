/** The command webhooks: receivers of what happens, made and managed by a script. */
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { after, before, it } from 'node:test';
import type { Webhook } from '@posthorn/protocol';
import { launch } from '@posthorn/testing/command';
import { startInProcess } from '@posthorn/testing/in-process';
import { isSignedBy, WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import { Shell } from '../support/shell.ts';
import type { Ended } from '../support/shell.ts';

let shell: Shell;
let receiver: WebhookReceiver;

before(async () => {
  receiver = await WebhookReceiver.open();
  const place = await startInProcess({ webhookAllow: ['127.0.0.0/8'] });
  shell = await Shell.open(place, place.server);
});

after(async () => {
  await shell.close();
  await receiver[Symbol.asyncDispose]();
});

/** As the administrator. */
function posthorn(...args: readonly string[]): Promise<Ended> {
  return shell.run(['webhooks', ...args, ...shell.as('romeo')]);
}

async function added(path: string): Promise<Webhook> {
  const url = receiver.url(path);
  const { stdout } = await posthorn('add', '--url', url, '--events', 'message.created', '--json');
  return JSON.parse(stdout) as Webhook;
}

async function say(text: string): Promise<void> {
  const { code } = await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', text]);
  assert.equal(code, 0);
}

it('has messages delivered, and replayed from a position or from the beginning in the same bytes', async () => {
  const { id, secret } = await added('/told');
  for (const text of ['one', 'two', 'three']) await say(text);
  await receiver.until(() => receiver.taken('/told').length === 3);
  const first = receiver.taken('/told');
  assert.ok(first.every((hook) => isSignedBy(hook, secret)));
  const bodies = first.map(({ body }) => body);
  const [, second] = first;
  assert.equal((await posthorn('replay', String(id), '--from', String(second?.position))).code, 0);
  await receiver.until(() => receiver.taken('/told').length === 5);
  assert.equal((await posthorn('replay', String(id), '--from', '0')).code, 0);
  await receiver.until(() => receiver.taken('/told').length === 8);
  const again = receiver.taken('/told').map(({ body }) => body);
  assert.deepEqual(again, [...bodies, ...bodies.slice(1), ...bodies]);
});

it('shows attempts as they are made', async () => {
  const { id } = await added('/shown');
  await say('before');
  await receiver.until(() => receiver.taken('/shown').length === 1);
  const tail = launch(['webhooks', 'tail', String(id), '--json', ...shell.as('romeo')], {
    env: shell.environment(),
  });
  const seen: string[] = [];
  assert.ok(tail.child.stdout !== null);
  for await (const line of createInterface({ input: tail.child.stdout })) {
    seen.push(line);
    if (seen.length === 1) await say('after');
    else tail.child.kill('SIGINT');
  }
  await tail.ended;
  const attempts = seen.map((line) => JSON.parse(line) as { readonly status: number });
  assert.deepEqual(
    attempts.map(({ status }) => status),
    [200, 200],
  );
});

it('pauses, resumes, changes, rotates and removes them', async () => {
  const { id, secret } = await added('/kept');
  const webhook = String(id);
  assert.match((await posthorn('pause', webhook)).stdout, new RegExp(`^${id}\tpaused\t`));
  await say('while it is paused');
  assert.match((await posthorn('list')).stdout, new RegExp(`^${id}\tpaused\t`, 'm'));
  assert.equal(receiver.taken('/kept').length, 0);
  assert.match((await posthorn('resume', webhook)).stdout, new RegExp(`^${id}\tactive\t`));
  await receiver.until(() => receiver.taken('/kept').length === 1);
  const rotated = await posthorn('rotate', webhook, '--overlap', '0', '--json');
  const next = (JSON.parse(rotated.stdout) as Webhook).secret;
  assert.notEqual(next, secret);
  await say('with a new secret');
  await receiver.until(() => receiver.taken('/kept').length === 2);
  const latest = receiver.taken('/kept')[1];
  assert.ok(latest !== undefined && isSignedBy(latest, next) && !isSignedBy(latest, secret));
  const changed = await posthorn('change', webhook, '--events', 'message.*', '--no-direct');
  assert.match(changed.stdout, /\tmessage\.\*\tno direct ones/);
  assert.equal((await posthorn('show', webhook)).stdout, changed.stdout);
  assert.equal((await posthorn('dead', webhook)).stdout, '');
  assert.equal((await posthorn('remove', webhook)).code, 0);
  assert.match((await posthorn('show', webhook)).stderr, /no such webhook/);
});

it('says what is missing or wrong', async () => {
  const wrong = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await posthorn(...args);
    assert.notEqual(code, 0);
    return stderr;
  };
  const { id } = await added('/wrong');
  assert.match(await wrong('add', '--url', receiver.url()), /--url URL --events message\.created/);
  assert.match(await wrong('add', '--url', 'http://10.0.0.1/x', '--events', '*'), /--webhook-allow/);
  assert.match(await wrong('replay', String(id)), /either --from POSITION, or --dead/);
  assert.match(
    await wrong('replay', String(id), '--from', '1', '--dead'),
    /either --from POSITION, or --dead/,
  );
  assert.match(await wrong('replay', String(id), '--from', '100000'), /no event at the position 100000 yet/);
  assert.match(await wrong('replay', 'x', '--from', '1'), /whole number/);
  assert.match(await wrong('pause', '999'), /no such webhook/);
});
