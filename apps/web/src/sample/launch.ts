/**
 * The conversation of the sample in which everything happens once.
 *
 * @module
 */
import type { ContentInit, State } from '@posthorn/protocol';
import { CLIP, PDF, photo, SONG, VOICE } from './files.ts';
import type { Said } from './said.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const CODE = `Looks right. @mercutio can the router start before the gateways? I tried:
\`\`\`js
await cluster.start({ role: 'router', count: 2 });
await cluster.start({ role: 'gateway' }); // 0.6 s later
\`\`\``;
const MARKS = `**Bold**, *italic*, ~~crossed out~~, \`code\` and ||a spoiler||
> What’s in a name?
- bread
- wine`;

const EARLIER: readonly Said[] = [
  by(6, 26 * DAY, '', { kind: { case: 'event', value: { kind: 'created', title: 'Launch crew' } } }),
  by(6, 2 * DAY, 'Launch is **Thursday 09:00 UTC**; freeze starts Wednesday noon', {}, { pinned: 1 }),
  by(5, 25 * HOUR, 'Noted. I will tell the press.'),
  by(9, 24.9 * HOUR, 'And I will bring cake 🎂'),
  by(9, 24.8 * HOUR, '🎉🎉🎉'),
  by(3, 24 * HOUR, 'שלום לכולם! הגרסה 2.0 מוכנה?\nThe build is green.', {}),
  by(11, 23.5 * HOUR, 'مرحبا، أنا جاهزة للاختبار غدًا الساعة 10:00'),
  by(2, 23 * HOUR, '我家在上海东边,周六可以先在我家排练。'),
  by(1, 22.5 * HOUR, MARKS),
  by(8, 22 * HOUR, 'These violent delights have violent ends', {
    forward: { user: 8, conversation: 9, seq: 1, time: Date.UTC(2026, 10, 1) },
  }),
  by(10, 21 * HOUR, '', { kind: { case: 'custom', value: { type: 'com.example.deploy' } } }),
  by(
    7,
    20 * HOUR,
    'This one vanishes tonight',
    { vanishAfterMs: 86_400_000 },
    { vanishesAt: Date.now() + 4e6 },
  ),
  by(7, 19 * HOUR, '', { attachments: [SONG] }),
];

const TODAY: readonly Said[] = [
  by(2, 56, 'Photos from the venue, the left room is ours', {
    attachments: [
      photo(215, 1600, 1000, 'The hall'),
      photo(45, 800, 800, 'The door'),
      photo(300, 900, 1200, 'The stage'),
    ],
  }),
  by(2, 55, '', { attachments: [CLIP] }),
  by(
    2,
    54,
    '',
    { attachments: [PDF] },
    {
      reactions: [
        { emoji: '🎉', count: 6, users: [1, 5, 6] },
        { emoji: '👀', count: 2, users: [4, 9] },
      ],
      own: own({ reactions: ['🎉'] }),
    },
  ),
  by(6, 50, '', { kind: { case: 'event', value: { kind: 'added', users: [4] } } }),
  by(1, 41, CODE, { replyTo: 16, mentions: [6] }),
  by(4, 38, '', { kind: { case: 'recalled', value: { by: 4 } } }, { recalled: 4 }),
  by(4, 37, 'I had a typo in the *second* line', {}, { edited: 12 }),
  by(5, 20, '@all doors open at eight', { mentionAll: 'everybody' }),
  by(
    6,
    9,
    'Yes, gateways wait. @romeo see the [rolling restart](https://posthorn.example/docs/rolling-restart) page',
    { mentions: [1] },
    { previews: [linkPreview()] },
  ),
  by(6, 8, '', { attachments: [VOICE] }),
  by(
    9,
    4,
    'Which cake?',
    { kind: { case: 'poll', value: { options: ['Lemon', 'Almond'], anonymous: true } } },
    {
      poll: { votes: [3, 8], voters: 11, closed: true },
    },
  ),
  by(
    5,
    2,
    'When do we rehearse?',
    {
      kind: { case: 'poll', value: { options: ['Tuesday 10:00', 'Tuesday 16:00', 'Wednesday 9:00'] } },
    },
    {
      poll: { votes: [9, 5, 0], voters: 14, closed: false },
      own: own({ choices: [1] }),
      thread: { count: 3, last: 40, time: 0, users: [2, 4, 9] },
    },
  ),
];

/** In the thread of the last message. */
const THREAD: readonly Said[] = ['Sixteen is fine', 'For me too', 'I bring the scores'].map((text, at) =>
  by([2, 4, 9][at] ?? 2, 1, text, { thread: EARLIER.length + TODAY.length }),
);

export const LAUNCH: readonly Said[] = [...EARLIER, ...TODAY, ...THREAD];

function linkPreview(): State['previews'][number] {
  return {
    target: 0,
    url: 'https://posthorn.example/docs/rolling-restart',
    title: 'Rolling restart',
    description: 'How to update a cluster while everybody goes on talking.',
    site: 'posthorn.example',
    picture: '',
    width: 0,
    height: 0,
  };
}

function own(told: Partial<NonNullable<State['own']>>): State['own'] {
  return { reactions: [], choices: [], follows: false, unread: 0, read: 0, ...told };
}

function by(
  sender: number,
  minutesAgo: number,
  text: string,
  more: ContentInit = {},
  state?: Partial<State>,
): Said {
  return { by: sender, minutesAgo, content: { text, ...more }, ...(state === undefined ? {} : { state }) };
}
