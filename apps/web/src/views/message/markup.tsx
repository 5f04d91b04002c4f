/**
 * The words of a message. Its tree becomes React nodes, so nothing in it can be HTML.
 *
 * @module
 */
import { createContext, useContext, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useMe } from '@posthorn/react';
import type { Content } from '@posthorn/protocol';
import type { Block, Inline, Item, List, Span } from '@posthorn/markup';
import { inlineWords, isBigEmoji, linkTarget, markupOf, safeUrl } from '../../model/markup-of.ts';
import { useMessageActions } from './actions.ts';
import { CodeBlock } from './code-block.tsx';
import css from './markup.module.css';

type Said = Pick<Content, 'text' | 'mentions' | 'mentionAll'>;

const SaidContext = createContext<Said>({ text: '', mentions: [], mentionAll: 'unspecified' });

export interface MarkupTextProps {
  readonly content: Said;
  /** Stands at the end of the last line if there is room, else below it. */
  readonly end?: ReactNode;
}

/** Each paragraph takes its direction from its own words. */
export function MarkupText({ content, end }: MarkupTextProps): ReactNode {
  if (isBigEmoji(content.text))
    return (
      <div className={css.big}>
        {content.text}
        {end}
      </div>
    );
  const tree = markupOf(content);
  const isInside = tree.at(-1)?.type === 'paragraph';
  return (
    <SaidContext value={content}>
      <div className={css.text}>
        {blocks(tree, isInside ? end : undefined)}
        {!isInside && end}
      </div>
    </SaidContext>
  );
}

function blocks(nodes: readonly Block[], end?: ReactNode): ReactNode {
  return nodes.map((node, index) => (
    <BlockNode key={index} node={node} end={index === nodes.length - 1 ? end : undefined} />
  ));
}

function BlockNode({ node, end }: { readonly node: Block; readonly end: ReactNode }): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return (
        <p dir="auto">
          {inlines(node.content)}
          {end}
        </p>
      );
    case 'code-block':
      return <CodeBlock text={node.text} language={node.language} />;
    case 'quote':
      return (
        <blockquote className={css.quote} dir="auto">
          {blocks(node.content)}
        </blockquote>
      );
    case 'list':
      return <ListNode list={node} />;
  }
}

function ListNode({ list: { items } }: { readonly list: List }): ReactNode {
  const draw = ({ number, content }: Item, index: number): ReactNode => (
    <li key={index} value={number} dir="auto">
      {blocks(content)}
    </li>
  );
  const isNumbered = items[0]?.number !== undefined;
  return isNumbered ? <ol dir="auto">{items.map(draw)}</ol> : <ul dir="auto">{items.map(draw)}</ul>;
}

function inlines(nodes: readonly Inline[]): ReactNode {
  return nodes.map((node, index) => <InlineNode key={index} node={node} />);
}

function InlineNode({ node }: { readonly node: Inline }): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'code':
      return (
        <code className={css.code} dir="ltr">
          {node.text}
        </code>
      );
    case 'link':
      return <LinkNode url={node.url} content={node.content} />;
    case 'mention':
      return <Mention name={node.name} />;
    case 'spoiler':
      return <Spoiler node={node} />;
    case 'bold':
      return <strong>{inlines(node.content)}</strong>;
    case 'italic':
      return <em>{inlines(node.content)}</em>;
    case 'strike':
      return <s>{inlines(node.content)}</s>;
  }
}

/** Where a link leads is always to be seen: its host stands behind words that do not tell it. */
function LinkNode({
  url,
  content,
}: {
  readonly url: string;
  readonly content: readonly Inline[];
}): ReactNode {
  const href = safeUrl(url);
  if (href === undefined) return inlines(content);
  const target = linkTarget(url, inlineWords(content));
  return (
    <a className={css.link} href={href} title={url} target="_blank" rel="noopener noreferrer nofollow">
      {inlines(content)}
      {target !== undefined && (
        <span className={css.host} dir="ltr">
          {target}
        </span>
      )}
    </a>
  );
}

/** A name that alerts somebody. Others are words. */
function Mention({ name }: { readonly name: string }): ReactNode {
  const { mentions, mentionAll } = useContext(SaidContext);
  const me = useMe();
  const actions = useMessageActions();
  const isAll = name === 'all' || name === 'here';
  if (isAll ? mentionAll === 'unspecified' : mentions.length === 0) return `@${name}`;
  if (isAll) return <span className={css.mine}>@{name}</span>;
  const isMe = me !== undefined && mentions.includes(me.id) && me.name.toLowerCase() === name.toLowerCase();
  return (
    <button type="button" className={isMe ? css.mine : css.mention} onClick={() => actions.person(name)}>
      <bdi>@{name}</bdi>
    </button>
  );
}

function Spoiler({ node }: { readonly node: Span }): ReactNode {
  const { i18n } = useLingui();
  const [isShown, setShown] = useState(false);
  if (isShown) return <span className={css.revealed}>{inlines(node.content)}</span>;
  return (
    <button
      type="button"
      className={css.spoiler}
      aria-label={i18n._('Spoiler: show')}
      onClick={() => setShown(true)}
    >
      <span aria-hidden="true">{inlineWords(node.content).replaceAll(/\S/gu, '█')}</span>
    </button>
  );
}
