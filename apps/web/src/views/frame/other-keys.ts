/**
 * Keys that are not of the whole page: of a message that has the focus, and of the composer.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { ListedKey } from '../../ui/shortcuts.ts';

/** For the help sheet, beside those that are registered. */
export function otherKeys(i18n: I18n): readonly ListedKey[] {
  const message = i18n._('Message that is chosen by the arrow keys');
  const composer = i18n._('Writing');
  const list = (group: string, keys: readonly (readonly [string, string])[]): readonly ListedKey[] =>
    keys.map(([key, label]) => ({ id: `${group} ${key}`, keys: [key], label, group }));
  return [
    ...list(i18n._('Conversations'), [
      ['Alt+Shift+ArrowUp', i18n._('Move a pinned conversation up')],
      ['Alt+Shift+ArrowDown', i18n._('Move a pinned conversation down')],
    ]),
    ...list(composer, [
      ['Enter', i18n._('Send')],
      ['Shift+Enter', i18n._('New line')],
      ['ArrowUp', i18n._('Change the last message')],
      ['Mod+B', i18n._('Bold')],
      ['Mod+I', i18n._('Italic')],
      ['Mod+E', i18n._('Code')],
      ['Mod+Shift+K', i18n._('Link')],
      ['Mod+Shift+X', i18n._('Crossed out')],
      ['Mod+Shift+P', i18n._('Spoiler')],
    ]),
    ...list(message, [
      ['Enter', i18n._('Everything that can be done')],
      ['R', i18n._('Reply')],
      ['T', i18n._('Reply in thread')],
      ['E', i18n._('Edit')],
      ['+', i18n._('React')],
      ['F', i18n._('Forward')],
      ['C', i18n._('Copy text')],
      ['S', i18n._('Star')],
      ['P', i18n._('Pin')],
      ['U', i18n._('Mark as unread')],
      ['X', i18n._('Select')],
      ['Delete', i18n._('Recall')],
    ]),
  ];
}
