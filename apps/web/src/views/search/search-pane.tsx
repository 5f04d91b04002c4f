/**
 * Searches messages.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { QueryNote } from '@posthorn/protocol';
import { useStatus } from '@posthorn/react';
import { Search, X } from 'lucide-react';
import { errorWords } from '../../model/error-words.ts';
import { filtersIn, soughtIn, wordsIn } from '../../model/search-query.ts';
import { IconButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useTitle } from '../people/use-name.ts';
import { Counts } from './counts.tsx';
import { Filters } from './filters.tsx';
import { hereProps, Hit, hitProps } from './hit.tsx';
import css from './search.module.css';
import { SeeEnd } from './see-end.tsx';
import { useFound } from './use-found.ts';
import type { FoundState } from './use-found.ts';

export interface SearchPaneProps {
  /** Only in this conversation, until the user takes that away. Undefined: everywhere. */
  readonly conversation?: number;
  /** What to search for at first. */
  readonly query?: string;
  readonly onClose: () => void;
}

const PAUSE_MS = 250;

export function SearchPane({ conversation, query: first = '', onClose }: SearchPaneProps): ReactNode {
  const { i18n } = useLingui();
  const [{ query, asked }, setAsked] = useState({ query: first, asked: first });
  // A link or a command asks for something else while the pane is open.
  if (asked !== first) setAsked({ query: first, asked: first });
  const setQuery = (next: string): void => setAsked({ query: next, asked: first });
  const [isEverywhere, setEverywhere] = useState(conversation === undefined);
  const place = isEverywhere ? undefined : conversation;
  const title = useTitle(place);
  const sought = query.trim();
  const words = filtersIn(sought).length === 0 ? wordsIn(sought) : '';
  const found = useFound(sought, {
    conversation: place,
    counts: place === undefined,
    words,
    pauseMs: PAUSE_MS,
  });
  return (
    <section className={css.pane} aria-label={i18n._('Search')}>
      <header className={css.head}>
        <SearchField
          className={css.field}
          role="searchbox"
          label={i18n._('Search messages')}
          // The pane was opened to type here.
          autoFocus
          value={query}
          onChange={setQuery}
        />
        <IconButton icon={X} label={i18n._('Close')} onClick={onClose} />
      </header>
      <Filters
        query={query}
        onChange={setQuery}
        place={place === undefined ? undefined : title}
        onEverywhere={() => setEverywhere(true)}
      />
      <div className={css.body} aria-busy={found.state === 'searching'}>
        <Results query={sought} found={found} showsPlace={place === undefined} onQuery={setQuery} />
      </div>
    </section>
  );
}

interface ResultsProps {
  readonly query: string;
  readonly found: FoundState;
  readonly showsPlace: boolean;
  readonly onQuery: (query: string) => void;
}

function Results({ query, found, showsPlace, onQuery }: ResultsProps): ReactNode {
  const { i18n } = useLingui();
  const { connection } = useStatus();
  const { state, hits, here, page, error } = found;
  if (query === '')
    return (
      <EmptyState
        icon={Search}
        title={i18n._('Search messages and files')}
        text={i18n._(
          'Words, "exact words", from:ann, has:file, before:2026-11. The filters above write them for you.',
        )}
      />
    );
  const sought = soughtIn(query);
  const side = matchMedia('(min-width: 1081px)').matches ? ({ kind: 'search', query } as const) : undefined;
  const isEmpty = hits.length === 0 && here.length === 0;
  if (state === 'searching' && isEmpty) return <Spinner page />;
  return (
    <>
      {state === 'failed' && isEmpty && (
        <ErrorState offline={connection !== 'online'} text={errorWords(i18n, error)} onRetry={found.again} />
      )}
      {state === 'failed' && !isEmpty && (
        <p className={css.note}>{i18n._('Only what is on this device: the server cannot be asked now.')}</p>
      )}
      <Notes query={query} found={found} />
      {page !== undefined && showsPlace && <Counts counts={page.counts} query={query} onQuery={onQuery} />}
      {state === 'found' && isEmpty && (
        <EmptyState
          icon={Search}
          title={i18n._('Nothing was found')}
          text={i18n._('Try fewer words, or take a filter away.')}
        />
      )}
      <ul className={css.results} aria-label={i18n._('Results')}>
        {here.length > 0
          ? here.map((message) => (
              <Hit
                key={`${message.conversation}/${message.seq}`}
                {...hereProps(message, sought)}
                showsPlace={showsPlace}
                side={side}
              />
            ))
          : hits.map((hit) => (
              <Hit
                key={`${hit.message.conversation}/${hit.message.seq}`}
                {...hitProps(hit)}
                showsPlace={showsPlace}
                side={side}
              />
            ))}
      </ul>
      {state === 'more' && <Spinner />}
      {page !== undefined && page.next !== '' && <SeeEnd onSeen={found.more} turn={hits.length} />}
    </>
  );
}

/** What of the query has no effect, and how far the server has read. */
function Notes({
  query,
  found: { page },
}: {
  readonly query: string;
  readonly found: FoundState;
}): ReactNode {
  const { i18n } = useLingui();
  if (page === undefined) return undefined;
  return (
    <>
      {page.notes.map((note) => (
        <p key={`${note.code} ${note.start}`} className={css.note}>
          {noteText(i18n, note, query.slice(note.start, note.end))}
        </p>
      ))}
      {page.incomplete && (
        <p className={css.note}>
          {i18n._('Older messages are still being read: {progress} %.', { progress: page.progress })}
          <progress className={css.progress} max={100} value={page.progress} />
        </p>
      )}
    </>
  );
}

function noteText(i18n: I18n, { code }: QueryNote, text: string): string {
  switch (code) {
    case 'UNKNOWN_USER':
      return i18n._('Nobody whom you could find is called so: {text}', { text });
    case 'UNKNOWN_CONVERSATION':
      return i18n._('No conversation that you could find is called so: {text}', { text });
    case 'NO_DAY':
      return i18n._('This is no day: {text}', { text });
    case 'TOO_MANY':
      return i18n._('There are too many words: {text} was left out', { text });
    case 'TOO_LONG':
      return i18n._('The query is too long: its end was left out');
    default:
      return i18n._('Not understood: {text}', { text });
  }
}
