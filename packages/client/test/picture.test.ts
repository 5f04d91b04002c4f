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
