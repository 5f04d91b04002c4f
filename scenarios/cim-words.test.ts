/**
 * How everything that can stand in a log reads on CIM's wire, which carries nothing but texts: a row for each kind of content
 * and of event, so that a new kind does not compile without one.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import type { ContentInit, ContentKind, EventInit, EventKind } from '@posthorn/protocol';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import { cimText } from '../packages/server/src/protocols/cim/texts.ts';
import { foldedIn } from '../packages/server/src/protocols/readable.ts';
import { CimPlace } from './support/cim-place.ts';
import type { CimConnection } from './support/cim-client.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const NAMES = new Map([
  [1, 'romeo'],
  [2, 'juliet'],
]);
const WORDS = 'Parting is such sweet sorrow';

const ROSE = { id: 'rose', name: 'rose.png', type: 'image/png', bytes: 2_345_678 };
const SIGH = { id: 'sigh', name: 'sigh.ogg', type: 'audio/ogg', bytes: 812, voice: true };

/** Content, and how it reads. Undefined: CIM's clients do not see it. */
type Row = readonly [content: ContentInit, text: string | undefined];

function of<K extends ContentKind['case']>(
  kind: K,
  value: Extract<ContentInit['kind'], { readonly case: K }>['value'],
  text?: string,
): ContentInit {
  // The pair of case and value is one of the union's; the type checker cannot follow it.
  return { ...(text !== undefined && { text }), kind: { case: kind, value } as ContentInit['kind'] };
}

const KINDS: Readonly<Record<ContentKind['case'] | 'text', readonly Row[]>> = {
  text: [
    [{ text: 'Ay me' }, 'Ay me'],
    [{ text: 'in a thread', thread: 7 }, 'in a thread'],
    [{ text: 'Ay me', forward: { user: 1 } }, '↪ forwarded from romeo: Ay me'],
    [{ text: 'Ay me', forward: { user: 0 } }, '↪ forwarded: Ay me'],
    [
      {
        text: 'May he?',
        components: {
          rows: [
            {
              buttons: [
                { id: 'y', label: 'Approve' },
                { id: 'n', label: 'Deny' },
              ],
            },
            { buttons: [{ label: 'More', url: 'https://verona.example/' }] },
            { menu: { id: 'm', options: [{ value: 'a' }, { value: 'b', label: 'B' }] } },
          ],
        },
      },
      'May he?\n[Approve] [Deny]\n[More] https://verona.example/\n[a] [B]',
    ],
    [{ attachments: [ROSE] }, '📎 rose.png (2.3 MB) https://verona.example/v1/files/rose'],
    [
      { text: 'Ay me', attachments: [{ ...ROSE, alt: 'a red rose' }, SIGH] },
      'Ay me\n📎 rose.png (2.3 MB): a red rose https://verona.example/v1/files/rose\n' +
        '🎤 voice message (812 bytes) https://verona.example/v1/files/sigh',
    ],
  ],
  custom: [
    [of('custom', { type: 'com.example.rose', data: new Uint8Array(1) }), '[com.example.rose]'],
    [of('custom', { type: 'com.example.rose' }, 'a rose'), 'a rose'],
  ],
  event: [[of('event', { kind: 'joined' }), '[joined]']],
  erased: [[of('erased', {}, 'This message was erased.'), 'This message was erased.']],
  recalled: [[of('recalled', { by: 1 }, 'This message was recalled.'), 'This message was recalled.']],
  edit: [
    [of('edit', { target: 7, text: 'Ay me!' }), '✎ edited: Ay me!'],
    // The message was taken back since.
    [of('edit', { target: 7 }), undefined],
  ],
  recall: [[of('recall', { target: 7 }), '✕ took a message back']],
  reaction: [
    [of('reaction', { target: 7, emoji: '👍' }), 'reacted with 👍'],
    [of('reaction', { target: 7, emoji: '👍', remove: true }), 'took 👍 back'],
  ],
  pin: [
    [of('pin', { target: 7 }), `📌 pinned a message: “${WORDS}”`],
    [of('pin', { target: 7, remove: true }), `unpinned a message: “${WORDS}”`],
    [of('pin', { target: 8 }), '📌 pinned a message'],
  ],
  poll: [[of('poll', { options: ['balcony', 'garden'] }, 'Where?'), '📊 Where?\n1. balcony\n2. garden']],
  vote: [
    [of('vote', { target: 7, choices: [1] }), '☑ voted for 2'],
    [of('vote', { target: 7, choices: [0, 2] }), '☑ voted for 1, 3'],
    [of('vote', { target: 7 }), '☑ took the vote back'],
    [of('vote', { target: 7, secret: true }), undefined],
  ],
  closePoll: [[of('closePoll', { target: 7 }), '☑ closed a poll']],
  preview: [[of('preview', { target: 7, url: 'https://verona.example', title: 'Verona' }), undefined]],
};

const EVENTS: Readonly<Record<Exclude<EventKind, 'unspecified'>, readonly (readonly [EventInit, string])[]>> =
  {
    created: [[{ title: 'Verona', users: [1, 2] }, '[made the group "Verona" with romeo, juliet]']],
    added: [[{ users: [2] }, '[added juliet]']],
    joined: [[{}, '[joined]']],
    left: [[{}, '[left]']],
    removed: [[{ users: [2] }, '[removed juliet]']],
    renamed: [[{ title: 'Padua' }, '[named the group "Padua"]']],
    'role-changed': [[{ users: [2], role: 'admin' }, '[made juliet admin]']],
    muted: [[{ users: [2] }, '[silenced juliet]']],
    unmuted: [[{ users: [2] }, '[lets juliet speak again]']],
    changed: [
      [{ settings: { slowModeS: 30 } }, '[lets everybody write once in 30 s]'],
      [{ settings: { topic: 'Feuds', join: 'open' } }, '[set the topic to "Feuds", lets everybody join]'],
      [{ settings: { closed: true } }, '[closed the group]'],
    ],
    banned: [[{ users: [2] }, '[banned juliet]']],
    'join-asked': [[{ conversation: 5, title: 'Verona' }, '[asks to join "Verona"]']],
    'join-refused': [[{ conversation: 5, title: 'Verona' }, '[does not let you into "Verona"]']],
    'contact-asked': [[{ users: [2] }, '[asks juliet to be a contact]']],
    'contact-accepted': [[{ users: [2] }, '[accepted the request of juliet]']],
    'contact-removed': [[{ users: [2] }, '[is no contact of juliet any more]']],
    vanishing: [
      [{ vanishAfterMs: 3_600_000 }, '[lets messages vanish after 1 hour]'],
      [{ vanishAfterMs: 0 }, '[lets messages stay]'],
    ],
    previews: [[{}, '[turned previews of links on]']],
    'no-previews': [[{}, '[turned previews of links off]']],
  };

function read(content: ContentInit, sender = 1): Promise<string | undefined> {
  const options = {
    nameOf: (user: number) => Promise.resolve(NAMES.get(user) ?? ''),
    wordsOf: (seq: number) => Promise.resolve(seq === 7 ? WORDS : ''),
    contents: REGISTRY.contents,
    linkTo: (file: string) => `https://verona.example/v1/files/${file}`,
  };
  return cimText({ sender, content: encodeContent(content) }, options).then((said) => said?.text);
}

describe('on CIM’s wire', () => {
  for (const [kind, rows] of Object.entries(KINDS)) {
    it(`reads as words or is not seen: ${kind}`, async () => {
      for (const [content, text] of rows) assert.equal(await read(content), text);
    });
  }

  for (const [kind, rows] of Object.entries(EVENTS)) {
    it(`reads as a sentence: the event ${kind}`, async () => {
      for (const [event, text] of rows)
        assert.equal(await read(of('event', { ...event, kind: kind as EventKind })), text);
    });
  }

  it('every kind of content that a feature has registered has a row', () => {
    const registered = REGISTRY.contents.all.map(({ kind }) => kind).filter((kind) => !kind.includes(':'));
    assert.deepEqual(registered.toSorted(), Object.keys(KINDS).toSorted());
  });

  it('what vanishes after its time goes without a word', async () => {
    assert.equal(await read(of('recall', { target: 7 }), 0), undefined);
  });

  it('only the beginning of what is pinned is quoted, in one line', async () => {
    const options = {
      nameOf: () => Promise.resolve(''),
      wordsOf: () => Promise.resolve(`two\nlines. ${'😀'.repeat(100)}`),
      contents: REGISTRY.contents,
      linkTo: () => '',
    };
    const said = await cimText({ content: encodeContent(of('pin', { target: 7 })) }, options);
    assert.equal(said?.text, `📌 pinned a message: “two lines. ${'😀'.repeat(34)}…”`);
  });

  it('on a page that reads as it is now, what has changed it is not told again', () => {
    const content = (init: ContentInit): Uint8Array => encodeContent(init);
    const page = [
      { seq: 4, content: content({ text: 'now' }) },
      { seq: 5, content: content(of('edit', { target: 4, text: 'then' })) },
      { seq: 6, content: content(of('edit', { target: 3, text: 'of the page before' })) },
      { seq: 7, content: content(of('reaction', { target: 4, emoji: '👍' })) },
      { seq: 8, content: content(of('recall', { target: 4 })) },
    ];
    assert.deepEqual([...foldedIn(page)], [5, 8]);
    assert.deepEqual([...foldedIn(page.slice(1, 2))], []);
  });
});

async function come(place: CimPlace, user: string): Promise<Client> {
  const who = { server: place.tcpUrl, user, password: 'pw', register: true };
  const client = await connect(who, { device: { class: 'bot' } });
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

function sent({ received }: CimConnection): readonly (string | undefined)[] {
  return received.flatMap(({ text, batch, properties }) =>
    properties['sendUserName'] === undefined
      ? []
      : (batch.length > 0 ? batch : [text]).map((each) => `${properties['sendUserName']}: ${each}`),
  );
}

describe('a group of which CIM’s clients hear', () => {
  it('everything in its order, live and afterwards, and nothing of what is secret', async (t) => {
    const clock = new SteppedClock();
    const place = await CimPlace.start({ loginPolicy: 'multi' }, { clock });
    t.after(() => place.close());
    const there = await place.come('nurse');
    const away = await place.register('paris');
    const [romeo, juliet] = [await come(place, 'romeo'), await come(place, 'juliet')];
    t.after(async () => {
      place.part();
      await Promise.all([romeo.close(), juliet.close()]);
    });
    const members = [there.id, away, (await romeo.user('juliet'))?.id ?? 0];
    const { id: conversation } = await romeo.call('createGroup', { title: 'Verona', members });
    const say = async (who: Client, content: string | ContentInit): Promise<number> =>
      (await who.send({ conversation }, content).done).seq;
    const said = await say(romeo, 'But soft');
    await say(juliet, of('reaction', { target: said, emoji: '👍' }));
    await say(romeo, of('edit', { target: said, text: 'But, soft!' }));
    await say(romeo, of('pin', { target: said }));
    const secret = await say(romeo, of('poll', { options: ['a', 'b'], anonymous: true }, 'Secret?'));
    await say(juliet, of('vote', { target: secret, choices: [0] }));
    const open = await say(romeo, of('poll', { options: ['a', 'b'] }, 'Open?'));
    await say(juliet, of('vote', { target: open, choices: [1] }));
    await say(juliet, { text: 'gone soon', vanishAfterMs: 5000 });
    const slip = await say(juliet, 'a slip');
    await say(juliet, of('recall', { target: slip }));
    await clock.pass(6000);
    await say(romeo, 'the end');
    const live = there.wire;
    await live.until(() => live.texts.at(-1) === 'the end');
    const before = ['romeo: [made the group "Verona" with nurse, paris, juliet]'];
    const after = [
      'juliet: reacted with 👍',
      'romeo: 📌 pinned a message: “But, soft!”',
      'romeo: 📊 Secret?\n1. a\n2. b',
      'romeo: 📊 Open?\n1. a\n2. b',
      'juliet: ☑ voted for 2',
    ];
    assert.deepEqual(sent(live), [
      ...before,
      'romeo: But soft',
      after[0],
      'romeo: ✎ edited: But, soft!',
      ...after.slice(1),
      'juliet: gone soon',
      'juliet: a slip',
      'juliet: ✕ took a message back',
      'romeo: the end',
    ]);
    const late = (await place.come('paris')).wire;
    await late.until(() => late.texts.at(-1) === 'the end');
    assert.deepEqual(sent(late), [
      ...before,
      'romeo: But, soft!',
      ...after,
      'juliet: This message has vanished.',
      'juliet: This message was recalled.',
      'romeo: the end',
    ]);
  });

  it('whoever has done what an inbox tells of is named, and oneself is not told', async (t) => {
    const place = await CimPlace.start({ loginPolicy: 'multi' });
    t.after(() => place.close());
    const { id, wire } = await place.come('nurse');
    const romeo = await come(place, 'romeo');
    t.after(async () => {
      place.part();
      await romeo.close();
    });
    await romeo.call('addContact', { user: id });
    await romeo.call('removeContact', { user: id });
    await wire.until(() => wire.texts.length === 2);
    assert.deepEqual(sent(wire), [
      'romeo: [asks nurse to be a contact]',
      'romeo: [is no contact of nurse any more]',
    ]);
  });
});
