/**
 * Who has read a message, reacted to it, or voted.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import { useEngine, useStatus } from '@posthorn/react';
import { errorWords } from '../../model/error-words.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { PersonFace } from '../people/face.tsx';
import { useName } from '../people/use-name.ts';
import { useAsked } from './use-asked.ts';
import type { Asked } from './use-asked.ts';
import css from './floating.module.css';

interface ListProps {
  readonly message: Incoming;
}

export function ReaderList({ message }: ListProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const { conversation, seq } = message;
  const asked = useAsked(`${conversation}/${seq}`, async () =>
    engine.call('listReaders', { conversation, seq }),
  );
  return (
    <AskedView asked={asked}>
      {({ count, of, users }) => (
        <>
          <p className={css.note}>
            {of === 0
              ? i18n._(
                  '{count, plural, =0 {Nobody has read it yet} one {# has read it} other {# have read it}}',
                  {
                    count,
                  },
                )
              : i18n._('{count} of {of} have read it', { count, of })}
          </p>
          <ul className={css.list}>
            {users.map(({ id }) => (
              <Person key={id} user={id} />
            ))}
          </ul>
        </>
      )}
    </AskedView>
  );
}

export function ReactionList({ message }: ListProps): ReactNode {
  const engine = useEngine();
  const { conversation, seq } = message;
  const asked = useAsked(`${conversation}/${seq}`, async () =>
    engine.call('listReactions', { conversation, seq, limit: 200 }),
  );
  return (
    <AskedView asked={asked}>
      {({ reactions }) => (
        <ul className={css.list}>
          {reactions.map(({ user, emojis }) => (
            <Person key={user} user={user} given={emojis.join(' ')} />
          ))}
        </ul>
      )}
    </AskedView>
  );
}

export function VoteList({ message }: ListProps): ReactNode {
  const engine = useEngine();
  const { conversation, seq, content } = message;
  const asked = useAsked(`${conversation}/${seq}`, async () =>
    engine.call('listVotes', { conversation, seq, limit: 200 }),
  );
  const options = content.kind?.case === 'poll' ? content.kind.value.options : [];
  return (
    <AskedView asked={asked}>
      {({ votes }) =>
        options.map((option, index) => {
          const users = votes.filter(({ choices }) => choices.includes(index));
          if (users.length === 0) return null;
          return (
            <div key={index}>
              <p className={css.heading} dir="auto">
                {option}
              </p>
              <ul className={css.list}>
                {users.map(({ user }) => (
                  <Person key={user} user={user} />
                ))}
              </ul>
            </div>
          );
        })
      }
    </AskedView>
  );
}

export interface AskedViewProps<T> {
  readonly asked: Asked<T>;
  /** It fills a pane; otherwise it stands in a small window. */
  readonly isPane?: boolean;
  readonly children: (value: T) => ReactNode;
}

export function AskedView<T>({ asked, isPane = false, children }: AskedViewProps<T>): ReactNode {
  const { i18n } = useLingui();
  const { connection } = useStatus();
  switch (asked.state) {
    case 'loading':
      return <Spinner page={isPane} />;
    case 'failed': {
      const words = errorWords(i18n, asked.error);
      if (!isPane) return <p className={css.note}>{words}</p>;
      return <ErrorState offline={connection !== 'online'} text={words} onRetry={asked.again} />;
    }
    case 'here':
      return children(asked.value);
  }
}

function Person({ user, given = '' }: { readonly user: number; readonly given?: string }): ReactNode {
  const name = useName(user);
  return (
    <li className={css.person}>
      <PersonFace user={user} size="s" />
      <bdi className={css.name}>{name}</bdi>
      <span className={css.given}>{given}</span>
    </li>
  );
}
