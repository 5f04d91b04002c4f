/**
 * Shows pictures and videos over the whole page, with zoom, keys and swipes. PhotoSwipe draws and moves them; its own buttons
 * are written as HTML, which Trusted Types forbid, so they are left out, and ours stand in their place.
 *
 * @module
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useLingui } from '@lingui/react';
import type { Attachment } from '@posthorn/protocol';
import { ChevronLeft, ChevronRight, Download, MessageSquare, X, ZoomIn } from 'lucide-react';
import PhotoSwipe from 'photoswipe';
import 'photoswipe/style.css';
import { fileKind } from '../../model/file-kind.ts';
import { IconButton } from '../../ui/button.tsx';
import { useGo } from '../frame/go.ts';
import { fileUrl } from './file-url.ts';
import { blurredUrl } from './picture.tsx';
import { FILES_CROSS_ORIGIN } from '../frame/root.ts';
import css from './viewer.module.css';

/** A message. */
export interface Place {
  readonly conversation: number;
  readonly seq: number;
}

export interface ViewerItem extends Place {
  readonly file: Attachment;
}

export interface ViewerProps {
  readonly items: readonly ViewerItem[];
  /** Which one is shown first. */
  readonly at: number;
  readonly onClose: () => void;
}

const HIDDEN_PARTS = {
  close: false,
  zoom: false,
  counter: false,
  arrowPrev: false,
  arrowNext: false,
  preloader: false,
} as const;

export function Viewer({ items, at, onClose }: ViewerProps): ReactNode {
  const { i18n } = useLingui();
  const [shown, setShown] = useState<{ readonly swipe: PhotoSwipe; readonly at: number }>();
  const first = useRef({ items, at, onClose, label: i18n._('Viewer') });
  useEffect(() => {
    const { current } = first;
    const swipe = new PhotoSwipe({
      dataSource: current.items.map(slideOf),
      index: current.at,
      ...HIDDEN_PARTS,
      bgOpacity: 0.94,
      loop: false,
      wheelToZoom: true,
      showHideAnimationType: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'none' : 'fade',
      errorMsg: '',
      paddingFn: ({ x }) =>
        x < 720 ? { top: 56, bottom: 72, left: 0, right: 0 } : { top: 60, bottom: 84, left: 72, right: 72 },
    });
    drawVideos(swipe);
    swipe.on('change', () => setShown({ swipe, at: swipe.currIndex }));
    swipe.on('destroy', () => current.onClose());
    swipe.init();
    swipe.element?.setAttribute('aria-label', current.label);
    swipe.element?.setAttribute('aria-modal', 'true');
    setShown({ swipe, at: swipe.currIndex });
    return () => swipe.destroy();
  }, []);

  const item = items[shown?.at ?? at];
  if (shown?.swipe.element === undefined || item === undefined) return undefined;
  return createPortal(
    <Controls swipe={shown.swipe} item={item} at={shown.at} count={items.length} />,
    shown.swipe.element,
  );
}

interface ControlsProps {
  readonly swipe: PhotoSwipe;
  readonly item: ViewerItem;
  readonly at: number;
  readonly count: number;
}

function Controls({ swipe, item, at, count }: ControlsProps): ReactNode {
  const { i18n } = useLingui();
  const { file } = item;
  return (
    <>
      <Bar swipe={swipe} item={item} at={at} count={count} />
      {at > 0 && (
        <IconButton
          className={css.previous}
          icon={ChevronLeft}
          label={i18n._('Previous')}
          onClick={() => swipe.prev()}
        />
      )}
      {at < count - 1 && (
        <IconButton
          className={css.next}
          icon={ChevronRight}
          label={i18n._('Next')}
          onClick={() => swipe.next()}
        />
      )}
      {file.alt !== '' && (
        <p className={css.caption} dir="auto">
          {file.alt}
        </p>
      )}
    </>
  );
}

function Bar({ swipe, item: { file, conversation, seq }, at, count }: ControlsProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const { name } = file;
  return (
    <div className={css.bar}>
      {count > 1 && <span className={css.count}>{i18n._('{at} of {count}', { at: at + 1, count })}</span>}
      <span className={css.name} dir="auto">
        {name}
      </span>
      <IconButton
        className={css.tool}
        icon={MessageSquare}
        label={i18n._('Go to message')}
        onClick={() => {
          swipe.close();
          go.chat(conversation, seq);
        }}
      />
      <IconButton
        className={css.tool}
        icon={ZoomIn}
        label={i18n._('Zoom')}
        onClick={() => swipe.toggleZoom()}
      />
      <a
        className={css.tool}
        href={fileUrl(file.id, { download: true })}
        download={name}
        aria-label={i18n._('Download {name}', { name })}
        data-tip={i18n._('Download')}
      >
        <Download aria-hidden="true" size={20} strokeWidth={1.75} />
      </a>
      <IconButton className={css.tool} icon={X} label={i18n._('Close')} onClick={() => swipe.close()} />
    </div>
  );
}

function slideOf({ file }: ViewerItem): Record<string, unknown> {
  const { id, width, height, thumbhash, alt, name } = file;
  // A video that does not tell its size gets a usual one.
  const size = { width: width > 0 ? width : 1280, height: height > 0 ? height : 720 };
  if (fileKind(file) === 'video') return { ...size, type: 'video', file };
  const msrc = blurredUrl(thumbhash);
  return { ...size, src: fileUrl(id), alt: alt || name, ...(msrc !== undefined && { msrc }) };
}

/** PhotoSwipe knows pictures alone. */
function drawVideos(swipe: PhotoSwipe): void {
  swipe.on('contentLoad', (event) => {
    const { content } = event;
    const { type, file } = content.data as { readonly type?: string; readonly file?: Attachment };
    if (type !== 'video' || file === undefined) return;
    event.preventDefault();
    const video = document.createElement('video');
    video.crossOrigin = FILES_CROSS_ORIGIN ?? null;
    video.src = fileUrl(file.id);
    video.controls = true;
    video.playsInline = true;
    video.preload = 'metadata';
    video.className = css.video ?? '';
    content.element = video as HTMLElement as HTMLDivElement;
    content.state = 'loaded';
  });
  swipe.on('contentLoadImage', ({ content: { element } }) => {
    if (element instanceof HTMLImageElement) element.crossOrigin = FILES_CROSS_ORIGIN ?? null;
  });
  swipe.on('contentDeactivate', ({ content }) => {
    if (content.element instanceof HTMLVideoElement) content.element.pause();
  });
}
