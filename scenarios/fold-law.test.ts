/**
 * The fold law: for any history, and any order of pages, pushes and repeats, the picture on every device is the one that is
 * folded from the whole log, and the server's own.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Picture } from '@posthorn/client';
import type { Incoming } from '@posthorn/client';
import type { ContentInit, Message } from '@posthorn/protocol';
import fc from 'fast-check';
import { toIncoming } from '../packages/client/src/delivery.ts';
import { NaiveFold, plain } from '../simulation/src/naive-fold.ts';
import { Room } from './support/fold/room.ts';

const MEMBERS = ['romeo', 'juliet', 'nurse'];
const EMOJIS = ['👍', '❤️', '😄'];

const DEEDS = [
  'say',
  'reply',
  'edit',
  'recall',
  'react',
  'unreact',
  'pin',
  'unpin',
  'ask',
  'vote',
  'vanish',
] as const;

/** Who does what to which of the earlier messages; what makes no sense is refused. */
interface Deed {
  readonly who: number;
  readonly what: (typeof DEEDS)[number];
  readonly target: number;
  readonly emoji: number;
}

/** What reaches a device besides the pushes: a page that is read at this moment of the history, and arrives later. */
interface LatePage {
  readonly readAt: number;
  readonly after: number;
  readonly limit: number;
  readonly arrivesAt: number;
}

const deed = fc.record<Deed>({
  who: fc.nat(MEMBERS.length - 1),
  what: fc.constantFrom(
    ...DEEDS,
    // Oftener than others.
    ...(['say', 'reply', 'reply', 'react', 'vote'] as const),
  ),
  target: fc.oneof(fc.integer({ min: 2, max: 6 }), fc.nat(30)),
  emoji: fc.nat(EMOJIS.length - 1),
});
const latePage = fc.record<LatePage>({
  readAt: fc.nat(25),
  after: fc.nat(12),
  limit: fc.integer({ min: 1, max: 20 }),
  arrivesAt: fc.nat(40),
});

function contentOf({ what, target, emoji }: Deed, index: number): ContentInit {
  const [value, symbol = ''] = [{ target }, EMOJIS[emoji]];
  switch (what) {
    case 'say':
      return { text: `word${index}`, ...(target > 25 && { mentions: [1] }) };
    case 'reply':
      return { text: `aside${index}`, thread: target };
    case 'ask':
      return { text: `why${index}`, kind: { case: 'poll', value: { options: EMOJIS, multiple: true } } };
    case 'vote':
      // Now and then it is taken back.
      return { kind: { case: 'vote', value: { target, choices: [[0], [2, 0], []][(emoji + index) % 3] } } };
    case 'edit':
      return { kind: { case: 'edit', value: { ...value, text: `better${index}` } } };
    case 'recall':
    case 'vanish':
      return { kind: { case: 'recall', value } };
    case 'react':
    case 'unreact':
      return { kind: { case: 'reaction', value: { ...value, emoji: symbol, remove: what === 'unreact' } } };
    case 'pin':
    case 'unpin':
      return { kind: { case: 'pin', value: { ...value, remove: what === 'unpin' } } };
  }
}

interface Played {
  readonly room: Room;
  readonly pushes: readonly Message[];
  readonly reference: NaiveFold;
  /** For each member: pages, with the number of pushes after which they arrive. */
  readonly pages: readonly (readonly { readonly arrivesAt: number; readonly page: readonly Incoming[] }[])[];
}

async function play(deeds: readonly Deed[], late: readonly LatePage[]): Promise<Played> {
  const room = await Room.open(MEMBERS);
  const pushes: Message[] = [];
  const reference = new NaiveFold();
  const pages = room.members.map(() => [] as { arrivesAt: number; page: readonly Incoming[] }[]);
  for (const [index, each] of deeds.entries()) {
    const sender = room.members[each.who] ?? 0;
    if (each.target > 0 || each.what === 'say') {
      const push =
        each.what === 'vanish'
          ? await room.vanish(each.target)
          : await room.say(sender, contentOf(each, index));
      if (push !== undefined) {
        pushes.push(push);
        reference.add(push);
      }
    }
    for (const { readAt, after, limit, arrivesAt } of late) {
      if (readAt !== index) continue;
      for (const [who, reader] of room.members.entries())
        pages[who]?.push({
          arrivesAt: Math.max(arrivesAt, pushes.length),
          page: await room.page(reader, after, limit),
        });
    }
  }
  return { room, pushes, reference, pages };
}

/** What a member's device shows in the end. */
function shownBy(
  { room, pushes, pages }: Played,
  who: number,
  makePicture: () => Picture,
): readonly Incoming[] {
  const picture = makePicture();
  const self = room.members[who] ?? 0;
  const waiting = [...(pages[who] ?? [])].sort((a, b) => a.arrivesAt - b.arrivesAt);
  pushes.forEach((push, index) => {
    picture.add(toIncoming(push, self));
    // A push comes twice now and then.
    if (index % 3 === 0) picture.add(toIncoming(push, self));
    while ((waiting[0]?.arrivesAt ?? Infinity) <= index)
      for (const each of waiting.shift()?.page ?? []) picture.add(each);
  });
  for (const { page } of waiting) for (const each of page) picture.add(each);
  return picture.all();
}

async function holds(
  deeds: readonly Deed[],
  late: readonly LatePage[],
  makePicture: () => Picture,
): Promise<void> {
  const played = await play(deeds, late);
  try {
    for (const [who, reader] of played.room.members.entries()) {
      const whole = new Picture();
      const log = await played.room.page(reader, 0, 1000);
      for (const each of log) whole.add(each);
      const texts = log.map(({ content: { text, kind } }) =>
        kind?.case === 'edit' ? kind.value.text : text,
      );
      const left = played.reference.recalledWords().filter((word) => texts.includes(word));
      assert.deepEqual(left, [], 'words of a recalled message are left');
      const expected = played.reference.shownTo(reader);
      assert.deepEqual(plain(whole.all()), expected, 'the server’s state is not what the log says');
      assert.deepEqual(plain(shownBy(played, who, makePicture)), expected, 'a device shows something else');
    }
  } finally {
    await played.room.store.close();
  }
}

const histories = [
  fc.array(deed, { minLength: 10, maxLength: 40, size: 'max' }),
  fc.array(latePage, { minLength: 1, maxLength: 6, size: 'max' }),
] as const;

describe('the fold', () => {
  it('is the same on the server, on every device, and as the log says', async () => {
    await fc.assert(
      fc.asyncProperty(...histories, (deeds, late) => holds(deeds, late, () => new Picture())),
      { numRuns: 150, seed: 1 },
    );
  });

  it('is found wrong when a device forgets how far a state goes', async () => {
    class Forgetful extends Picture {
      override add(message: Incoming): number {
        // Every state looks new.
        const state = message.state && { ...message.state, through: Forgetful.#time++ };
        return super.add({ ...message, state });
      }
      static #time = 1_000_000;
    }
    const found = fc.check(
      fc.asyncProperty(...histories, (deeds, late) => holds(deeds, late, () => new Forgetful())),
      { numRuns: 200, seed: 1, endOnFailure: true },
    );
    assert.equal((await found).failed, true);
  });

  it('is found wrong when a device overlooks what a recall leaves of a thread', async () => {
    class Overlooking extends Picture {
      override add(message: Incoming): number {
        const { state } = message;
        return super.add({ ...message, state: state && { ...state, also: undefined } });
      }
    }
    const found = fc.check(
      fc.asyncProperty(...histories, (deeds, late) => holds(deeds, late, () => new Overlooking())),
      { numRuns: 200, seed: 1, endOnFailure: true },
    );
    assert.equal((await found).failed, true);
  });
});
