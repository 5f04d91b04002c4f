/**
 * Says above the text what it answers, or that it changes a message.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import { Pencil, Reply, X } from 'lucide-react';
import { previewOf } from '../../model/preview.ts';
import { IconButton } from '../../ui/button.tsx';
import { useSpeaker } from '../people/use-speaker.ts';
import css from './banner.module.css';

export interface BannerProps {
  readonly kind: 'reply' | 'edit';
  readonly message: Incoming;
  readonly onCancel: () => void;
}

export function Banner({ kind, message, onCancel }: BannerProps): ReactNode {
  const { i18n } = useLingui();
  const name = useSpeaker(message);
  const line = { message, draft: undefined, typing: [], isCrowd: false, me: 0, nameOf: () => name };
  const { text } = previewOf(i18n, line);
  const who = message.isMine ? i18n._('yourself') : name;
  return (
    <div className={css.banner}>
      {kind === 'reply' ? <Reply aria-hidden="true" /> : <Pencil aria-hidden="true" />}
      <span className={css.words}>
        <b>{kind === 'edit' ? i18n._('Edit message') : i18n._('Reply to {who}', { who })}</b>
        <span>
          <bdi>{text}</bdi>
        </span>
      </span>
      <IconButton icon={X} size="s" label={i18n._('Cancel')} onClick={onCancel} />
    </div>
  );
}
