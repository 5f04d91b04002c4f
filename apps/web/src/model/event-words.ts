/**
 * What happened in a conversation, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Event, GroupSettings, Role } from '@posthorn/protocol';
import { spanWords } from './span-words.ts';

/**
 * Names of those it is about, or "You" and "you". Each sentence is right for both: "You added Ben", "Ben added you".
 */
export interface EventNames {
  /** Who did it. */
  readonly who: string;
  /** The event's `users`, joined. */
  readonly users: string;
}

/** A sentence: "Mercutio added Benvolio". An event that this version does not know says so. */
export function eventWords(i18n: I18n, event: Event, { who, users }: EventNames): string {
  const { title } = event;
  switch (event.kind) {
    case 'created':
      return i18n._('{who} made the group “{title}”', { who, title });
    case 'added':
      return i18n._('{who} added {users}', { who, users });
    case 'joined':
      return i18n._('{who} joined', { who });
    case 'left':
      return i18n._('{who} left', { who });
    case 'removed':
      return i18n._('{who} removed {users}', { who, users });
    case 'renamed':
      return i18n._('{who} named the group “{title}”', { who, title });
    case 'role-changed':
      return roleEvent(i18n, event.role, who, users);
    case 'muted':
      return i18n._('{who} silenced {users}', { who, users });
    case 'unmuted':
      return i18n._('{who} let {users} speak again', { who, users });
    case 'banned':
      return i18n._('{who} banned {users}', { who, users });
    case 'changed':
      return settingsEvent(i18n, event.settings, who);
    case 'vanishing':
      return event.vanishAfterMs === 0
        ? i18n._('{who} let messages stay', { who })
        : i18n._('{who} let messages vanish after {span}', {
            who,
            span: spanWords(i18n, event.vanishAfterMs),
          });
    case 'previews':
      return i18n._('{who} turned link previews on', { who });
    case 'no-previews':
      return i18n._('{who} turned link previews off', { who });
    default:
      return inboxEvent(i18n, event, who, users);
  }
}

function inboxEvent(i18n: I18n, { kind, title }: Event, who: string, users: string): string {
  switch (kind) {
    case 'join-asked':
      return i18n._('{who} asked to join “{title}”', { who, title });
    case 'join-refused':
      return i18n._('You were not let into “{title}”', { title });
    case 'contact-asked':
      return i18n._('{who} asked {users} to be a contact', { who, users });
    case 'contact-accepted':
      return i18n._('{who} and {users} are contacts now', { who, users });
    case 'contact-removed':
      return i18n._('{who} and {users} are no longer contacts', { who, users });
    default:
      return i18n._('Something happened that this version does not know');
  }
}

function roleEvent(i18n: I18n, role: Role, who: string, users: string): string {
  switch (role) {
    case 'owner':
      return i18n._('{who} made {users} the owner', { who, users });
    case 'admin':
      return i18n._('{who} made {users} an admin', { who, users });
    default:
      return i18n._('{who} made {users} a member', { who, users });
  }
}

/** Says the first of the changes; a second one is told as "changed the group". */
function settingsEvent(i18n: I18n, settings: GroupSettings | undefined, who: string): string {
  const said = settings === undefined ? [] : changesOf(i18n, settings, who);
  return said.length === 1 && said[0] !== undefined ? said[0] : i18n._('{who} changed the group', { who });
}

function changesOf(i18n: I18n, settings: GroupSettings, who: string): readonly string[] {
  const { topic, pictureUrl, slowModeS, join, closed, write } = settings;
  const said: string[] = [];
  if (topic !== undefined) {
    said.push(
      topic === ''
        ? i18n._('{who} removed the topic', { who })
        : i18n._('{who} set the topic: {topic}', { who, topic }),
    );
  }
  if (pictureUrl !== undefined) said.push(i18n._('{who} changed the picture', { who }));
  if (slowModeS !== undefined) {
    said.push(
      slowModeS === 0
        ? i18n._('{who} ended slow mode', { who })
        : i18n._('{who} turned slow mode on: one message in {span}', {
            who,
            span: spanWords(i18n, slowModeS * 1000),
          }),
    );
  }
  if (join !== 'unspecified') said.push(i18n._('{who} changed who may join', { who }));
  if (closed !== undefined) {
    said.push(
      closed ? i18n._('{who} closed the group', { who }) : i18n._('{who} opened the group again', { who }),
    );
  }
  if (write !== 'unspecified') said.push(i18n._('{who} changed who may write', { who }));
  for (const right of ['invite', 'pin', 'mentionAll', 'change'] as const) {
    if (settings[right] !== 'unspecified') said.push(i18n._('{who} changed what members may do', { who }));
  }
  return said;
}
