/**
 * The message that another one answers, and where a forwarded one comes from.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';
import type { Content, Forward, Quote } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { CornerUpRight } from 'lucide-react';
import { hue } from '../../model/initials.ts';
import { formatLocale } from '../../model/format-locale.ts';
import { lineWords } from '../../model/message-words.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { VisuallyHidden } from '../../ui/hidden.tsx';
import { useName, useTitle } from '../people/use-name.ts';
import { useSpeaker } from '../people/use-speaker.ts';
import { useMessageActions } from './actions.ts';
import { useAsked } from './use-asked.ts';
import css from './quote.module.css';

export interface QuotedMessageProps {
  readonly conversation: number;
  readonly seq: number;
  /** As it is now; undefined: it is not loaded. */
  readonly quoted: Incoming | undefined;
  /** As it was when the answer was read; undefined: nobody has said. */
  readonly quote: Quote | undefined;
}

/** A click goes to the message. */
export function QuotedMessage({ conversation, seq, quoted, quote }: QuotedMessageProps): ReactNode {
  if (quoted !== undefined) return <QuoteView seq={seq} sender={quoted.sender} content={quoted.content} />;
  if (quote !== undefined) return <QuoteView seq={seq} sender={quote.sender} content={contentOf(quote)} />;
  return <AskedQuote conversation={conversation} seq={seq} />;
}

/** A message that is not loaded, and that the push of its answer does not bring. */
function AskedQuote({
  conversation,
  seq,
}: {
  readonly conversation: number;
  readonly seq: number;
}): ReactNode {
  const engine = useEngine();
  const asked = useAsked(`${conversation}/${seq}`, async () =>
    engine.call('pull', { ranges: [{ conversation, after: seq - 1, limit: 1 }] }),
  );
  const message = asked.state === 'here' ? asked.value.batches[0]?.messages[0] : undefined;
  const found = message?.seq === seq ? message : undefined;
  return <QuoteView seq={seq} sender={found?.sender} content={found && contentOf(found)} />;
}

interface QuoteViewProps {
  readonly seq: number;
  readonly sender: number | undefined;
  /** Undefined: not known. */
  readonly content: Content | undefined;
}

function QuoteView({ seq, sender, content }: QuoteViewProps): ReactNode {
  const { i18n } = useLingui();
  const known = useSpeaker({ sender: sender ?? 0, content });
  const name = sender === undefined ? '…' : known;
  const actions = useMessageActions();
  return (
    <button
      type="button"
      className={css.quote}
      data-hue={sender === undefined ? undefined : hue(content?.author?.incoming ?? sender)}
      onClick={() => actions.jump(seq)}
    >
      <VisuallyHidden>{i18n._('Go to the quoted message:')} </VisuallyHidden>
      <b>
        <bdi>{name}</bdi>
      </b>
      <span dir="auto">{content === undefined ? '…' : lineWords(content, i18n)}</span>
    </button>
  );
}

const contents = new WeakMap<object, Content>();

function contentOf(quote: Pick<Quote, 'content'>): Content {
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
    <div className={css.forward} title={momentWords(forward.time, formatLocale(i18n))}>
      <CornerUpRight size={13} aria-hidden="true" />
      {isKnown ? i18n._('Forwarded from {name}', { name }) : i18n._('Forwarded')}
      {forward.conversation !== 0 && title !== '…' && <span> · {title}</span>}
    </div>
  );
}
