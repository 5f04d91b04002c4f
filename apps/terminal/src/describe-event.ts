/**
 * System events as sentences.
 *
 * @module
 */
import { describeSettings, describeVanishing } from '@posthorn/protocol/words';
import type { Event } from '@posthorn/client';

/** `who` did it; `nameOf` finds the names of the users whom it happened to. */
export async function describeEvent(
  { kind, users, title, role, settings, vanishAfterMs }: Event,
  who: string,
  nameOf: (user: number) => Promise<string>,
): Promise<string> {
  const names = (await Promise.all(users.map(nameOf))).join(', ');
  switch (kind) {
    case 'created':
      return `${who} made the group "${title}"${names === '' ? '' : ` with ${names}`}`;
    case 'added':
      return `${who} added ${names}`;
    case 'joined':
      return `${who} joined`;
    case 'left':
      return `${who} left`;
    case 'removed':
      return `${who} removed ${names}`;
    case 'renamed':
      return `${who} named the group "${title}"`;
    case 'role-changed':
      return `${who} made ${names} ${role}`;
    case 'muted':
      return `${who} silenced ${names}`;
    case 'unmuted':
      return `${who} lets ${names} speak again`;
    case 'changed':
      return `${who} ${settings === undefined ? 'changed the group' : describeSettings(settings)}`;
    case 'banned':
      return `${who} banned ${names}`;
    case 'join-asked':
      return `${who} asks to join "${title}"`;
    case 'join-refused':
      return `${who} does not let you into "${title}"`;
    case 'vanishing':
      return `${who} ${describeVanishing(vanishAfterMs)}`;
    case 'previews':
      return `${who} turned previews of links on`;
    case 'no-previews':
      return `${who} turned previews of links off`;
    default:
      return 'something happened that this version does not know';
  }
}
