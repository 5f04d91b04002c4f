/** For how long a conversation is to be muted: a menu within another one. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { BellOff } from 'lucide-react';
import { muteChoices } from '../../model/mute-choices.ts';
import { MenuItem, SubMenu } from '../../ui/menu.tsx';
import { useConversationActions } from './use-conversation-actions.ts';

export function MuteMenu({ id }: { readonly id: number }): ReactNode {
  const { i18n } = useLingui();
  const actions = useConversationActions();
  return (
    <SubMenu icon={BellOff} label={i18n._('Mute')}>
      {muteChoices(i18n, Date.now()).map(({ key, label, until }) => (
        <MenuItem key={key} onSelect={() => actions.mute(id, until)}>
          {label}
        </MenuItem>
      ))}
    </SubMenu>
  );
}
