import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { MonitorSmartphone } from 'lucide-react';
import type { Session } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { FormError } from '../account/login-form.tsx';
import { isRefused, NewPasswordField } from '../account/new-account.tsx';
import { useServer } from '../account/server.ts';
import { useSubmit } from '../account/use-submit.ts';
import { formatLocale } from '../model/format-locale.ts';
import { inOrder } from '../model/sessions.ts';
import { passwordHint } from '../model/password.ts';
import { Button } from '../ui/button.tsx';
import { confirm } from '../ui/confirm.tsx';
import { PasswordField } from '../ui/field.tsx';
import { toast } from '../ui/toast.tsx';
import { Checkbox } from '../ui/toggle.tsx';
import { useTask } from '../views/people/use-task.ts';
import { Group, WhenLoaded } from './parts.tsx';
import { useLoaded } from './use-loaded.ts';
import type { Loaded } from './use-loaded.ts';
import styles from './settings.module.css';

export function Sessions(): ReactNode {
  const engine = useEngine();
  const loaded = useLoaded(async () => inOrder((await engine.call('listSessions', {})).sessions));
  return (
    <>
      <Devices loaded={loaded} />
      <Password onChanged={loaded.reload} />
    </>
  );
}

function Devices({ loaded }: { readonly loaded: Loaded<readonly Session[]> }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const end = (ended: readonly Session[]): void => {
    run(async () => {
      for (const { id } of ended) await engine.call('revokeSession', { session: id });
      loaded.reload();
    });
  };
  const endOthers = async (others: readonly Session[]): Promise<void> => {
    const yes = await confirm({
      title: i18n._('Log out everywhere else?'),
      text: i18n._('All devices but this one have to log in again.'),
      action: i18n._('Log out'),
      danger: true,
    });
    if (yes) end(others);
  };
  return (
    <Group title={i18n._('Devices')} text={i18n._('Where you are logged in. End what you do not know.')}>
      <WhenLoaded loaded={loaded}>
        {(sessions) => (
          <>
            <ul className={styles.list}>
              {sessions.map((session) => (
                <Device
                  key={session.id}
                  session={session}
                  onEnd={() => {
                    end([session]);
                  }}
                />
              ))}
            </ul>
            {sessions.some(({ current }) => !current) && (
              <div className={styles.buttons}>
                <Button
                  kind="danger"
                  onClick={() => {
                    // Its failure is told by the task.
                    void endOthers(sessions.filter(({ current }) => !current));
                  }}
                >
                  {i18n._('Log out everywhere else')}
                </Button>
              </div>
            )}
          </>
        )}
      </WhenLoaded>
    </Group>
  );
}

function Device({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }): ReactNode {
  const { i18n } = useLingui();
  const { device, lastUsedAt, current } = session;
  const label = device?.label ?? '';
  const time = new Intl.DateTimeFormat(formatLocale(i18n), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(lastUsedAt);
  return (
    <li className={styles.item}>
      <MonitorSmartphone aria-hidden size={20} strokeWidth={1.5} />
      <span className={styles.words}>
        <span className={styles.cut}>
          <bdi>{label === '' ? i18n._('Unknown device') : label}</bdi>
        </span>
        <span className={styles.hint}>
          {current ? i18n._('In use now') : i18n._('Last used {time}', { time })}
        </span>
      </span>
      {current ? (
        <span className={styles.mark}>{i18n._('This device')}</span>
      ) : (
        <Button size="s" onClick={onEnd}>
          {i18n._('Log out')}
        </Button>
      )}
    </li>
  );
}

function Password({ onChanged }: { readonly onChanged: () => void }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const { limits } = useServer().info;
  const [oldPassword, setOldPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [endsOthers, setEndsOthers] = useState(true);
  const [isChecked, setChecked] = useState(false);
  const newField = useRef<HTMLInputElement>(null);
  const minChars = limits['passwordChars'] ?? 8;
  const hint = passwordHint(newPassword, engine.me.get()?.name ?? '', minChars);
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    setChecked(true);
    if (isRefused(hint)) return newField.current?.focus();
    await engine.call('changePassword', {
      oldPassword,
      newPassword,
      ...(endsOthers ? { revokeOthers: true } : { keepOthers: true }),
    });
    setOldPassword('');
    setNewPassword('');
    setChecked(false);
    toast(i18n._('The password is changed'));
    onChanged();
  });
  return (
    <Group title={i18n._('Password')}>
      <form className={styles.form} onSubmit={onSubmit}>
        <PasswordField
          label={i18n._('Current password')}
          autoComplete="current-password"
          value={oldPassword}
          onChange={setOldPassword}
        />
        <NewPasswordField
          label={i18n._('New password')}
          value={newPassword}
          onChange={setNewPassword}
          ref={newField}
          strength={hint}
          minChars={minChars}
          isChecked={isChecked}
        />
        <Checkbox label={i18n._('Log out everywhere else')} checked={endsOthers} onChange={setEndsOthers} />
        <FormError text={error} />
        <div className={styles.buttons}>
          <Button
            type="submit"
            kind="primary"
            busy={isBusy}
            disabled={oldPassword === '' || newPassword === ''}
          >
            {i18n._('Change the password')}
          </Button>
        </div>
      </form>
    </Group>
  );
}
