/** What the user changes is shown at once, once, and only as long as it is not refused. */
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { Incoming } from '../../src/api.ts';
import { openEngine } from '../../src/engine/host-entry.ts';
import { withOwnChanges } from '../../src/engine/index.ts';
import type { OutgoingMessage, ShownMessage } from '../../src/engine/index.ts';
import { OwnChanges } from '../../src/engine/own-changes.ts';
import { connect } from '../../src/index.ts';
import { unexpected, when } from './support.ts';

const ME = 7;

function message(content: ContentInit = { text: 'But soft' }): Incoming {
  return {
    conversation: 1,
    seq: 4,
    sender: ME,
    time: 1,
    content: completeContent(content),
    isMine: true,
    clientId: 'm4',
    state: undefined,
    quote: undefined,
  };
}

let lastId = 0;

function outgoing(kind: ContentInit['kind'], change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    clientId: `c${(lastId += 1)}`,
    target: { conversation: 1 },
    conversation: 1,
    content: { kind },
    time: 2,
    state: 'waiting',
    error: undefined,
    uploads: [],
    ...change,
  };
}

function reaction(emoji: string, remove = false): OutgoingMessage {
  return outgoing({ case: 'reaction', value: { target: 4, emoji, remove } });
}

function reactionsOf({ state }: ShownMessage): readonly string[] {
  return (state?.reactions ?? []).map(({ emoji, count, users }) => `${emoji} ${count} ${users.join(',')}`);
}

it('a reaction counts at once, and not twice when the log has it', () => {
  const first = withOwnChanges(message(), [reaction('👍')], ME);
  assert.deepEqual(reactionsOf(first), [`👍 1 ${ME}`]);
  assert.deepEqual(first.state?.own?.reactions, ['👍']);
  const again = withOwnChanges({ ...message(), state: first.state }, [reaction('👍')], ME);
  assert.deepEqual(reactionsOf(again), [`👍 1 ${ME}`]);
  const gone = withOwnChanges(message(), [reaction('👍'), reaction('👍', true)], ME);
  assert.deepEqual([reactionsOf(gone), gone.state?.own?.reactions], [[], []]);
});

it('others keep their reaction when the user takes their own back', () => {
  const { state } = withOwnChanges(message(), [reaction('👍')], ME);
  const both = {
    ...message(),
    state: { ...state!, reactions: [{ emoji: '👍', count: 3, users: [2, ME] }] },
  };
  assert.deepEqual(reactionsOf(withOwnChanges(both, [reaction('👍', true)], ME)), ['👍 2 2']);
});

it('a vote moves from the old choice to the new one, and a closed poll stays as it is', () => {
  const poll = message({ text: 'Fly?', kind: { case: 'poll', value: { options: ['Yes', 'No'] } } });
  const vote = (...choices: number[]) => outgoing({ case: 'vote', value: { target: 4, choices } });
  const one = withOwnChanges(poll, [vote(0)], ME);
  assert.partialDeepStrictEqual(one.state, { poll: { votes: [1], voters: 1 }, own: { choices: [0] } });
  const two = withOwnChanges({ ...poll, state: one.state }, [vote(1)], ME);
  assert.partialDeepStrictEqual(two.state, { poll: { votes: [0, 1], voters: 1 }, own: { choices: [1] } });
  assert.deepEqual(withOwnChanges({ ...poll, state: two.state }, [vote(1)], ME).state, two.state);
  const none = withOwnChanges({ ...poll, state: two.state }, [vote()], ME);
  assert.partialDeepStrictEqual(none.state, { poll: { votes: [0, 0], voters: 0 } });
  const closed = withOwnChanges(poll, [outgoing({ case: 'closePoll', value: { target: 4 } }), vote(0)], ME);
  assert.partialDeepStrictEqual(closed.state, { poll: { closed: true, voters: 0 } });
});

it('an edit, a pin and a recall are shown; after a recall nothing else is', () => {
  const edit = outgoing({ case: 'edit', value: { target: 4, text: 'But soft, what light' } });
  const pin = outgoing({ case: 'pin', value: { target: 4 } });
  const shown = withOwnChanges(message(), [edit, pin], ME);
  assert.equal(shown.content.text, 'But soft, what light');
  assert.ok((shown.state?.pinned ?? 0) > 0);
  assert.deepEqual(
    shown.changes?.map(({ clientId }) => clientId),
    [edit.clientId, pin.clientId],
  );
  const recall = outgoing({ case: 'recall', value: { target: 4 } });
  const gone = withOwnChanges(message(), [pin, recall, edit, reaction('👍')], ME);
  assert.deepEqual(gone.content.kind, { case: 'recalled', value: { by: ME } });
  assert.equal(gone.content.text, '');
  assert.deepEqual([gone.state?.pinned, reactionsOf(gone)], [0, []]);
});

it('what is refused, or is for another message, changes nothing', () => {
  const one = message();
  const refused = outgoing({ case: 'pin', value: { target: 4 } }, { state: 'failed' });
  const elsewhere = outgoing({ case: 'pin', value: { target: 4 } }, { conversation: 2 });
  const other = outgoing({ case: 'pin', value: { target: 5 } });
  assert.equal(withOwnChanges(one, [refused, elsewhere, other], ME), one);
});

it('a message is the same object until it is changed otherwise', () => {
  const changes = new OwnChanges();
  const one = message();
  const like = reaction('👍');
  assert.equal(changes.put([like]), true);
  const shown = changes.over(one, ME);
  assert.equal(changes.put([structuredClone(like)]), false);
  assert.equal(changes.over(one, ME), shown);
  assert.equal(changes.put([{ ...like, state: 'sending' }]), true);
  assert.notEqual(changes.over(one, ME), shown);
  assert.equal(changes.put([]), true);
  assert.equal(changes.over(one, ME), one);
});

it('with a server: shown before the ack, never twice, and taken back when it is refused', async () => {
  const place = await startInProcess({ loginPolicy: 'multi' });
  const romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'pw', register: true });
  const credentials = { server: place.httpUrl, user: 'juliet', password: 'pw', register: true };
  const engine = await openEngine({ credentials, account: 'juliet', onError: unexpected });
  await when(engine.status, ({ isSynced }) => isSynced);
  const { conversation, seq } = await romeo.send({ to: 'juliet' }, 'But soft').done;
  const window = engine.timeline(conversation);
  await when(engine.conversations, (all) => all.has(conversation));
  await window.showNewest();
  await when(window.slice, ({ messages }) => messages.length === 1);
  const seen = new Set<string>();
  let isShownWithout = false;
  window.slice.subscribe(() => {
    const [shown] = window.slice.get().messages;
    for (const each of reactionsOf(shown!)) seen.add(each);
    isShownWithout ||= engine.outgoing.get().length > 0 && reactionsOf(shown!).length === 0;
  });
  const value = { target: seq, emoji: '👍' };
  const { clientId } = await engine.send({ conversation }, { kind: { case: 'reaction', value } });
  assert.equal(window.slice.get().messages[0]?.state?.own?.reactions[0], '👍');
  await engine.acked(clientId).catch(() => {});
  await when(engine.outgoing, (all) => all.length === 0);
  assert.equal(window.slice.get().messages[0]?.changes, undefined);
  assert.deepEqual([[...seen], isShownWithout], [[`👍 1 ${engine.me.get()?.id}`], false]);
  // Somebody else's message is not hers to edit.
  const edit = { case: 'edit', value: { target: seq, text: 'Hark' } } as const;
  const refused = await engine.send({ conversation }, { kind: edit });
  await assert.rejects(engine.acked(refused.clientId), { code: 'FORBIDDEN' });
  assert.equal(window.slice.get().messages[0]?.content.text, 'But soft');
  assert.equal(await engine.discard(refused.clientId), true);
  const told = await engine.send({ conversation }, { kind: edit }, { forgetRefused: true });
  await assert.rejects(engine.acked(told.clientId), { code: 'FORBIDDEN' });
  assert.deepEqual([engine.outgoing.get(), engine.status.get().failed], [[], 0]);
  await Promise.all([engine.close(), romeo.close()]);
  await place.server.close();
});
