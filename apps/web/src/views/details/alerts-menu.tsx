/** What of a conversation alerts the user, and whether it is muted for a while. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Bell } from 'lucide-react';
import { useMine } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { fullTime } from '../../model/day-words.ts';
import { ownOf } from '../../model/own.ts';
import type { Level, Own } from '../../model/own.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { MenuProps } from '../../ui/menu.tsx';
import { MuteMenu } from '../list/mute-menu.tsx';
import { useConversationActions } from '../list/use-conversation-actions.ts';

export interface Alerts {
  readonly level: Level;
  readonly mutedUntil: number;
  readonly isQuiet: boolean;
}

export function useAlerts(id: number): Alerts {
  const mute = useMine(`mute/${id}`);
  const level = useMine(`level/${id}`);
  const own: Own = ownOf(
    new Map([
      [`mute/${id}`, mute],
      [`level/${id}`, level],
    ]),
    id,
  );
  const isMuted = own.mutedUntil > Date.now();
  return {
    level: own.level,
    mutedUntil: isMuted ? own.mutedUntil : 0,
    isQuiet: isMuted || own.level !== 'all',
  };
}

export function AlertsMenu({
  id,
  trigger,
}: {
  readonly id: number;
  readonly trigger: MenuProps['trigger'];
}): ReactNode {
  const { i18n } = useLingui();
  const { level, mutedUntil } = useAlerts(id);
  const actions = useConversationActions();
  const levels: readonly (readonly [Level, string])[] = [
    ['all', i18n._('Every message')],
    ['mentions', i18n._('Only what mentions me')],
    ['none', i18n._('Nothing')],
  ];
  return (
    <Menu trigger={trigger} align="start">
      {levels.map(([each, label]) => (
        <MenuItem key={each} checked={level === each} onSelect={() => actions.setLevel(id, each)}>
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      {mutedUntil > 0 ? (
        <MenuItem
          icon={Bell}
          {...(mutedUntil !== Infinity && { hint: fullTime(mutedUntil, { locale: formatLocale(i18n) }) })}
          onSelect={() => actions.mute(id, 0)}
        >
          {i18n._('Unmute')}
        </MenuItem>
      ) : (
        <MuteMenu id={id} />
      )}
    </Menu>
  );
}
