/**
 * Files that are dragged over a chat.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/**
 * Takes what is dropped on the nearest ancestor with `data-drop`, or on the composer itself. Elsewhere a file must not replace the
 * page. Returns whether files are dragged over it now.
 */
export function useDrop(
  composer: RefObject<HTMLElement | null>,
  onFiles: (files: readonly File[]) => void,
): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const area = (): Element | null => composer.current?.closest('[data-drop]') ?? composer.current;
    const isHere = ({ target }: DragEvent): boolean =>
      target instanceof Node &&
      area()?.contains(target) === true &&
      !isInnerComposer(target, area(), composer);
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const here = isHere(event);
      if (event.dataTransfer !== null && here) event.dataTransfer.dropEffect = 'copy';
      setOver(here);
    };
    const leave = (event: DragEvent): void => {
      // Without a target it has left the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (isHere(event)) onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [composer, onFiles]);
  return isOver;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** Whether another area lies between: a thread's within the chat's. */
function isInnerComposer(
  target: Node,
  area: Element | null,
  composer: RefObject<HTMLElement | null>,
): boolean {
  if (area === composer.current || !(target instanceof Element)) return false;
  return target.closest('[data-drop]') !== area;
}
