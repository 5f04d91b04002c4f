/**
 * A message that was found.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { FoundMessage, Incoming } from '@posthorn/client';
import { plainText } from '@posthorn/markup';
import { markupOf } from '../../model/markup-of.ts';
import { useConversation } from '@posthorn/react';
import { Paperclip } from 'lucide-react';
import { Link } from 'wouter';
import { formatLocale } from '../../model/format-locale.ts';
import { fileKind } from '../../model/file-kind.ts';
import { fullTime, listTime } from '../../model/day-words.ts';
import { chatPath } from '../../model/route.ts';
import type { Side } from '../../model/route.ts';
import { markedParts, snippetOf } from '../../model/search-query.ts';
import { Picture } from '../files/picture.tsx';
import { SpeakerFace } from '../people/face.tsx';
import { useTitle } from '../people/use-name.ts';
import { useSpeaker } from '../people/use-speaker.ts';
import css from './search.module.css';

const THUMB_WIDTH = 44;

export interface HitProps {
  readonly message: Incoming;
  readonly snippet: string;
  readonly marks: FoundMessage['marks'];
  readonly isFileName: boolean;
  /** Names the conversation too. */
  readonly showsPlace: boolean;
  /** What lies beside the chat once it is open. */
  readonly side: Side | undefined;
}

export function Hit({ message, snippet, marks, isFileName, showsPlace, side }: HitProps): ReactNode {
  const { i18n } = useLingui();
  const { conversation, seq, sender, time, content } = message;
  const name = useSpeaker(message);
  const title = useTitle(showsPlace ? conversation : undefined);
  const info = useConversation(conversation);
  const options = { locale: formatLocale(i18n) };
  const thread: Side | undefined = content.thread > 0 ? { kind: 'thread', seq: content.thread } : side;
  const place = content.thread > 0 ? content.thread : seq;
  const isDirect = info?.kind === 'direct';
  const picture = content.attachments.find((file) => fileKind(file) === 'picture');
  return (
    <li>
      <Link className={css.hit} href={chatPath(conversation, place, thread)}>
        <SpeakerFace sender={sender} content={content} size="s" />
        <span className={css.hitWords}>
          <span className={css.hitHead}>
            <b dir="auto">{name}</b>
            {showsPlace && !isDirect && (
              <span className={css.place} dir="auto">
                {title}
              </span>
            )}
            <time dateTime={new Date(time).toISOString()} title={fullTime(time, options)}>
              {listTime(time, Date.now(), options)}
            </time>
          </span>
          <span className={css.snippet}>
            {isFileName && <Paperclip aria-hidden="true" />}
            <bdi>
              {markedParts(snippet, marks).map(({ text, isMarked }, at) =>
                isMarked ? <mark key={at}>{text}</mark> : text,
              )}
            </bdi>
          </span>
        </span>
        {picture !== undefined && (
          <span className={css.thumb}>
            <Picture file={picture} width={THUMB_WIDTH} />
          </span>
        )}
      </Link>
    </li>
  );
}

/** What the server has found. */
export function hitProps({
  message,
  snippet,
  marks,
  cutBefore,
  cutBehind,
  matched,
}: FoundMessage): Pick<HitProps, 'message' | 'snippet' | 'marks' | 'isFileName'> {
  const dots = cutBefore ? '… ' : '';
  const moved = marks.map(({ start, end }) => ({ start: start + dots.length, end: end + dots.length }));
  const shown = dots + snippet + (cutBehind ? ' …' : '');
  return { message, snippet: shown, marks: moved, isFileName: matched === 'file-name' };
}

/** What was found on the device. */
export function hereProps(
  message: Incoming,
  words: readonly string[],
): Pick<HitProps, 'message' | 'snippet' | 'marks' | 'isFileName'> {
  const text = plainText(markupOf(message.content), { hideSpoilers: true });
  return { message, ...snippetOf(text, words), isFileName: false };
}
