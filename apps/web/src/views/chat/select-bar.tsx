/**
 * What can be done with the selected messages. Stands in the composer's place.
 *
 * @module
 */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Copy, Forward, Star, Undo2, X } from 'lucide-react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useLive, useMe } from '@posthorn/react';
import type { ChatInfo, Rights } from '../../model/message-rights.ts';
import { rightsOf } from '../../model/message-rights.ts';
import { IconButton } from '../../ui/button.tsx';
import type { MessageActions } from '../message/actions.ts';
import type { Selection } from './use-selection.ts';
import css from './select-bar.module.css';

export interface SelectBarProps {
  readonly selection: Selection;
  readonly view: TimelineWindow;
  readonly info: ChatInfo;
  readonly actions: MessageActions;
}

export function SelectBar({ selection, view, info, actions }: SelectBarProps): ReactNode {
  const { i18n } = useLingui();
  const me = useMe();
  const { messages } = useLive(view.slice);
  const { seqs, end } = selection;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      end();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [end]);
  const chosen = messages.filter(({ seq }) => seqs?.has(seq) === true);
  const may = (right: keyof Rights): boolean =>
    chosen.length > 0 && chosen.every((message) => rightsOf(message, info, me)[right]);
  const act = (deed: (all: typeof chosen) => void) => (): void => {
    deed(chosen);
    end();
  };
  return (
    <div className={css.bar} role="toolbar" aria-label={i18n._('Selected messages')}>
      <IconButton icon={X} label={i18n._('Stop selecting')} onClick={end} />
      <span className={css.count} role="status">
        {i18n._('{count, plural, one {# selected} other {# selected}}', { count: chosen.length })}
      </span>
      <IconButton
        icon={Copy}
        label={i18n._('Copy text')}
        disabled={!may('copy')}
        onClick={act(actions.copy)}
      />
      <IconButton
        icon={Forward}
        label={i18n._('Forward')}
        disabled={!may('forward')}
        onClick={act(actions.forward)}
      />
      <IconButton icon={Star} label={i18n._('Star')} disabled={!may('star')} onClick={act(actions.star)} />
      <IconButton
        icon={Undo2}
        label={i18n._('Recall')}
        kind="danger"
        disabled={!may('recall')}
        onClick={act(actions.recall)}
      />
    </div>
  );
}
