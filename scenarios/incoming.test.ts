/** Incoming webhooks: who makes them, what they post, and when they refuse. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { inspect } from 'node:util';
import type { Config, Logger } from '@posthorn/server';
import type { CreateIncomingInit, IncomingWebhook } from '@posthorn/protocol';
import type { InProcessOptions } from '@posthorn/testing/in-process';
import { HOOK_SECRET, HookService } from './support/hook-service.ts';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

interface Scene extends Inhabited {
  readonly clock: SteppedClock;
  /** The administrator, who owns nothing. */
  readonly ann: Person;
  /** Owns the group, in which juliet is too. */
  readonly romeo: Person;
  readonly juliet: Person;
  readonly group: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

async function open(
  t: TestContext,
  options: Partial<Config> = {},
  parts: InProcessOptions = {},
): Promise<Scene> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, options, { clock, ...parts });
  const [ann, romeo, juliet] = [
    await people.join('ann'),
    await people.join('romeo'),
    await people.join('juliet'),
  ];
  const { id: group } = await romeo.client.call('createGroup', { title: 'Build', members: [juliet.id] });
  return { place, people, clock, ann, romeo, juliet, group };
}

async function made(
  { romeo, group }: Pick<Scene, 'romeo' | 'group'>,
  more: Partial<CreateIncomingInit> = {},
): Promise<IncomingWebhook> {
  const { incoming } = await romeo.client.call('createIncoming', {
    conversation: group,
    name: 'CI',
    ...more,
  });
  const [one] = incoming;
  assert.ok(one !== undefined);
  return one;
}

async function post(
  { place }: Pick<Scene, 'place'>,
  key: string,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(`${place.httpUrl}/v1/incoming/${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: answer.status,
    text: await answer.text(),
    retryAfter: answer.headers.get('retry-after'),
  };
}

const OK: Answer = { status: 200, text: 'ok', retryAfter: null };

/** The code, and the word that tools know. */
async function refusal(work: Promise<Answer>): Promise<string> {
  const { status, text } = await work;
  return `${status} ${text.split(':', 1)[0]}`;
}

describe('a post by an incoming webhook', () => {
  it('is a message from nobody, with the name and the looks that it asks for', async (t) => {
    const scene = await open(t);
    const { juliet, group } = scene;
    const { key, id } = await made(scene, { avatarUrl: 'https://ci.example/logo.png' });
    const asks = { username: 'Grafana', icon_emoji: ':rotating_light:', channel: '#somewhere-else' };
    assert.deepEqual(await post(scene, key, { text: '*Build* <https://ci.example|failed>' }), OK);
    assert.deepEqual(await post(scene, key, { ...asks, text: 'disk' }), OK);
    // What cannot be a name is none.
    assert.deepEqual(await post(scene, key, { username: 'a\nb', icon_url: 'javascript:1', text: 'odd' }), OK);
    await juliet.until(() => juliet.texts(group).length === 3);
    assert.deepEqual(juliet.texts(group), ['**Build** [failed](https://ci.example)', 'disk', 'odd']);
    const said = juliet.messages.filter(({ content }) => content.author !== undefined);
    const own = { name: 'CI', avatarUrl: 'https://ci.example/logo.png', emoji: '', incoming: id };
    assert.deepEqual(
      said.map(({ sender, content }) => [sender, content.author]),
      [
        [0, own],
        [0, { name: 'Grafana', avatarUrl: '', emoji: '🚨', incoming: id }],
        [0, own],
      ],
    );
    const { unread } = await juliet.client.call('getConversation', { conversation: group });
    assert.equal(unread, 3);
  });

  it('keeps its own name where that is fixed', async (t) => {
    const scene = await open(t);
    const { key } = await made(scene, { fixedName: true });
    await post(scene, key, { username: 'romeo', icon_emoji: ':fire:', text: 'hello' });
    const { juliet, group } = scene;
    await juliet.until(() => juliet.texts(group).length === 1);
    const author = juliet.messages.at(-1)?.content.author;
    assert.deepEqual([author?.name, author?.emoji], ['CI', '']);
  });

  it('comes as a form too', async (t) => {
    const scene = await open(t);
    const { key } = await made(scene);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ payload: '{"text":"by a form"}' }).toString();
    assert.deepEqual(await post(scene, key, body, form), OK);
    await scene.juliet.until(() => scene.juliet.texts(scene.group).includes('by a form'));
  });

  it('alerts members whom it names, and all of them where admins may', async (t) => {
    const scene = await open(t);
    const { romeo, juliet, group } = scene;
    const { key } = await made(scene);
    await post(scene, key, { text: 'ping @juliet, @ann and @nobody' });
    await post(scene, key, { text: '<!channel> down' });
    await romeo.client.call('setGroup', { conversation: group, settings: { mentionAll: 'owner' } });
    await post(scene, key, { text: '<!channel> again' });
    await juliet.until(() => juliet.texts(group).length === 3);
    const heard = juliet.messages.filter(({ content }) => content.author !== undefined);
    assert.deepEqual(
      heard.map(({ content }) => [content.mentions, content.mentionAll]),
      [
        [[juliet.id], 'unspecified'],
        [[], 'everybody'],
        [[], 'unspecified'],
      ],
    );
  });

  it('posts once under an idempotency key, also after a refusal for a while', async (t) => {
    const scene = await open(t);
    const { juliet, group } = scene;
    const [one, other] = [await made(scene), await made(scene)];
    const repeat = { 'idempotency-key': 'deploy 17 · é' };
    const headers = { 'idempotency-key': Buffer.from(repeat['idempotency-key']).toString('latin1') };
    assert.deepEqual(await post(scene, one.key, { text: 'deployed' }, headers), OK);
    assert.deepEqual(await post(scene, one.key, { text: 'deployed' }, headers), OK);
    assert.equal(await refusal(post(scene, one.key, { text: 'another' }, headers)), '409 conflict');
    // Keys are each webhook's own.
    assert.deepEqual(await post(scene, other.key, { text: 'deployed' }, headers), OK);
    await post(scene, one.key, { text: 'end' });
    await juliet.until(() => juliet.texts(group).includes('end'));
    assert.deepEqual(juliet.texts(group), ['deployed', 'deployed', 'end']);
  });

  it('can be recalled by an admin of the group, and answered', async (t) => {
    const scene = await open(t);
    const { romeo, juliet, group } = scene;
    const { key } = await made(scene);
    await post(scene, key, { text: 'noise' });
    await romeo.until(() => romeo.texts(group).includes('noise'));
    const seq = romeo.messages.at(-1)?.seq ?? 0;
    await juliet.client.send({ conversation: group }, { text: 'seen', replyTo: seq }).done;
    await romeo.client.send({ conversation: group }, { kind: { case: 'recall', value: { target: seq } } })
      .done;
    const [recalled] = await juliet.client.history(group, { after: seq - 1, limit: 1 });
    assert.equal(recalled?.content.kind?.case, 'recalled');
  });

  it('is what hooks are asked about, who may change it or refuse', async (t) => {
    const service = await HookService.open();
    t.after(() => service[Symbol.asyncDispose]());
    const scene = await open(t, {
      beforeHook: [{ url: service.url, events: ['send'] }],
      beforeHookSecret: HOOK_SECRET,
      beforeHookTimeout: 600_000,
      webhookAllow: ['127.0.0.1'],
    });
    const { juliet, group } = scene;
    const { key } = await made(scene);
    service.answer = ({ data }) =>
      data['text'] === 'bad'
        ? { action: 'refuse', reason: 'Not here.' }
        : { action: 'change', text: 'a ****' };
    assert.deepEqual(await post(scene, key, { text: 'a word' }), OK);
    const { status, text } = await post(scene, key, { text: 'bad' });
    assert.deepEqual([status, text], [403, 'action_prohibited: Not here.']);
    await juliet.until(() => juliet.texts(group).length === 1);
    assert.deepEqual(juliet.texts(group), ['a ****']);
    assert.equal(juliet.messages.at(-1)?.content.author?.name, 'CI');
    assert.partialDeepStrictEqual(service.asked[0]?.data, { user: 0, from: 'CI', bot: true, text: 'a word' });
  });
});

describe('an incoming webhook refuses', () => {
  it('whoever has no key, or an old one', async (t) => {
    const scene = await open(t);
    const { romeo, group } = scene;
    const one = await made(scene);
    assert.equal(await refusal(post(scene, 'phi_none', { text: 'a' })), '403 invalid_token');
    const unknown = `phi_${'a'.repeat(43)}`;
    assert.equal(await refusal(post(scene, unknown, { text: 'a' })), '403 invalid_token');
    const which = { conversation: group, incoming: one.id };
    const [rotated] = (await romeo.client.call('rotateIncoming', which)).incoming;
    assert.equal(await refusal(post(scene, one.key, { text: 'a' })), '403 invalid_token');
    assert.deepEqual(await post(scene, rotated?.key ?? '', { text: 'a' }), OK);
    await romeo.client.call('removeIncoming', which);
    assert.equal(await refusal(post(scene, rotated?.key ?? '', { text: 'a' })), '403 invalid_token');
  });

  it('what is too much, before it does anything about it', async (t) => {
    const scene = await open(t);
    const { key } = await made(scene, { perMinute: 2 });
    assert.deepEqual(await post(scene, key, { text: 'a' }), OK);
    assert.equal(await refusal(post(scene, key, 'x'.repeat(300_000))), '413 payload_too_large');
    const third = await post(scene, key, { text: 'c' });
    assert.equal(third.status, 429);
    assert.match(third.text, /^rate_limited: this webhook posts at most 2 times a minute/);
    await scene.clock.pass(Number(third.retryAfter) * 1000);
    assert.deepEqual(await post(scene, key, { text: 'c' }), OK);
  });

  it('while it is disabled, its group closed, or the account of its maker disabled', async (t) => {
    const scene = await open(t);
    const { ann, romeo, juliet, group } = scene;
    const { key, id } = await made(scene);
    const which = { conversation: group, incoming: id };
    await romeo.client.call('changeIncoming', { ...which, disabled: true });
    assert.equal(await refusal(post(scene, key, { text: 'a' })), '403 action_prohibited');
    await romeo.client.call('changeIncoming', { ...which, disabled: false });
    await romeo.client.call('setGroup', { conversation: group, settings: { closed: true } });
    assert.equal(await refusal(post(scene, key, { text: 'a' })), '410 channel_is_archived');
    await romeo.client.call('setGroup', { conversation: group, settings: { closed: false } });
    assert.deepEqual(await post(scene, key, { text: 'b' }), OK);
    await romeo.client.call('setRole', { conversation: group, user: juliet.id, role: 'admin' });
    await ann.client.call('disableUser', { user: romeo.id, disabled: true });
    assert.equal(await refusal(post(scene, key, { text: 'a' })), '403 account_inactive');
    const [listed] = (await juliet.client.call('listIncoming', { conversation: group })).incoming;
    assert.deepEqual([listed?.orphaned, listed?.key], [true, '']);
    // Whoever rotates it answers for it.
    const [rotated] = (await juliet.client.call('rotateIncoming', which)).incoming;
    assert.deepEqual([rotated?.orphaned, rotated?.createdBy], [false, juliet.id]);
    assert.deepEqual(await post(scene, rotated?.key ?? '', { text: 'c' }), OK);
  });

  it('when the account of its maker is erased, and what it said stays', async (t) => {
    const scene = await open(t);
    const { ann, romeo, juliet, group } = scene;
    const { key, id } = await made(scene);
    assert.deepEqual(await post(scene, key, { text: 'it builds' }), OK);
    await romeo.client.call('setRole', { conversation: group, user: juliet.id, role: 'owner' });
    await ann.client.call('eraseUser', { user: romeo.id });
    assert.match(await refusal(post(scene, key, { text: 'a' })), /^40[34] /);
    assert.deepEqual(juliet.texts(group), ['it builds']);
    const [rotated] = (await juliet.client.call('rotateIncoming', { conversation: group, incoming: id }))
      .incoming;
    assert.deepEqual(await post(scene, rotated?.key ?? '', { text: 'b' }), OK);
  });
});

describe('incoming webhooks', () => {
  it('are made with checked names, pictures and rates, and only so many', async (t) => {
    const scene = await open(t);
    const { romeo, group } = scene;
    const make = (more: object) =>
      romeo.client.call('createIncoming', { conversation: group, name: 'CI', ...more });
    await assert.rejects(make({ name: '' }), { reason: 'text-needed' });
    await assert.rejects(make({ avatarUrl: 'file:///etc' }), { reason: 'url-invalid' });
    await assert.rejects(make({ perMinute: 601 }), { reason: 'incoming-rate' });
    for (let n = 0; n < 20; n++) await make({});
    await assert.rejects(make({}), { reason: 'too-many-incoming' });
    const { id } = await romeo.client.call('openDirect', { user: scene.juliet.id });
    await assert.rejects(make({ conversation: id }), { code: 'FORBIDDEN', reason: 'groups-only' });
  });

  it('have keys that the server never logs, whatever happens', async (t) => {
    const lines: string[] = [];
    const log: Logger['info'] = (fields, message) => void lines.push(`${inspect(fields)} ${message}`);
    const logger = { debug: log, info: log, warn: log, error: log, isLevelEnabled: () => true };
    const scene = await open(t, {}, { logger });
    const { key } = await made(scene);
    const wrong = `${key.slice(0, -3)}AAA`;
    for (const body of [{ text: 'a' }, '{', {}]) await post(scene, key, body);
    await post(scene, wrong, { text: 'a' });
    await post(scene, `${key}/more?key=${key}`, { text: 'a' });
    await fetch(`${scene.place.httpUrl}/v1/incoming/${key}`);
    await scene.place.server.close();
    assert.ok(lines.length > 0);
    assert.deepEqual(
      lines.filter((line) => line.includes(key.slice(-20)) || line.includes(wrong)),
      [],
    );
  });

  it('are in the audit and in what their maker takes along, without their keys', async (t) => {
    const scene = await open(t);
    const { ann, romeo, group, place, people } = scene;
    const { id, key } = await made(scene);
    const which = { conversation: group, incoming: id };
    await romeo.client.call('changeIncoming', { ...which, name: 'Nightly' });
    await romeo.client.call('rotateIncoming', which);
    await romeo.client.call('removeIncoming', which);
    await made(scene, { name: 'Left' });
    const { records } = await ann.client.call('listAudit', { limit: 200 });
    const kept = records.filter(({ event }) => event.endsWith('Incoming'));
    assert.deepEqual(kept.map(({ event }) => event).toReversed(), [
      'createIncoming',
      'changeIncoming',
      'rotateIncoming',
      'removeIncoming',
      'createIncoming',
    ]);
    assert.ok(!JSON.stringify(kept).includes(key));
    const token = await people.tokenOf('romeo');
    const exported = await fetch(`${place.httpUrl}/v1/me/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const lines = (await exported.text()).split('\n').filter((line) => line.includes('incoming-webhook'));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /"name":"Left"/);
  });
});
