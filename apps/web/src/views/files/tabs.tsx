/**
 * What a conversation has of pictures, files and links.
 *
 * @module
 */
import { Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { FoundMessage, Incoming } from '@posthorn/client';
import { useStatus } from '@posthorn/react';
import { File, Image, Link as LinkIcon, Play } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { formatLocale } from '../../model/format-locale.ts';
import { listTime } from '../../model/day-words.ts';
import { errorWords } from '../../model/error-words.ts';
import { durationText, fileKind } from '../../model/file-kind.ts';
import { byMonth, linksOf } from '../../model/shared-media.ts';
import { chatPath } from '../../model/route.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { useSpeaker } from '../people/use-speaker.ts';
import { SeeEnd } from '../search/see-end.tsx';
import { useFound } from '../search/use-found.ts';
import { FileCard } from './file-card.tsx';
import { Picture } from './picture.tsx';
import css from './tabs.module.css';
import { overlayPart } from '../../ui/part.tsx';

const Viewer = overlayPart(async () => (await import('./viewer.tsx')).Viewer);

export interface FilesTabProps {
  readonly conversation: number;
}

const PAGE = 50;
const THUMB_WIDTH = 110;

export function MediaTab({ conversation }: FilesTabProps): ReactNode {
  const { i18n } = useLingui();
  const [opened, setOpened] = useState<number>();
  return (
    <Shared
      conversation={conversation}
      query="kind:image kind:video"
      icon={Image}
      title={i18n._('No pictures yet')}
      text={i18n._('Pictures and videos of this conversation are shown here.')}
    >
      {(hits) => {
        const items = hits.flatMap(({ message }) =>
          message.content.attachments
            .filter((file) => ['picture', 'video'].includes(fileKind(file)))
            .map((file) => ({ file, conversation, seq: message.seq, time: message.time })),
        );
        return (
          <>
            {byMonth(items, formatLocale(i18n)).map(({ month, from, items: some }) => (
              <section key={month} className={css.month}>
                <h3>{month}</h3>
                <div className={css.pictures}>
                  {some.map(({ file, seq }, at) => (
                    <button
                      key={`${seq} ${file.id}`}
                      type="button"
                      className={css.picture}
                      aria-label={file.alt || file.name}
                      onClick={() => setOpened(from + at)}
                    >
                      {fileKind(file) === 'picture' || file.thumbnails.length > 0 ? (
                        <Picture file={file} width={THUMB_WIDTH} />
                      ) : (
                        <Play aria-hidden="true" />
                      )}
                      {fileKind(file) === 'video' && (
                        <span className={css.length}>{durationText(file.durationMs)}</span>
                      )}
                    </button>
                  ))}
                </div>
              </section>
            ))}
            {opened !== undefined && (
              <Suspense>
                <Viewer
                  items={items}
                  at={opened}
                  onClose={() => setOpened(undefined)}
                  onFailed={() => setOpened(undefined)}
                />
              </Suspense>
            )}
          </>
        );
      }}
    </Shared>
  );
}

export function FilesTab({ conversation }: FilesTabProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Shared
      conversation={conversation}
      query="kind:file kind:audio"
      icon={File}
      title={i18n._('No files yet')}
      text={i18n._('Documents and other files of this conversation are shown here.')}
    >
      {(hits) => (
        <ul className={css.list}>
          {hits.flatMap(({ message }) =>
            message.content.attachments
              .filter((file) => ['file', 'audio'].includes(fileKind(file)))
              .map((file) => (
                <li key={`${message.seq} ${file.id}`}>
                  <FileCard id={file.id} name={file.name} bytes={file.bytes} />
                  <Origin message={message} />
                </li>
              )),
          )}
        </ul>
      )}
    </Shared>
  );
}

export function LinksTab({ conversation }: FilesTabProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Shared
      conversation={conversation}
      query="has:link"
      icon={LinkIcon}
      title={i18n._('No links yet')}
      text={i18n._('Links of this conversation are shown here.')}
    >
      {(hits) => (
        <ul className={css.list}>
          {hits.flatMap(({ message }) =>
            linksOf(message).map(({ url, host, title, text }) => (
              <li key={`${message.seq} ${url}`}>
                <a className={css.link} href={url} target="_blank" rel="noopener noreferrer nofollow">
                  <span className={css.linkMark} aria-hidden="true">
                    {host
                      .replace(/^www\./, '')
                      .charAt(0)
                      .toUpperCase()}
                  </span>
                  <span className={css.linkWords}>
                    <b>
                      <bdi>{title}</bdi>
                    </b>
                    <small>
                      <bdi>{text}</bdi>
                    </small>
                  </span>
                </a>
                <Origin message={message} />
              </li>
            )),
          )}
        </ul>
      )}
    </Shared>
  );
}

/** Who has said it and when; leads to the message. */
function Origin({ message }: { readonly message: Incoming }): ReactNode {
  const { conversation, seq, time } = message;
  const { i18n } = useLingui();
  const name = useSpeaker(message);
  return (
    <Link className={css.origin} href={chatPath(conversation, seq)}>
      {name} · {listTime(time, Date.now(), { locale: formatLocale(i18n) })}
    </Link>
  );
}

interface SharedProps {
  readonly conversation: number;
  readonly query: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly children: (hits: readonly FoundMessage[]) => ReactNode;
}

/** The server finds it, a page at a time. */
function Shared({ conversation, query, icon, title, text, children }: SharedProps): ReactNode {
  const { i18n } = useLingui();
  const { connection } = useStatus();
  const found = useFound(query, { conversation, limit: PAGE });
  if (found.state === 'failed')
    return (
      <ErrorState
        offline={connection !== 'online'}
        text={errorWords(i18n, found.error)}
        onRetry={found.again}
      />
    );
  if (found.page === undefined) return <Spinner page />;
  if (found.hits.length === 0) return <EmptyState icon={icon} title={title} text={text} />;
  return (
    <>
      {children(found.hits)}
      {found.state === 'more' && <Spinner />}
      {found.page.next !== '' && <SeeEnd onSeen={found.more} turn={found.hits.length} />}
    </>
  );
}
