/**
 * What is said in the sample, and where.
 *
 * @module
 */
import { completeContent, encodeContent } from '@posthorn/protocol';
import type { ContentInit, Conversation, State } from '@posthorn/protocol';
import type { Incoming } from '@posthorn/client';
import type { ConversationInfo } from '@posthorn/client/engine';
import type { Said } from './said.ts';
import { LAUNCH } from './launch.ts';
import { ME } from './people.ts';

const SHORT: Readonly<Record<number, readonly Said[]>> = {
  2: [
    said(2, 2_900, 'Hi! 你周六有空吗？'),
    said(ME, 2_890, '有空，几点？'),
    said(2, 12, '我家在上海东边,周六来吃饭吧 🥟'),
    said(2, 8, '地铁 2 号线，世纪大道站下。'),
  ],
  3: [
    said(6, 90, 'Rolling back, the gateways do not answer'),
    said(10, 30, '@romeo rollback finished in 41 s', { mentions: [ME] }),
  ],
  4: [said(6, 400, 'Shall we do the migration tonight?'), said(ME, 395, 'Let me think about it.')],
  5: [said(5, 3_000, 'welcome, new people!')],
  6: [
    said(3, 4_400, 'שלום! מתי נפגשים? The venue is **Globe**.'),
    said(ME, 4_395, 'מחר ב־10:00, בסדר?'),
    said(3, 4_390, 'תודה! נדבר מחר ב־10:00'),
  ],
  7: [
    said(7, 7_000, '', {
      attachments: [
        { id: 'sample-floorplan', name: 'floorplan-v3.pdf', type: 'application/pdf', bytes: 1_812_000 },
      ],
    }),
  ],
  8: [
    said(9, 12_000, 'what do we read next?', {
      kind: { case: 'poll', value: { options: ['Hamlet', 'Twelfth Night', '红楼梦'], multiple: true } },
    }),
  ],
  9: [said(8, 13_000, 'I will be at the cell until nine.'), said(ME, 12_990, 'sounds good 👍')],
  10: [said(11, 20_000, 'مرحبا! كيف حالك؟'), said(ME, 19_990, 'Fine, and you?')],
};

function said(by: number, minutesAgo: number, text: string, more: ContentInit = {}): Said {
  return { by, minutesAgo, content: { text, ...more } };
}

export function logs(now: number): ReadonlyMap<number, readonly Incoming[]> {
  const all: Readonly<Record<number, readonly Said[]>> = { 1: LAUNCH, ...SHORT };
  return new Map(
    Object.entries(all).map(([id, log]) => [
      Number(id),
      log.map((one, at) =>
        spoken({
          conversation: Number(id),
          seq: at + 1,
          said: one,
          now,
          quoted: log[(one.content.replyTo ?? 0) - 1],
        }),
      ),
    ]),
  );
}

interface Speaking {
  readonly conversation: number;
  readonly seq: number;
  readonly said: Said;
  readonly now: number;
  readonly quoted: Said | undefined;
}

function spoken({
  conversation,
  seq,
  said: { by, minutesAgo, content, state },
  now,
  quoted,
}: Speaking): Incoming {
  return {
    conversation,
    seq,
    sender: by,
    time: now - minutesAgo * 60_000,
    content: completeContent(content),
    isMine: by === ME,
    clientId: undefined,
    state: state === undefined ? undefined : completeState(seq, state),
    quote:
      quoted === undefined || content.replyTo === undefined
        ? undefined
        : { seq: content.replyTo, sender: quoted.by, content: encodeContent(quoted.content) },
  };
}

function completeState(seq: number, state: Partial<State>): State {
  return {
    seq,
    through: seq,
    edited: 0,
    recalled: 0,
    reactions: [],
    pinned: 0,
    poll: undefined,
    thread: undefined,
    previews: [],
    vanishesAt: 0,
    own: undefined,
    also: undefined,
    ...state,
  };
}

type MakeInfo = (logs: ReadonlyMap<number, readonly Incoming[]>, now: number) => ConversationInfo;

function conversation(id: number, told: Partial<Conversation>): MakeInfo {
  return (spokenLogs, now) => {
    const log = spokenLogs.get(id) ?? [];
    const last = log.findLast(({ content }) => content.thread === 0);
    const unread = told.unread ?? 0;
    return {
      id,
      kind: told.peer === undefined ? 'group' : 'direct',
      title: '',
      first: 1,
      role: 'member',
      left: false,
      peer: 0,
      memberCount: told.peer === undefined ? 24 : 2,
      delivered: log.length,
      muted: false,
      silenced: false,
      mentions: 0,
      settings: undefined,
      asked: false,
      vanishAfterMs: 0,
      noPreviews: false,
      ...told,
      unread,
      head: log.length,
      read: log.length - Math.min(unread, log.length),
      lastMessage: last,
      activeAt: last?.time ?? now,
    };
  };
}

const GROUP = {
  write: 'member',
  invite: 'member',
  pin: 'member',
  mentionAll: 'admin',
  change: 'admin',
  topic: 'Everything for Thursday. Decisions get pinned.',
  pictureUrl: undefined,
  slowModeS: undefined,
  join: 'unspecified',
  closed: undefined,
} as const;

export const SAMPLE_CONVERSATIONS: readonly MakeInfo[] = [
  conversation(1, { title: 'Launch crew', role: 'admin', settings: GROUP }),
  conversation(2, { peer: 2, unread: 2 }),
  conversation(3, { title: 'On-call', unread: 1, mentions: 1, settings: { ...GROUP, topic: '' } }),
  conversation(4, { peer: 6 }),
  conversation(5, { title: 'Lobby', kind: 'room', unread: 128, muted: true }),
  conversation(6, { peer: 3 }),
  conversation(7, { peer: 7 }),
  conversation(8, { title: 'Book club', settings: { ...GROUP, topic: 'One book a month' } }),
  conversation(9, { peer: 8 }),
  conversation(10, { peer: 11 }),
];
