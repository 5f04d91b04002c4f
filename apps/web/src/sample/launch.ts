/**
 * The conversation of the sample in which everything happens once.
 *
 * @module
 */
import type { ContentInit, State } from '@posthorn/protocol';
import type { Said } from './said.ts';

const HOUR = 60;

export const LAUNCH: readonly Said[] = [
  by(6, 26 * HOUR, 'Launch is **Thursday 09:00 UTC**; freeze starts Wednesday noon', {}, { pinned: 1 }),
  by(5, 25 * HOUR, 'Noted. I will tell the press.'),
  by(9, 24.9 * HOUR, 'And I will bring cake 🎂'),
  by(2, 55, 'Photos from the venue, the left room is ours'),
  by(
    2,
    54,
    '',
    { attachments: [{ id: 'f2', name: 'seating-and-power.pdf', type: 'application/pdf', bytes: 1_812_000 }] },
    {
      reactions: [
        { emoji: '🎉', count: 6, users: [1, 5, 6] },
        { emoji: '👀', count: 2, users: [4, 9] },
      ],
      own: { reactions: ['🎉'], choices: [], follows: false, unread: 0, read: 0 },
    },
  ),
  by(6, 50, '', { kind: { case: 'event', value: { kind: 'added', users: [4] } } }),
  by(
    1,
    41,
    "Looks right. @mercutio can the router start before the gateways? I tried:\n```js\nawait cluster.start({ role: 'router', count: 2 });\nawait cluster.start({ role: 'gateway' }); // 0.6 s later\n```",
    { replyTo: 5, mentions: [6] },
  ),
  by(4, 38, 'Never mind, found it', {}, { recalled: 4 }),
  by(4, 37, 'I had a typo in the *second* line', {}, { edited: 12 }),
  by(6, 9, 'Yes, gateways wait. @romeo see the https://posthorn.example/docs/rolling-restart page', {
    mentions: [1],
  }),
  by(6, 8, '', {
    attachments: [
      {
        id: 'f3',
        name: 'voice.ogg',
        type: 'audio/ogg',
        bytes: 92_000,
        durationMs: 23_000,
        voice: true,
        waveform: Uint8Array.from({ length: 64 }, (_, at) =>
          Math.round(128 + 120 * Math.sin(at * 0.9) * Math.sin(at * 0.23)),
        ),
      },
    ],
  }),
  by(
    5,
    2,
    'When do we rehearse?',
    { kind: { case: 'poll', value: { options: ['Tuesday 10:00', 'Tuesday 16:00', 'Wednesday 9:00'] } } },
    {
      poll: { votes: [9, 5, 0], voters: 14, closed: false },
      own: { reactions: [], choices: [1], follows: false, unread: 0, read: 0 },
      thread: { count: 3, last: 40, time: 0, users: [2, 4, 9] },
    },
  ),
];

function by(
  sender: number,
  minutesAgo: number,
  text: string,
  more: ContentInit = {},
  state?: Partial<State>,
): Said {
  return { by: sender, minutesAgo, content: { text, ...more }, ...(state === undefined ? {} : { state }) };
}
