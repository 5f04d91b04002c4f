/**
 * What bots show at the end of a conversation and is in no log.
 *
 * @module
 */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { EyeOff, X } from 'lucide-react';
import type { Ephemeral, StreamNote } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { hue } from '../../model/initials.ts';
import { clockWords } from '../../model/timeline-days.ts';
import { IconButton } from '../../ui/button.tsx';
import { MarkupText } from '../message/markup.tsx';
import { useName } from '../people/use-name.ts';
import { BotMark } from './bot-mark.tsx';
import '../message/hue.css';
import css from './bots.module.css';
import { ComponentRows } from './components.tsx';

/** For the user alone, until they dismiss it. */
export const EphemeralRow = memo(function EphemeralRow({
  message,
}: {
  readonly message: Ephemeral;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const { id, conversation, from, text, time, components } = message;
  const name = useName(from);
  return (
    <article
      className={css.ephemeral}
      data-ephemeral={id}
      aria-label={`${name}, ${i18n._('Only you see this')}`}
    >
      <div className={css.bubble}>
        <div className={css.head}>
          <Who bot={from} name={name} />
          <time dateTime={new Date(time).toISOString()}>{clockWords(time, formatLocale(i18n))}</time>
          <IconButton
            size="s"
            icon={X}
            label={i18n._('Dismiss')}
            onClick={() => engine.dismiss(conversation, id)}
          />
        </div>
        <MarkupText content={{ text, mentions: NOBODY, mentionAll: 'unspecified' }} />
        <ComponentRows
          conversation={conversation}
          bot={from}
          bearer={{ ephemeral: id }}
          components={components}
        />
        <p className={css.alone}>
          <EyeOff aria-hidden="true" size={13} /> {i18n._('Only you see this')}
        </p>
      </div>
    </article>
  );
});

/** A text that still grows. */
export const StreamRow = memo(function StreamRow({ note }: { readonly note: StreamNote }): ReactNode {
  const name = useName(note.user);
  return (
    <article className={css.stream} data-stream={note.stream} aria-label={name} aria-busy="true">
      <div className={css.bubble}>
        <div className={css.head}>
          <Who bot={note.user} name={name} />
        </div>
        <MarkupText
          content={{ text: note.text, mentions: NOBODY, mentionAll: 'unspecified' }}
          end={<span className={css.cursor} aria-hidden="true" />}
        />
      </div>
    </article>
  );
});

const NOBODY: readonly number[] = [];

function Who({ bot, name }: { readonly bot: number; readonly name: string }): ReactNode {
  return (
    <span className={css.who} data-hue={hue(bot)}>
      <bdi>{name}</bdi> <BotMark user={bot} />
    </span>
  );
}
