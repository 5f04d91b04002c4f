/**
 * What a message said before it was changed.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { AskedView } from './people-lists.tsx';
import { MarkupText } from './markup.tsx';
import { useAsked } from './use-asked.ts';
import css from './floating.module.css';

export function EditList({ message }: { readonly message: Incoming }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const { conversation, seq } = message;
  const asked = useAsked(`${conversation}/${seq}`, async () =>
    engine.call('listEdits', { conversation, seq }),
  );
  return (
    <AskedView asked={asked}>
      {({ messages }) => (
        <ul className={css.list}>
          {messages.map((each) => (
            <li key={each.seq} className={css.edit}>
              <time dateTime={new Date(each.time).toISOString()}>
                {momentWords(each.time, formatLocale(i18n))}
              </time>
              <MarkupText content={saidIn(each)} />
            </li>
          ))}
        </ul>
      )}
    </AskedView>
  );
}

/** The words as they were sent, or as an edit has made them. */
function saidIn({ content }: Message): {
  text: string;
  mentions: readonly number[];
  mentionAll: 'unspecified';
} {
  const { text, kind } = decodeContent(content);
  const said = kind?.case === 'edit' ? kind.value.text : text;
  return { text: said, mentions: [], mentionAll: 'unspecified' };
}
