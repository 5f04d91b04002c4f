/** Before-hooks: somebody is asked before something happens, in one process and in a cluster. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Config } from '@posthorn/server';
import { HOOK_SECRET, HookService } from './support/hook-service.ts';
import { inhabitedTopology } from './support/inhabited.ts';
import type { InhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { Topology } from './support/topologies.ts';

interface Scene extends InhabitedTopology {
  readonly service: HookService;
  readonly ann: Person;
  readonly bob: Person;
}

type Events = Config['beforeHook'][number]['events'];

async function open(
  t: TestContext,
  topology: Topology,
  { events = ['send'], ...changes }: Partial<Config> & { readonly events?: Events } = {},
): Promise<Scene> {
  const service = await HookService.open();
  t.after(() => service[Symbol.asyncDispose]());
  const inhabited = await inhabitedTopology(t, topology, {
    beforeHook: [{ url: service.url, events }],
    beforeHookSecret: HOOK_SECRET,
    // Long: this machine may be busy.
    beforeHookTimeout: 10_000,
    webhookAllow: ['127.0.0.1'],
    ...changes,
  });
  const [ann, bob] = [await inhabited.here.join('ann'), await inhabited.there.join('bob')];
  return { ...inhabited, service, ann, bob };
}

for (const topology of TOPOLOGIES) {
  describe(`before-hooks, ${topology.name}`, () => {
    it('are asked, signed, who says what where, and what they allow is sent', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      const { conversation } = await ann.client.send({ to: bob.id }, { text: 'But soft' }).done;
      await bob.until(() => bob.texts(conversation).length === 1);
      const [question] = service.asked;
      assert.partialDeepStrictEqual(question, {
        type: 'before.send',
        data: {
          user: ann.id,
          from: 'ann',
          conversation,
          conversationKind: 'direct',
          kind: 'text',
          text: 'But soft',
        },
      });
    });

    it('refuse with a reason, for good', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      service.answer = ({ data }) =>
        data['text'] === 'bad' ? { action: 'refuse', reason: 'Mind your language.' } : {};
      const refused = ann.client.send({ to: bob.id }, { text: 'bad' }).done;
      await assert.rejects(refused, { code: 'REFUSED', message: 'Mind your language.' });
      const { conversation, seq } = await ann.client.send({ to: bob.id }, { text: 'good' }).done;
      assert.equal(seq, 1);
      await bob.until(() => bob.texts(conversation).length === 1);
      assert.deepEqual(bob.texts(conversation), ['good']);
    });

    it('change what is said, for everybody and for its sender', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      service.answer = () => ({ action: 'change', text: 'a ****' });
      const { conversation, content } = await ann.client.send({ to: bob.id }, { text: 'a word' }).done;
      assert.equal(content?.text, 'a ****');
      await bob.until(() => bob.texts(conversation).length === 1);
      await ann.until(() => ann.texts(conversation).length === 1);
      assert.deepEqual([...ann.texts(conversation), ...bob.texts(conversation)], ['a ****', 'a ****']);
    });

    it('are not asked about a repeat, which is acked whatever they would say now', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      const say = (text: string, clientId = 'once') =>
        ann.client.send({ to: bob.id }, { text }, { clientId }).done;
      service.answer = () => ({ action: 'change', text: 'changed' });
      const first = await say('sent');
      service.answer = () => ({ action: 'refuse', reason: 'Not any more.' });
      const again = await say('sent');
      assert.deepEqual([again.seq, again.time, again.content?.text], [first.seq, first.time, 'changed']);
      assert.equal(await codeOf(say('changed')), 'CONFLICT');
      assert.equal(service.asked.length, 1);
      // What was refused stays refused.
      assert.equal(await codeOf(say('other', 'refused')), 'REFUSED');
      service.answer = () => ({});
      assert.equal(await codeOf(say('other', 'refused')), 'CONFLICT');
      assert.equal(service.asked.length, 2);
    });

    it('keep the order of a sender, however late they answer', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      const { conversation } = await ann.client.send({ to: bob.id }, { text: '0' }).done;
      const answers = new Map<unknown, () => void>();
      service.answer = async ({ data }) => {
        await new Promise<void>((resolve) => answers.set(data['text'], resolve));
        return {};
      };
      const texts = ['1', '2', '3', '4', '5'];
      const sends = texts.map((text) => ann.client.send({ conversation }, { text }).done);
      for (let answered = 0; answered < texts.length; answered++) {
        await service.until(() => answers.size > 0);
        const [last, answer] = [...answers].at(-1) ?? [];
        answers.delete(last);
        answer?.();
      }
      await Promise.all(sends);
      await bob.until(() => bob.texts(conversation).length === 6);
      assert.deepEqual(bob.texts(conversation), ['0', ...texts]);
    });

    it('are asked about edits, forwards and scheduled messages, not about reactions', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      const { conversation, seq: target } = await ann.client.send({ to: bob.id }, { text: 'said' }).done;
      service.answer = ({ data }) => (data['kind'] === 'edit' ? { action: 'change', text: 'mild' } : {});
      await ann.client.send({ conversation }, { kind: { case: 'edit', value: { target, text: 'wild' } } })
        .done;
      const reaction = { target, emoji: '👍' };
      await ann.client.send({ conversation }, { kind: { case: 'reaction', value: reaction } }).done;
      service.answer = () => ({ action: 'refuse', reason: 'No.' });
      const to = { case: 'toConversation', value: conversation } as const;
      const forward = { conversation, seqs: [target], target: to, clientId: 'f' };
      assert.equal(await codeOf(ann.client.call('forwardMessages', forward)), 'REFUSED');
      await ann.client.call('schedule', {
        target: { case: 'conversation', value: conversation },
        content: { text: 'later' },
        at: 1,
        clientId: 's',
      });
      await ann.until(() => ann.messages.some(({ content }) => content.text.endsWith('was not sent: No..')));
      assert.deepEqual(service.texts(), ['said', 'wild', 'mild', 'later']);
    });

    it('are asked about uploads, registrations and joins', async (t) => {
      const directory = await mkdtemp(path.join(os.tmpdir(), 'posthorn-hooks-'));
      t.after(() => rm(directory, { recursive: true }));
      const files = { kind: 'directory', directory } as const;
      const scene = await open(t, topology, { events: ['upload', 'register', 'join'], files });
      const { ann, bob, here, place, service } = scene;
      assert.deepEqual(
        service.asked.map(({ type, data }) => [type, data['name']]),
        [
          ['before.register', 'ann'],
          ['before.register', 'bob'],
        ],
      );
      service.answer = ({ type }) =>
        type === 'before.register' ? { action: 'refuse', reason: 'We are full.' } : {};
      await assert.rejects(here.join('cat'), { code: 'REFUSED', message: 'We are full.' });
      service.answer = ({ type }) =>
        type === 'before.register' ? { action: 'change', displayName: 'Dan D.' } : {};
      const dan = await here.join('dan');
      assert.equal((await ann.client.user(dan.id))?.displayName, 'Dan D.');
      const { id: group } = await ann.client.call('createGroup', { title: 'Verona' });
      const { token } = await ann.client.call('createInvite', { conversation: group });
      service.answer = () => ({ action: 'refuse', reason: 'Not you.' });
      const join = bob.client.call('joinByInvite', { token });
      await assert.rejects(join, { code: 'REFUSED', message: 'Not you.' });
      service.answer = ({ type }) =>
        type === 'before.upload' ? { action: 'change', name: 'renamed.txt' } : {};
      await bob.client.call('joinByInvite', { token });
      assert.partialDeepStrictEqual(service.asked.at(-1), {
        type: 'before.join',
        data: { user: bob.id, from: 'bob', conversation: group, title: 'Verona' },
      });
      const upload = async (): Promise<Response> =>
        fetch(`${place.url('http', 0)}/v1/files?name=secret.txt`, {
          method: 'POST',
          headers: { authorization: `Bearer ${await here.tokenOf('ann')}`, 'content-type': 'text/plain' },
          body: 'words',
        });
      assert.partialDeepStrictEqual(await (await upload()).json(), { name: 'renamed.txt' });
      service.answer = () => ({ action: 'refuse', reason: 'No files.' });
      const refused = await upload();
      assert.equal(refused.status, 403);
      assert.match(await refused.text(), /No files\./);
    });

    it('that are broken refuse for now, and the message goes once they answer again', async (t) => {
      const { ann, bob, service } = await open(t, topology);
      service.answer = () => 500;
      const sent = ann.client.send({ to: bob.id }, { text: 'in the end' });
      await service.until(() => service.asked.length > 0);
      service.answer = () => ({});
      const { conversation } = await sent.done;
      await bob.until(() => bob.texts(conversation).length === 1);
    });

    it('that are broken let pass where the operator wants it so', async (t) => {
      const { ann, bob, service } = await open(t, topology, { beforeHookFailure: 'allow' });
      const broken = [
        500,
        302,
        { raw: 'no JSON' },
        { raw: '[]' },
        { action: 'explode' },
        { raw: 'x'.repeat(300_000) },
        { action: 'change', text: '' },
      ] as const;
      for (const [index, reply] of broken.entries()) {
        service.answer = () => reply;
        const { seq } = await ann.client.send({ to: bob.id }, { text: `word ${index}` }).done;
        assert.equal(seq, index + 1);
      }
      // After five in a row it is left alone.
      assert.equal(service.asked.length, 5);
    });

    it('that hang are not waited for', async (t) => {
      const hanging = { beforeHookFailure: 'allow', beforeHookTimeout: 50 } as const;
      const { ann, bob, service } = await open(t, topology, hanging);
      service.answer = () => 'hang';
      const { seq } = await ann.client.send({ to: bob.id }, { text: 'soon' }).done;
      assert.equal(seq, 1);
      assert.equal(service.asked.length, 1);
    });
  });
}
