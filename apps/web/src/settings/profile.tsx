import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { User } from '@posthorn/protocol';
import { useEngine, useMe } from '@posthorn/react';
import { FormError } from '../account/login-form.tsx';
import { useSubmit } from '../account/use-submit.ts';
import { Button } from '../ui/button.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { EmojiButton } from '../views/emoji/emoji-button.tsx';
import { PictureField } from '../views/people/picture-field.tsx';
import { useTask } from '../views/people/use-task.ts';
import { Group } from './parts.tsx';
import styles from './settings.module.css';

export function Profile(): ReactNode {
  const { i18n } = useLingui();
  const me = useMe();
  if (me === undefined) {
    return (
      <Group title={i18n._('Profile')}>
        <Skeleton height="84px" width="84px" round />
        <Skeleton width="60%" />
      </Group>
    );
  }
  return (
    <>
      <Names key={me.id} me={me} />
      <Status key={`${String(me.id)} status`} me={me} />
    </>
  );
}

function Names({ me }: { readonly me: User }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [displayName, setDisplayName] = useState(me.displayName);
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    await engine.call('updateProfile', { displayName: displayName.trim() });
    toast(i18n._('Saved'));
  });
  return (
    <Group title={i18n._('Profile')}>
      <PictureField
        id={me.id}
        name={me.displayName === '' ? me.name : me.displayName}
        value={me.avatarUrl}
        shape="round"
        onChange={(avatarUrl) => {
          run(async () => engine.call('updateProfile', { avatarUrl }));
        }}
      />
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label={i18n._('Display name')}
          hint={i18n._('Others find you as {name}.', { name: me.name })}
          value={displayName}
          onChange={setDisplayName}
        />
        <FormError text={error} />
        <div className={styles.buttons}>
          <Button type="submit" kind="primary" busy={isBusy} disabled={displayName.trim() === me.displayName}>
            {i18n._('Save')}
          </Button>
        </div>
      </form>
    </Group>
  );
}

type Until = 'never' | 'hour' | 'today' | 'week';

function Status({ me }: { readonly me: User }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [text, setText] = useState(me.statusText);
  const [emoji, setEmoji] = useState(me.statusEmoji);
  const [until, setUntil] = useState<Until>('never');
  const save = async (status: {
    statusText: string;
    statusEmoji: string;
    statusUntil: number;
  }): Promise<void> => {
    await engine.call('updateProfile', status);
    toast(i18n._('Saved'));
  };
  const { isBusy, error, onSubmit } = useSubmit(async () =>
    save({ statusText: text.trim(), statusEmoji: emoji.trim(), statusUntil: timeOf(until, new Date()) }),
  );
  const run = useTask();
  return (
    <Group title={i18n._('Status')} text={i18n._('Stands beside your name.')}>
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label={i18n._('Emoji')}
          value={emoji}
          onChange={setEmoji}
          maxLength={16}
          placeholder="🌴"
          end={<EmojiButton onPick={setEmoji} />}
        />
        <TextField
          label={i18n._('Status')}
          value={text}
          onChange={setText}
          placeholder={i18n._('On holiday')}
        />
        <UntilField value={until} onChange={setUntil} />
        <FormError text={error} />
        <div className={styles.buttons}>
          <Button type="submit" kind="primary" busy={isBusy}>
            {i18n._('Save')}
          </Button>
          <Button
            disabled={me.statusText === '' && me.statusEmoji === ''}
            onClick={() => {
              setText('');
              setEmoji('');
              run(async () => save({ statusText: '', statusEmoji: '', statusUntil: 0 }));
            }}
          >
            {i18n._('Clear')}
          </Button>
        </div>
      </form>
    </Group>
  );
}

function UntilField({
  value,
  onChange,
}: {
  readonly value: Until;
  readonly onChange: (until: Until) => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <Select<Until>
      label={i18n._('Until')}
      value={value}
      onChange={onChange}
      options={[
        { value: 'never', label: i18n._('I change it') },
        { value: 'hour', label: i18n._('In one hour') },
        { value: 'today', label: i18n._('The end of today') },
        { value: 'week', label: i18n._('In a week') },
      ]}
    />
  );
}

/** Unix ms; 0: for ever. */
function timeOf(until: Until, now: Date): number {
  switch (until) {
    case 'never':
      return 0;
    case 'hour':
      return now.getTime() + 3_600_000;
    case 'today':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
    case 'week':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7).getTime();
  }
}
