/** Begins a direct conversation, a group or a channel. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Compass, Megaphone, Users } from 'lucide-react';
import { useEngine, useStatus } from '@posthorn/react';
import { codeOf, errorWords } from '../../model/error-words.ts';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useGo } from '../frame/go.ts';
import { openDirectory } from '../list/open.ts';
import { PictureField } from '../people/picture-field.tsx';
import { useOpenPerson } from '../people/use-open-person.ts';
import { PeoplePicker } from './people-picker.tsx';
import styles from './new.module.css';

export interface NewConversationProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** `person`: one who is chosen is written to; several become a group. */
type Kind = 'person' | 'group' | 'channel';

export function NewConversation({ open, onClose }: NewConversationProps): ReactNode {
  const { i18n } = useLingui();
  const [kind, setKind] = useState<Kind>('person');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [looks, setLooks] = useState<Looks>({ name: '', topic: '', picture: '' });
  const { connection } = useStatus();
  const openPerson = useOpenPerson();
  const isGroup = kind !== 'person' || chosen.length > 1;
  const create = useCreateGroup(onClose);
  const canStart = isGroup ? looks.name.trim() !== '' : chosen.length === 1;
  const start = (): void => {
    const [first] = chosen;
    if (!canStart || create.isBusy) return;
    if (isGroup) create.run({ looks, members: chosen, isChannel: kind === 'channel' });
    else if (first !== undefined) {
      onClose();
      openPerson(first);
    }
  };
  return (
    <Dialog
      title={i18n._('New conversation')}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button
            kind="quiet"
            icon={Compass}
            onClick={() => {
              onClose();
              openDirectory();
            }}
          >
            {i18n._('Find groups')}
          </Button>
          <span className={styles.spacer} />
          <Button
            kind="primary"
            disabled={!canStart || connection !== 'online'}
            busy={create.isBusy}
            onClick={start}
          >
            {i18n._('Start')}
          </Button>
        </>
      }
    >
      <Kinds chosen={kind} onChange={setKind} />
      {isGroup && <LooksFields looks={looks} onChange={setLooks} />}
      <PeoplePicker chosen={chosen} onChange={setChosen} />
    </Dialog>
  );
}

interface Looks {
  readonly name: string;
  readonly topic: string;
  readonly picture: string;
}

function LooksFields({
  looks,
  onChange,
}: {
  readonly looks: Looks;
  readonly onChange: (looks: Looks) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const { name, topic, picture } = looks;
  return (
    <div className={styles.group}>
      <PictureField
        id={0}
        name={name}
        value={picture}
        onChange={(next) => onChange({ ...looks, picture: next })}
        shape="square"
      />
      <div className={styles.fields}>
        <TextField
          label={i18n._('Group name')}
          value={name}
          onChange={(next) => onChange({ ...looks, name: next })}
          maxLength={100}
        />
        <TextField
          label={i18n._('Topic')}
          value={topic}
          onChange={(next) => onChange({ ...looks, topic: next })}
          maxLength={250}
        />
      </div>
    </div>
  );
}

function Kinds({
  chosen,
  onChange,
}: {
  readonly chosen: Kind;
  readonly onChange: (kind: Kind) => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={styles.kinds}>
      <KindButton
        kind="group"
        icon={Users}
        chosen={chosen}
        onChange={onChange}
        title={i18n._('Group')}
        text={i18n._('Everybody writes')}
      />
      <KindButton
        kind="channel"
        icon={Megaphone}
        chosen={chosen}
        onChange={onChange}
        title={i18n._('Channel')}
        text={i18n._('Only admins write')}
      />
    </div>
  );
}

function KindButton({
  kind,
  icon: Icon,
  chosen,
  onChange,
  title,
  text,
}: {
  readonly kind: Kind;
  readonly icon: typeof Users;
  readonly chosen: Kind;
  readonly onChange: (kind: Kind) => void;
  readonly title: string;
  readonly text: string;
}): ReactNode {
  return (
    <button
      type="button"
      className={styles.kind}
      aria-pressed={chosen === kind}
      onClick={() => onChange(chosen === kind ? 'person' : kind)}
    >
      <Icon aria-hidden size={20} />
      <span>
        {title}
        <small>{text}</small>
      </span>
    </button>
  );
}

interface NewGroup {
  readonly looks: Looks;
  readonly members: readonly number[];
  readonly isChannel: boolean;
}

/** Makes the group, then gives it its settings, and goes there. */
function useCreateGroup(onDone: () => void): {
  readonly isBusy: boolean;
  readonly run: (group: NewGroup) => void;
} {
  const engine = useEngine();
  const { i18n } = useLingui();
  const go = useGo();
  const [isBusy, setBusy] = useState(false);
  const [clientId] = useState(newId);
  const make = async ({ looks, members, isChannel }: NewGroup): Promise<void> => {
    const { picture } = looks;
    const topic = looks.topic.trim();
    const { id } = await engine.call('createGroup', { title: looks.name.trim(), members, clientId });
    const settings = {
      ...(topic !== '' && { topic }),
      ...(picture !== '' && { pictureUrl: picture }),
      ...(isChannel && { write: 'admin' as const }),
    };
    onDone();
    go.chat(id);
    if (Object.keys(settings).length > 0) {
      await engine.call('setGroup', { conversation: id, settings, clientId: newId() });
    }
  };
  return {
    isBusy,
    run: (group) => {
      setBusy(true);
      make(group).then(
        () => setBusy(false),
        (error: unknown) => {
          setBusy(false);
          toast(
            codeOf(error) === 'BLOCKED'
              ? i18n._('One of these people does not want to be added to groups.')
              : errorWords(i18n, error),
          );
        },
      );
    },
  };
}
