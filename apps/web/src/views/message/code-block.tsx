/**
 * Code, from left to right whatever is around it, with a button that copies it.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Check, Copy } from 'lucide-react';
import { toClipboard } from '../../ui/clipboard.ts';
import { codeTokens } from '../../model/code-tokens.ts';
import css from './code-block.module.css';

export interface CodeBlockProps {
  readonly text: string;
  readonly language: string;
}

export function CodeBlock({ text, language }: CodeBlockProps): ReactNode {
  const { i18n } = useLingui();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    void toClipboard(text).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div className={css.block} dir="ltr">
      <pre className={css.code} tabIndex={0}>
        <code>
          {codeTokens(text, language).map(({ kind, text: part }, index) =>
            kind === 'plain' ? (
              part
            ) : (
              <span key={index} className={css[kind]}>
                {part}
              </span>
            ),
          )}
        </code>
      </pre>
      <button
        type="button"
        className={css.copy}
        aria-label={isCopied ? i18n._('Copied') : i18n._('Copy code')}
        onClick={copy}
        onPointerLeave={() => setCopied(false)}
      >
        {isCopied ? <Check size={15} /> : <Copy size={15} />}
      </button>
    </div>
  );
}
