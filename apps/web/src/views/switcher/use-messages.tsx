/** Messages for the quick switcher: those on the device at once, then those that the server finds. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { MessageSquareText } from 'lucide-react';
import { useEngine, useStatus } from '@posthorn/react';
import type { Incoming } from '@posthorn/client';
import { plainText } from '@posthorn/markup';
import { markupOf } from '../../model/markup-of.ts';
import { useTitle } from '../people/use-name.ts';
import { useSpeaker } from '../people/use-speaker.ts';
import type { FinderItem } from './finder.tsx';
import styles from './finder.module.css';

export interface MessageItem extends FinderItem {
  readonly message: Incoming;
}

const PAUSE_MS = 250;
const MOST = 8;
/** A single letter finds too much to be of use. A Chinese sign is a word. */
const MIN_LENGTH = 2;

export function useMessages(query: string): {
  readonly items: readonly MessageItem[];
  readonly isLoading: boolean;
} {
  const engine = useEngine();
  const { connection } = useStatus();
  const text = query.trim();
  const isAsked = text.length >= MIN_LENGTH || /\p{Script=Han}/u.test(text);
  const [found, setFound] = useState<{ readonly query: string; readonly messages: readonly Incoming[] }>();
  const [isLoading, setLoading] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    let isOver = false;
    setLoading(true);
    const timer = setTimeout(() => {
      void (async () => {
        const here = await engine.searchHere(text, MOST).catch(() => []);
        if (isOver) return;
        setFound({ query: text, messages: here });
        if (connection === 'online') {
          const hits = await engine.search(text, { limit: MOST }).then(
            (page) => page.hits.map(({ message }) => message),
            () => here,
          );
          if (isOver) return;
          setFound({ query: text, messages: hits });
        }
        setLoading(false);
      })();
    }, PAUSE_MS);
    return () => {
      isOver = true;
      setLoading(false);
      clearTimeout(timer);
    };
  }, [engine, text, isAsked, connection]);
  const messages = isAsked && found?.query === text ? found.messages : [];
  return { items: messages.map(messageItem), isLoading };
}

function messageItem(message: Incoming): MessageItem {
  const { conversation, seq, content } = message;
  const [file] = content.attachments;
  const said = plainText(markupOf(content), { hideSpoilers: true }).replace(/\s+/gu, ' ').trim();
  return {
    key: `m${conversation}/${seq}`,
    message,
    title: (said === '' ? (file?.name ?? '') : said).slice(0, 200),
    face: (
      <span className={styles.glyph}>
        <MessageSquareText aria-hidden size={16} />
      </span>
    ),
    note: <Where message={message} />,
  };
}

function Where({ message }: { readonly message: Incoming }): ReactNode {
  const title = useTitle(message.conversation);
  const name = useSpeaker(message);
  return title === name ? title : `${name} · ${title}`;
}
