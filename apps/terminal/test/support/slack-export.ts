/**
 * A Slack export of our own making: what Verona would have said there.
 *
 * @module
 */
import type { Packed } from './zip-file.ts';

function json(name: string, value: unknown): Packed {
  return { name, bytes: JSON.stringify(value) };
}

const USERS = [
  {
    id: 'UROMEO',
    name: 'romeo',
    profile: { display_name: 'Romeo', real_name: 'Romeo Montague', image_192: 'https://a.example/r.png' },
  },
  { id: 'UNURSE', name: 'nurse', profile: { real_name: 'Angelica' } },
  { id: 'UTYBALT', name: 'tybalt', deleted: true, profile: { real_name: 'Tybalt' } },
  { id: 'UBOT', name: 'herald', is_bot: true, profile: { real_name: 'Herald' } },
];

const CHANNELS = [
  {
    id: 'CSQUARE',
    name: 'square',
    created: 1_500_000_000,
    creator: 'UTYBALT',
    members: ['UROMEO', 'UNURSE'],
    topic: { value: 'What happens in the square' },
    pins: [{ id: '1500000100.000100', type: 'C', created: 1_500_000_500, user: 'UNURSE' }],
  },
];

const DAY_1 = [
  {
    type: 'message',
    subtype: 'channel_join',
    user: 'UNURSE',
    ts: '1500000050.000100',
    text: '<@UNURSE> joined',
  },
  {
    type: 'message',
    user: 'UROMEO',
    ts: '1500000100.000100',
    thread_ts: '1500000100.000100',
    reply_count: 1,
    text: 'But *soft*, <@UNURSE> &amp; all: <https://verona.example|the balcony> in <#CSQUARE|square> `a*b*c`',
    edited: { user: 'UROMEO', ts: '1500000200.000000' },
    reactions: [
      { name: 'heart', users: ['UNURSE', 'UTYBALT'], count: 2 },
      { name: '+1::skin-tone-3', users: ['UNURSE'], count: 1 },
      { name: 'montague', users: ['UNURSE'], count: 1 },
    ],
  },
  {
    type: 'message',
    user: 'UTYBALT',
    ts: '1500000150.000100',
    thread_ts: '1500000100.000100',
    parent_user_id: 'UROMEO',
    text: 'This, by his voice',
  },
  {
    type: 'message',
    subtype: 'bot_message',
    bot_id: 'BCRIER',
    username: 'Crier',
    ts: '1500000160.000100',
    text: 'Hear ye',
  },
];

const DAY_2 = [
  {
    type: 'message',
    user: 'UNURSE',
    ts: '1500086500.000100',
    text: 'The letter',
    files: [
      {
        id: 'FLETTER01',
        name: 'letter.txt',
        mimetype: 'text/plain',
        size: 9,
        url_private_download: 'https://files.slack.com/x',
      },
      { id: 'FGONE0001', name: 'gone.txt', mode: 'tombstone' },
    ],
  },
  { type: 'message', user: 'UROMEO', ts: '1500086400.000100', text: 'Good morrow' },
];

export const SLACK_EXPORT: readonly Packed[] = [
  json('users.json', USERS),
  json('channels.json', CHANNELS),
  json('dms.json', [{ id: 'DLOVERS', created: 1_500_000_000, members: ['UROMEO', 'UNURSE'] }]),
  json('mpims.json', []),
  json('integration_logs.json', []),
  json('square/2017-07-14.json', DAY_1),
  json('square/2017-07-15.json', DAY_2),
  json('DLOVERS/2017-07-14.json', [
    { type: 'message', user: 'UNURSE', ts: '1500000300.000100', text: 'Young sir' },
  ]),
  { name: '__uploads/FLETTER01/letter.txt', bytes: 'By a name' },
];
