/**
 * The title of the page, and the dot on its icon. The number on the icon of an installed page is set by push/.
 *
 * @module
 */
import { useEffect } from 'react';
import { useServer } from '../../account/server.ts';
import { useUnreadTotal } from '../list/use-unread.ts';
import { useTitle } from '../people/use-name.ts';
import { useRoute } from './go.ts';

/** `(3) Launch crew · Posthorn`. A component of its own: what is unread changes often, and the page is not drawn anew for it. */
export function PageTitle(): null {
  const route = useRoute();
  const unread = useUnreadTotal();
  const { info } = useServer();
  const conversation = useTitle(route.kind === 'chat' ? route.conversation : undefined);
  const title = [route.kind === 'chat' ? conversation : '', info.name]
    .filter((part) => part !== '')
    .join(' · ');
  useEffect(() => {
    document.title = unread === 0 ? title : `(${unread > 999 ? '999+' : String(unread)}) ${title}`;
  }, [title, unread]);
  const hasNews = unread > 0;
  useEffect(() => {
    drawIcon(hasNews);
  }, [hasNews]);
  return null;
}

const SIZE = 64;

/** The horn, with a dot when something waits. */
function drawIcon(hasNews: boolean): void {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);
  pen.save();
  pen.scale(SIZE / 24, SIZE / 24);
  pen.strokeStyle = colour('--brand');
  pen.lineWidth = 2.4;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.stroke(new Path2D('M3 12h9a4.5 4.5 0 1 0-4.5-4.500V12M12 12h3l6-4v8l-6-4'));
  pen.restore();
  if (hasNews) {
    pen.fillStyle = colour('--bad');
    pen.beginPath();
    pen.arc(SIZE * 0.75, SIZE * 0.75, SIZE * 0.24, 0, Math.PI * 2);
    pen.fill();
  }
  const link =
    document.querySelector<HTMLLinkElement>('link[rel="icon"][data-drawn]') ?? document.createElement('link');
  link.rel = 'icon';
  link.dataset['drawn'] = '';
  link.href = canvas.toDataURL('image/png');
  document.head.append(link);
}
