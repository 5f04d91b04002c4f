/**
 * The message that another one answers, and where a forwarded one comes from.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { decodeContent } from '@posthorn/protocol';
import type { Forward, Quote } from '@posthorn/protocol';
import { CornerUpRight } from 'lucide-react';
import { lineWords } from '../../model/message-words.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { useName, useTitle } from '../people/use-name.ts';
import { useMessageActions } from './actions.ts';
import { hueOf } from './hue.ts';
import css from './quote.module.css';

/** A click goes to the message. */
export function QuotedMessage({ quote }: { readonly quote: Quote }): ReactNode {
  const { i18n } = useLingui();
  const name = useName(quote.sender === 0 ? undefined : quote.sender);
  const actions = useMessageActions();
  return (
    <button
      type="button"
      className={css.quote}
      data-hue={hueOf(quote.sender)}
      aria-label={i18n._('Go to the quoted message of {name}', { name })}
      onClick={() => actions.jump(quote.seq)}
    >
      <b>
        <bdi>{quote.sender === 0 ? i18n._('The server') : name}</bdi>
      </b>
      <span dir="auto">{lineWords(contentOf(quote), i18n)}</span>
    </button>
  );
}

const contents = new WeakMap<Quote, ReturnType<typeof decodeContent>>();

function contentOf(quote: Quote): ReturnType<typeof decodeContent> {
  let content = contents.get(quote);
  if (content === undefined) contents.set(quote, (content = decodeContent(quote.content)));
  return content;
}

export function ForwardedFrom({ forward }: { readonly forward: Forward }): ReactNode {
  const { i18n } = useLingui();
  const name = useName(forward.user === 0 ? undefined : forward.user);
  const title = useTitle(forward.conversation === 0 ? undefined : forward.conversation);
  const isKnown = forward.user !== 0;
  return (
    <div className={css.forward} title={momentWords(forward.time, i18n.locale)}>
      <CornerUpRight size={13} aria-hidden="true" />
      {isKnown ? i18n._('Forwarded from {name}', { name }) : i18n._('Forwarded')}
      {forward.conversation !== 0 && title !== '…' && <span> · {title}</span>}
    </div>
  );
}
