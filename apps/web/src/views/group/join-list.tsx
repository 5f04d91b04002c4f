/** Who asks to join a group. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Check, UserRoundCheck, X } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Conversation, Join } from '@posthorn/protocol';
import { formatLocale } from '../../model/format-locale.ts';
import { listTime } from '../../model/day-words.ts';
import { newId } from '../../model/ids.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useToday } from '../list/use-today.ts';
import { PersonFace } from '../people/face.tsx';
import { PagedList } from '../people/paged-list.tsx';
import { useName } from '../people/use-name.ts';
import { usePages } from '../people/use-pages.ts';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';

export function JoinList({ info }: { readonly info: Pick<Conversation, 'id'> }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const pages = usePages(String(info.id), async (cursor) => {
    const { joins, next } = await engine.call('listJoins', { conversation: info.id, cursor, limit: 100 });
    return { items: joins, next };
  });
  return (
    <div className={styles.page}>
      <PagedList
        pages={pages}
        label={i18n._('Requests to join')}
        keyOf={({ user }) => user}
        empty={<EmptyState icon={UserRoundCheck} title={i18n._('Nobody asks to join')} />}
      >
        {(join) => <JoinRow conversation={info.id} join={join} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function JoinRow({
  conversation,
  join: { user, time, text },
  onChange,
}: {
  readonly conversation: number;
  readonly join: Join;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const name = useName(user);
  const today = useToday();
  const settle = (accept: boolean): void => {
    run(async () => {
      await engine.call('settleJoin', { conversation, user, accept, clientId: newId() });
      onChange();
    });
  };
  return (
    <div className={styles.item}>
      <PersonFace user={user} size="s" />
      <div className={styles.words}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <small>
          <bdi>
            {listTime(time, today, { locale: formatLocale(i18n) })}
            {text !== '' && ` · ${text}`}
          </bdi>
        </small>
      </div>
      <div className={styles.buttons}>
        <IconButton
          size="s"
          kind="primary"
          icon={Check}
          label={i18n._('Let {name} in', { name })}
          onClick={() => settle(true)}
        />
        <IconButton
          size="s"
          icon={X}
          label={i18n._('Refuse {name}', { name })}
          onClick={() => settle(false)}
        />
      </div>
    </div>
  );
}
