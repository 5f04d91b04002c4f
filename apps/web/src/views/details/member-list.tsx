/** The members of a group: the owner first, then the admins. */
import { useContext, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { SearchX, Users } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { SearchField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PagedList } from '../people/paged-list.tsx';
import { useSettled } from '../people/use-settled.ts';
import { usePages } from '../people/use-pages.ts';
import { MemberRow } from './member-row.tsx';
import { ScrollBox } from './scroll.ts';
import styles from './details.module.css';

/** As the style says. */
const ROW_HEIGHT = 46;

/** Fewer are seen at once. */
const SEARCHED_FROM = 12;

export function MemberList({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const scroll = useContext(ScrollBox);
  const [typed, setTyped] = useState('');
  const prefix = useSettled(typed.trim());
  const { id, memberCount, role } = info;
  const pages = usePages(`${id} ${prefix}`, async (cursor) => {
    const page = { conversation: id, cursor, limit: 100 };
    const { members, next } = await engine.call(
      'listMembers',
      prefix === '' ? { ...page, byRank: true } : { ...page, prefix },
    );
    return { items: members, next };
  });
  useReloadOnChange(`${memberCount} ${role}`, pages.reload);
  if (info.left) {
    return <EmptyState icon={Users} title={i18n._('You have left this group')} />;
  }
  return (
    <div className={styles.members}>
      {(memberCount > SEARCHED_FROM || typed !== '') && (
        <div className={styles.find}>
          <SearchField label={i18n._('Find a member')} value={typed} onChange={setTyped} />
        </div>
      )}
      <PagedList
        pages={pages}
        label={i18n._('Members')}
        keyOf={({ user }) => user}
        virtual={scroll === undefined ? undefined : { scroll, rowHeight: ROW_HEIGHT }}
        empty={<EmptyState icon={SearchX} title={i18n._('Nobody is called so')} />}
      >
        {(member) => <MemberRow info={info} member={member} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

/** Reads again when something has changed since the list was first shown. */
function useReloadOnChange(key: string, reload: () => void): void {
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    reload();
  }, [key, reload]);
}
