/**
 * How many messages were found where.
 *
 * @module
 */
import type { ReactNode } from 'react';
import type { HitCount } from '@posthorn/protocol';
import { filtersIn, withFilter } from '../../model/search-query.ts';
import { useTitle } from '../people/use-name.ts';
import css from './search.module.css';

export interface CountsProps {
  readonly counts: readonly HitCount[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

const SHOWN = 6;

/** Nothing if everything is in one place. */
export function Counts({ counts, query, onQuery }: CountsProps): ReactNode {
  if (counts.length < 2 || filtersIn(query).some(({ name }) => name === 'in')) return undefined;
  return (
    <div className={css.counts}>
      {counts.slice(0, SHOWN).map((count) => (
        <Count
          key={count.conversation}
          count={count}
          onPick={() => onQuery(withFilter(query, 'in', `#${count.conversation}`))}
        />
      ))}
    </div>
  );
}

function Count({
  count: { conversation, count, more },
  onPick,
}: {
  readonly count: HitCount;
  readonly onPick: () => void;
}): ReactNode {
  const title = useTitle(conversation);
  return (
    <button type="button" className={css.chip} onClick={onPick}>
      <span dir="auto">{title}</span>
      <b>
        {count}
        {more ? '+' : ''}
      </b>
    </button>
  );
}
