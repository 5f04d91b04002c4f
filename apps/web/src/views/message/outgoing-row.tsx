/**
 * A message of this device that is not in the log yet: what becomes of it, and what can be done.
 *
 * @module
 */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import type { OutgoingMessage } from '@posthorn/client/engine';
import type { ContentInit } from '@posthorn/protocol';
import { RotateCw, Trash2 } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { clockWords } from '../../model/timeline-days.ts';
import { errorWords } from '../../model/error-words.ts';
import { OutgoingFiles } from '../files/message-files.tsx';
import { useMessageActions } from './actions.ts';
import { MarkupText } from './markup.tsx';
import { MetaBox, Ticks } from './meta.tsx';
import { QuotedMessage } from './quote.tsx';
import css from './message.module.css';

export interface OutgoingRowProps {
  readonly outgoing: OutgoingMessage;
  readonly quoted: Incoming | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export const OutgoingRow = memo(function OutgoingRow(props: OutgoingRowProps): ReactNode {
  const { outgoing, quoted, isFirst, isLast } = props;
  const { i18n } = useLingui();
  const { content, time, state, error, uploads, clientId } = outgoing;
  const { replyTo = 0 } = content;
  const status =
    state === 'failed' ? 'failed' : state === 'sending' || state === 'uploading' ? 'sending' : 'waiting';
  const end = (
    <MetaBox>
      <time dateTime={new Date(time).toISOString()}>{clockWords(time, formatLocale(i18n))}</time>
      <Ticks status={status} />
    </MetaBox>
  );
  const hasFiles = uploads.length > 0 || (content.attachments?.length ?? 0) > 0;
  return (
    <article
      className={css.message}
      data-client-id={clientId}
      data-mine="true"
      data-first={isFirst}
      data-last={isLast}
      data-state={state}
      aria-label={`${i18n._('You')}, ${clockWords(time, formatLocale(i18n))}`}
      tabIndex={-1}
    >
      <div className={css.bubble}>
        {replyTo > 0 && outgoing.conversation !== undefined && (
          <QuotedMessage
            conversation={outgoing.conversation}
            seq={replyTo}
            quoted={quoted}
            quote={undefined}
          />
        )}
        {hasFiles && <OutgoingFiles message={outgoing} />}
        <OutgoingWords content={content} end={end} />
        {content.kind?.case === 'poll' && <PollOptions options={content.kind.value.options ?? []} />}
        {(state === 'failed' || state === 'delayed') && (
          <Failure outgoing={outgoing} words={error === undefined ? '' : errorWords(i18n, error)} />
        )}
      </div>
    </article>
  );
});

function OutgoingWords(props: { readonly content: ContentInit; readonly end: ReactNode }): ReactNode {
  const { content, end } = props;
  const { text = '', mentions = [], mentionAll = 'unspecified' } = content;
  if (text === '') return <div className={css.line}>{end}</div>;
  return <MarkupText content={{ text, mentions, mentionAll }} end={end} />;
}

function PollOptions({ options }: { readonly options: readonly string[] }): ReactNode {
  return (
    <ul>
      {options.map((option) => (
        <li key={option} dir="auto">
          {option}
        </li>
      ))}
    </ul>
  );
}

function Failure({
  outgoing,
  words,
}: {
  readonly outgoing: OutgoingMessage;
  readonly words: string;
}): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const isFailed = outgoing.state === 'failed';
  return (
    <div className={css.failure} data-failed={isFailed}>
      <span>{isFailed ? words : i18n._('Tried again soon: {reason}', { reason: words })}</span>
      {isFailed && (
        <button type="button" onClick={() => actions.retry(outgoing)}>
          <RotateCw size={13} aria-hidden="true" /> {i18n._('Retry')}
        </button>
      )}
      <button type="button" onClick={() => actions.discard(outgoing)}>
        <Trash2 size={13} aria-hidden="true" /> {i18n._('Discard')}
      </button>
    </div>
  );
}
