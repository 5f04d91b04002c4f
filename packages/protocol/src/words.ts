/**
 * Events and files as words, for whoever shows them as text. Apart from the index, so that browsers need not load them.
 *
 * @module
 */
import type { Attachment, Event, EventKind, GroupSettings, Role } from './generated/messages.ts';

type Describe = (event: Event, names: string) => string;

const DESCRIPTIONS: Readonly<Record<Exclude<EventKind, 'unspecified'>, Describe>> = {
  created: ({ title }, names) => `made the group "${title}"${names === '' ? '' : ` with ${names}`}`,
  added: (_, names) => `added ${names}`,
  joined: () => 'joined',
  left: () => 'left',
  removed: (_, names) => `removed ${names}`,
  renamed: ({ title }) => `named the group "${title}"`,
  'role-changed': ({ role }, names) => `made ${names} ${role}`,
  muted: (_, names) => `silenced ${names}`,
  unmuted: (_, names) => `lets ${names} speak again`,
  changed: ({ settings }) => (settings === undefined ? 'changed the group' : describeSettings(settings)),
  banned: (_, names) => `banned ${names}`,
  'join-asked': ({ title }) => `asks to join "${title}"`,
  'join-refused': ({ title }) => `does not let you into "${title}"`,
  'contact-asked': (_, names) => `asks ${names} to be a contact`,
  'contact-accepted': (_, names) => `accepted the request of ${names}`,
  'contact-removed': (_, names) => `is no contact of ${names} any more`,
  vanishing: ({ vanishAfterMs }) => describeVanishing(vanishAfterMs),
  previews: () => 'turned previews of links on',
  'no-previews': () => 'turned previews of links off',
};

/** What somebody did, after their name: "added Ann". `names`: those of its users. Undefined: a later version knows. */
export function describeEvent(event: Event, names: string): string | undefined {
  return event.kind === 'unspecified' ? undefined : DESCRIPTIONS[event.kind](event, names);
}

/** What somebody did, after their name: "lets only admins write". */
export function describeSettings(changed: GroupSettings): string {
  const { topic, pictureUrl, slowModeS, join, closed } = changed;
  const parts = [
    ...RIGHTS.flatMap(([right, what]) => {
      const who = WHO[changed[right]];
      return who === undefined ? [] : [`lets ${who} ${what}`];
    }),
    topic === undefined ? '' : topic === '' ? 'removed the topic' : `set the topic to "${topic}"`,
    pictureUrl === undefined ? '' : `${pictureUrl === '' ? 'removed' : 'changed'} the picture`,
    slowModeS === undefined ? '' : slowMode(slowModeS),
    JOINING[join] ?? '',
    closed === undefined ? '' : `${closed ? 'closed' : 'opened'} the group`,
  ];
  return parts.filter((part) => part !== '').join(', ') || 'changed the group';
}

/** What somebody did who said when messages vanish, after their name: "lets messages vanish after 7 days". */
export function describeVanishing(afterMs: number): string {
  if (afterMs === 0) return 'lets messages stay';
  const [unit, ms] = SPANS.find(([, each]) => afterMs % each === 0) ?? ['second', 1000];
  const count = Math.round(afterMs / ms);
  return `lets messages vanish after ${count} ${unit}${count === 1 ? '' : 's'}`;
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const RIGHTS = [
  ['write', 'write'],
  ['invite', 'invite'],
  ['pin', 'pin'],
  ['mentionAll', 'alert all'],
  ['change', 'change title and picture'],
] as const;

const WHO: Partial<Record<Role, string>> = {
  member: 'everybody',
  admin: 'only admins',
  owner: 'only the owner',
};

const JOINING: Partial<Record<GroupSettings['join'], string>> = {
  invite: 'took the group out of the directory',
  approval: 'lets everybody ask to join',
  open: 'lets everybody join',
};

function slowMode(seconds: number): string {
  return seconds === 0 ? 'ended slow mode' : `lets everybody write once in ${seconds} s`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A file in words: "📎 balcony.jpg (2.3 MB)". */
export function fileWords({ name, bytes, alt, voice }: Attachment): string {
  const what = voice ? '🎤 voice message' : `📎 ${name}`;
  return `${what} (${sizeWords(bytes)})${alt === '' ? '' : `: ${alt}`}`;
}

/** "812 bytes", "2.3 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let size = bytes / 1000;
  let unit = 0;
  // 999.95 would read as 1000.0.
  for (; size >= 999.95 && unit < UNITS.length - 1; unit++) size /= 1000;
  return `${size.toFixed(1)} ${UNITS[unit]}`;
}

const FILE_PATH = /^\/v1\/files\/([0-9a-f]{32})$/;

/** Where a server has a file, without the host. A profile or a group may have it in place of the URL of a picture. */
export function filePath(id: string): string {
  return `/v1/files/${id}`;
}

/** The id of the file at such a path. Undefined: it is another URL. */
export function fileAt(url: string): string | undefined {
  return FILE_PATH.exec(url)?.[1];
}
