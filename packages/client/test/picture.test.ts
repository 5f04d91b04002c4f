/** The picture of a conversation in which messages vanish. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { completeContent, decodeState, encodeState } from '@posthorn/protocol';
import type { StateInit } from '@posthorn/protocol';
import type { Incoming } from '../src/api.ts';
import { Picture } from '../src/picture.ts';

const VANISHES_AT = 60_000;

function message(seq: number, content: Parameters<typeof completeContent>[0], state?: StateInit): Incoming {
  return {
    conversation: 1,
    seq,
    sender: 2,
    time: 0,
    content: completeContent(content),
    clientId: '',
    isMine: false,
    quote: undefined,
    state: state === undefined ? undefined : decodeState(encodeState(state)),
  };
}

it('a message vanishes at its time, without the server, with its edits', () => {
  let now = 0;
  const picture = new Picture(() => now);
  const state = { seq: 1, through: 1, vanishesAt: VANISHES_AT };
  picture.add(message(1, { text: 'secret' }, state));
  const edit = { kind: { case: 'edit', value: { target: 1, text: 'secret too' } } } as const;
  picture.add(message(2, edit, { ...state, through: 2, edited: 2 }));
  picture.add(message(3, { text: 'stays' }));
  now = VANISHES_AT - 1;
  assert.deepEqual(
    picture.all().map(({ content }) => content.text),
    ['secret too', 'stays'],
  );
  now = VANISHES_AT;
  assert.partialDeepStrictEqual(
    picture.all().map(({ content }) => content),
    [{ text: '', kind: { case: 'recalled', value: { by: 0 } } }, { text: 'stays' }],
  );
  picture.add(message(2, edit, { ...state, through: 2, edited: 2 }));
  assert.equal(picture.get(1)?.content.text, '');
});

it('a message has the buttons that its last edit with buttons has given it, in whatever order things come', () => {
  const button = (id: string) => ({ rows: [{ buttons: [{ id, label: id }] }] });
  const edit = (components?: ReturnType<typeof button> | { readonly rows: [] }) =>
    ({ kind: { case: 'edit', value: { target: 1, text: 'now', components } } }) as const;
  const at = (seq: number) => ({ seq: 1, through: seq, edited: seq });
  const log = [
    message(1, { text: 'first', components: button('a') }),
    message(2, edit(button('b')), at(2)),
    message(3, edit(), at(3)),
    // A page that was read when the second edit was the last one.
    message(1, { text: 'now', components: button('b') }, at(3)),
  ];
  const ids = (messages: readonly Incoming[]): readonly string[] | undefined => {
    const picture = new Picture();
    for (const each of messages) picture.add(each);
    return picture.get(1)?.content.components?.rows.flatMap(({ buttons }) => buttons.map(({ id }) => id));
  };
  assert.deepEqual(ids(log.slice(0, 1)), ['a']);
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [2, 1, 0],
    [3, 0, 1, 2],
    [0, 3, 2, 1],
  ])
    assert.deepEqual(ids(order.flatMap((index) => log[index] ?? [])), ['b'], order.join());
  assert.equal(ids([...log, message(4, edit({ rows: [] }), at(4))]), undefined);
  assert.equal(ids([message(4, edit({ rows: [] }), at(4)), ...log]), undefined);
});
