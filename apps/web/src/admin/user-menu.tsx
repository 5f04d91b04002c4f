/** What an administrator does with an account. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Eraser, KeyRound, ShieldCheck, ShieldOff, SmartphoneNfc, UserCheck, UserX } from 'lucide-react';
import { useEngine, useMe } from '@posthorn/react';
import type { User } from '@posthorn/protocol';
import { personName } from '../model/names.ts';
import { confirm } from '../ui/confirm.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { useTask } from '../views/people/use-task.ts';

export interface UserMenuProps {
  readonly user: User;
  readonly onChange: (user: User) => void;
  readonly onDialog: (dialog: 'password' | 'erase') => void;
}

export function UserMenu({ user, onChange, onDialog }: UserMenuProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const me = useMe();
  const name = personName(user);
  const isMe = me?.id === user.id;
  const setDisabled = async (): Promise<void> => {
    const disabled = !user.disabled;
    const text = i18n._('All their sessions end, and they cannot log in. What they have said stays.');
    const question = {
      title: i18n._('Disable {name}?', { name }),
      text,
      action: i18n._('Disable'),
      danger: true,
    };
    if (disabled && !(await confirm(question))) return;
    run(async () => {
      await engine.call('disableUser', { user: user.id, disabled });
      onChange({ ...user, disabled });
    });
  };
  const resetFactors = async (): Promise<void> => {
    const question = {
      title: i18n._('Turn two-step login off for {name}?', { name }),
      text: i18n._(
        'For somebody who has lost their phone, their passkeys and their recovery codes. Make sure that it is them.',
      ),
      action: i18n._('Turn off'),
      danger: true,
    };
    if (await confirm(question))
      run(async () => engine.call('resetFactors', { user: user.id }), i18n._('Done'));
  };
  return (
    <>
      <AdministratorItem user={user} onChange={onChange} />
      <MenuItem icon={KeyRound} onSelect={() => onDialog('password')}>
        {i18n._('Set a new password…')}
      </MenuItem>
      <MenuItem icon={SmartphoneNfc} onSelect={() => void resetFactors()}>
        {i18n._('Turn two-step login off…')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={user.disabled ? UserCheck : UserX}
        danger={!user.disabled}
        disabled={isMe}
        onSelect={() => void setDisabled()}
      >
        {user.disabled ? i18n._('Enable') : i18n._('Disable…')}
      </MenuItem>
      <MenuItem icon={Eraser} danger disabled={isMe} onSelect={() => onDialog('erase')}>
        {i18n._('Erase for good…')}
      </MenuItem>
    </>
  );
}

function AdministratorItem({ user, onChange }: Pick<UserMenuProps, 'user' | 'onChange'>): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const name = personName(user);
  const setAdmin = async (): Promise<void> => {
    const admin = !user.admin;
    const question = admin
      ? {
          title: i18n._('Make {name} an administrator?', { name }),
          text: i18n._('They may do everything that you may.'),
          action: i18n._('Make'),
        }
      : {
          title: i18n._('Take it from {name}?', { name }),
          text: i18n._('All their sessions end.'),
          action: i18n._('Take away'),
          danger: true,
        };
    if (!(await confirm(question))) return;
    run(async () => {
      await engine.call('setAdministrator', { user: user.id, administrator: admin });
      onChange({ ...user, admin });
    });
  };
  return (
    <MenuItem icon={user.admin ? ShieldOff : ShieldCheck} onSelect={() => void setAdmin()}>
      {user.admin ? i18n._('No longer an administrator…') : i18n._('Make an administrator…')}
    </MenuItem>
  );
}
