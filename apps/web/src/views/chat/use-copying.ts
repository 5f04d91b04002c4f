/**
 * Copying what is selected over several messages: names, times and words, each once.
 *
 * @module
 */
import { useCallback } from 'react';
import type { ClipboardEvent } from 'react';
import { useLingui } from '@lingui/react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { clipboardText } from './clipboard.ts';

/** Within one message, the browser copies what is selected of it. */
export function useCopying(view: TimelineWindow): (event: ClipboardEvent<HTMLElement>) => void {
  const engine = useEngine();
  const { i18n } = useLingui();
  return useCallback(
    (event) => {
      const selection = document.getSelection();
      if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return;
      const range = selection.getRangeAt(0);
      const seqs = new Set<number>();
      for (const article of event.currentTarget.querySelectorAll<HTMLElement>(
        '[data-timeline] article[data-seq]',
      ))
        if (touches(range, article)) seqs.add(Number(article.dataset['seq']));
      const messages = view.slice.get().messages.filter(({ seq }) => seqs.has(seq));
      if (messages.length < 2) return;
      event.preventDefault();
      event.clipboardData.setData('text/plain', clipboardText(messages, engine, i18n));
    },
    [view, engine, i18n],
  );
}

/** Something of the element is selected, not only its edge. */
function touches(range: Range, element: HTMLElement): boolean {
  if (!range.intersectsNode(element)) return false;
  const inside = document.createRange();
  inside.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0)
    inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0)
    inside.setEnd(range.endContainer, range.endOffset);
  return inside.toString() !== '';
}
