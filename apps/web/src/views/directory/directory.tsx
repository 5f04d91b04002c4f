/** The groups that everybody finds. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Compass, SearchX } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Conversation } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SearchField, TextField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useGo } from '../frame/go.ts';
import { ConversationFace } from '../people/face.tsx';
import { PagedList } from '../people/paged-list.tsx';
import { useSettled } from '../people/use-settled.ts';
import { usePages } from '../people/use-pages.ts';
import { useTask } from '../people/use-task.ts';
import { useJoinGroup } from './use-join-group.ts';
import styles from './directory.module.css';

export interface DirectoryProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Directory({ open, onClose }: DirectoryProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Dialog title={i18n._('Find groups')} open={open} onClose={onClose}>
      <DirectoryBody onClose={onClose} />
    </Dialog>
  );
}

function DirectoryBody({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [typed, setTyped] = useState('');
  const prefix = useSettled(typed.trim());
  const pages = usePages(prefix, async (cursor) => {
    const { conversations, next } = await engine.call('listDirectory', { prefix, cursor, limit: 50 });
    return { items: conversations, next };
  });
  return (
    <>
      <SearchField
        label={i18n._('Find by the beginning of the name')}
        value={typed}
        onChange={setTyped}
        autoFocus
      />
      <div className={styles.groups}>
        <PagedList
          pages={pages}
          label={i18n._('Groups')}
          keyOf={({ id }) => id}
          empty={
            prefix === '' ? (
              <EmptyState
                icon={Compass}
                title={i18n._('No open groups yet')}
                text={i18n._('The admins of a group decide whether everybody finds it here.')}
              />
            ) : (
              <EmptyState icon={SearchX} title={i18n._('No group begins so')} />
            )
          }
        >
          {(group) => <DirectoryRow group={group} onDone={onClose} onChange={pages.reload} />}
        </PagedList>
      </div>
    </>
  );
}

function DirectoryRow({
  group,
  onDone,
  onChange,
}: {
  readonly group: Conversation;
  readonly onDone: () => void;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [isAsking, setAsking] = useState(false);
  const { id, title, settings, memberCount } = group;
  return (
    <div className={styles.group}>
      <ConversationFace info={group} title={title} size="m" />
      <div className={styles.words}>
        <div className={styles.title}>
          <bdi>{title}</bdi>
        </div>
        <div className={styles.note}>
          <bdi>
            {i18n._('{count, plural, one {# member} other {# members}}', { count: memberCount })}
            {(settings?.topic ?? '') !== '' && ` · ${settings?.topic ?? ''}`}
          </bdi>
        </div>
      </div>
      {!isAsking && (
        <JoinButton group={group} onAsk={() => setAsking(true)} onDone={onDone} onChange={onChange} />
      )}
      {isAsking && (
        <AskToJoin
          id={id}
          title={title}
          onDone={() => {
            setAsking(false);
            onChange();
          }}
        />
      )}
    </div>
  );
}

function JoinButton({
  group,
  onAsk,
  onDone,
  onChange,
}: {
  readonly group: Conversation;
  readonly onAsk: () => void;
  readonly onDone: () => void;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const join = useJoinGroup();
  const { id, role, settings, asked } = group;
  if (role !== 'unspecified') {
    return (
      <Button
        size="s"
        onClick={() => {
          onDone();
          go.chat(id);
        }}
      >
        {i18n._('Open')}
      </Button>
    );
  }
  if (asked) {
    return <TakeBackButton id={id} onChange={onChange} />;
  }
  if (settings?.join !== 'open') {
    return (
      <Button size="s" onClick={onAsk}>
        {i18n._('Ask to join')}
      </Button>
    );
  }
  return (
    <Button
      size="s"
      kind="primary"
      onClick={() => {
        onDone();
        join(group);
      }}
    >
      {i18n._('Join')}
    </Button>
  );
}

function TakeBackButton({ id, onChange }: { readonly id: number; readonly onChange: () => void }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const takeBack = async (): Promise<void> => {
    const user = engine.me.get()?.id ?? 0;
    await engine.call('settleJoin', { conversation: id, user, accept: false, clientId: newId() });
    onChange();
  };
  return (
    <Button size="s" kind="quiet" onClick={() => run(takeBack)}>
      {i18n._('Asked · take back')}
    </Button>
  );
}

function AskToJoin({
  id,
  title,
  onDone,
}: {
  readonly id: number;
  readonly title: string;
  readonly onDone: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [text, setText] = useState('');
  const ask = (): void => {
    const done = i18n._('The admins of {title} were asked', { title });
    run(async () => {
      await engine.call('joinGroup', { conversation: id, text: text.trim(), clientId: newId() });
      onDone();
    }, done);
  };
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <TextField
        label={i18n._('Say something to the admins')}
        hideLabel
        placeholder={i18n._('Say something to the admins')}
        value={text}
        onChange={setText}
        maxLength={500}
        autoFocus
      />
      <Button kind="primary" type="submit">
        {i18n._('Ask')}
      </Button>
    </form>
  );
}
