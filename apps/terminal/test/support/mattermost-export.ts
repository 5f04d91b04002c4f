/**
 * A bulk export of Mattermost of our own making.
 *
 * @module
 */
const THEN = 1_600_000_000_000;

const LINES: readonly object[] = [
  { type: 'version', version: 1, info: { generator: 'test', version: '10.0.0', created: '2026-01-01' } },
  { type: 'emoji', emoji: { name: 'montague', image: 'emoji/m.png' } },
  { type: 'team', team: { name: 'verona', display_name: 'Verona', type: 'O' } },
  {
    type: 'channel',
    channel: { team: 'verona', name: 'square', display_name: 'The Square', type: 'O', header: 'Talk' },
  },
  {
    type: 'channel',
    channel: { team: 'verona', name: 'old', display_name: 'Old', type: 'P', deleted_at: THEN },
  },
  ...['romeo', 'nurse'].map((username) => ({
    type: 'user',
    user: {
      username,
      email: `${username}@verona.example`,
      first_name: 'Some',
      last_name: 'One',
      roles: username === 'nurse' ? 'system_admin system_user' : 'system_user',
      teams: [
        {
          name: 'verona',
          roles: 'team_user',
          channels: [
            { name: 'square', roles: username === 'nurse' ? 'channel_user channel_admin' : 'channel_user' },
            { name: 'old', roles: 'channel_user' },
          ],
        },
      ],
    },
  })),
  { type: 'user', user: { username: 'tybalt', delete_at: THEN, roles: 'system_user', teams: [] } },
  // Posts come in no order of time.
  {
    type: 'post',
    post: {
      team: 'verona',
      channel: 'square',
      user: 'nurse',
      message: 'Second, @romeo',
      create_at: THEN + 5000,
      is_pinned: true,
      attachments: [{ path: 'teams/verona/letter.txt' }, { path: 'teams/verona/lost.txt' }],
    },
  },
  {
    type: 'post',
    post: {
      team: 'verona',
      channel: 'square',
      user: 'romeo',
      message: 'First',
      create_at: THEN + 1000,
      edit_at: THEN + 9000,
      flagged_by: ['nurse'],
      reactions: [
        { user: 'nurse', create_at: THEN + 2000, emoji_name: 'heart' },
        { user: 'tybalt', create_at: THEN + 2500, emoji_name: 'wave_dark_skin_tone' },
        { user: 'nurse', create_at: THEN + 2600, emoji_name: 'montague' },
      ],
      replies: [
        { user: 'tybalt', message: 'Late reply', create_at: THEN + 7000 },
        { user: 'stranger', message: 'Early reply', create_at: THEN + 3000 },
      ],
    },
  },
  {
    type: 'post',
    post: {
      team: 'verona',
      channel: 'square',
      user: 'romeo',
      type: 'system_join_channel',
      message: 'romeo joined',
      create_at: THEN,
    },
  },
  {
    type: 'direct_channel',
    direct_channel: { participants: [{ username: 'romeo' }, { username: 'nurse' }] },
  },
  {
    type: 'direct_post',
    direct_post: {
      channel_members: ['nurse', 'romeo'],
      user: 'nurse',
      message: 'Young sir',
      create_at: THEN + 100,
    },
  },
];

export const MATTERMOST_LINES = LINES.map((line) => `${JSON.stringify(line)}\n`).join('');
