/** Questions before an account gets a new password, or is erased. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { User } from '@posthorn/protocol';
import { useServer } from '../account/server.ts';
import { personName } from '../model/names.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PasswordField, TextField } from '../ui/field.tsx';
import { useTask } from '../views/people/use-task.ts';
import styles from './admin.module.css';

export function PasswordDialog({
  user,
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { info } = useServer();
  const [password, setPassword] = useState('');
  const shortest = info.limits['passwordChars'] ?? 1;
  const save = (): void => {
    onClose();
    run(
      async () => engine.call('resetPassword', { user: user.id, newPassword: password }),
      i18n._('{name} has a new password', { name: personName(user) }),
    );
  };
  return (
    <Dialog
      open
      size="s"
      title={i18n._('New password for {name}', { name: personName(user) })}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={password.length < shortest} onClick={save}>
          {i18n._('Set')}
        </Button>
      }
    >
      <p className={styles.hint}>
        {i18n._('All their sessions end. Tell them the password on another way.')}
      </p>
      <PasswordField
        label={i18n._('New password')}
        hint={i18n._('At least {shortest, plural, one {# character} other {# characters}}.', { shortest })}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
    </Dialog>
  );
}

export function EraseUserDialog({
  user,
  onClose,
  onChange,
}: {
  readonly user: User;
  readonly onClose: () => void;
  readonly onChange: (user: User) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [typed, setTyped] = useState('');
  const name = personName(user);
  const erase = (): void => {
    onClose();
    run(async () => {
      await engine.call('eraseUser', { user: user.id });
      onChange({ ...user, erased: true, disabled: true });
    }, i18n._('The account is erased'));
  };
  return (
    <Dialog
      open
      size="s"
      title={i18n._('Erase {name}?', { name })}
      onClose={onClose}
      footer={
        <Button kind="danger" disabled={typed !== user.name} onClick={erase}>
          {i18n._('Erase for good')}
        </Button>
      }
    >
      <p>
        {i18n._(
          'Profile, settings, memberships and sessions are deleted, and nobody gets the name again. This cannot be undone.',
        )}
      </p>
      <TextField
        label={i18n._('Type {name} to go on', { name: user.name })}
        value={typed}
        onChange={setTyped}
        spellCheck={false}
        autoCapitalize="none"
      />
    </Dialog>
  );
}
