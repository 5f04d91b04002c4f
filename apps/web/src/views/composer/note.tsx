/**
 * What there is to say below the text.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Hourglass, Timer } from 'lucide-react';
import { botCommandIn, fieldsUsage, writtenName } from '../../model/bot-command.ts';
import { typeWords } from '../../model/bot-words.ts';
import { durationText } from '../../model/file-kind.ts';
import { spanWords } from '../../model/span-words.ts';
import css from './composer.module.css';
import type { ComposerState } from './use-composer.ts';

/** What has gone wrong, how much too long the text is, how long slow mode lasts, when the message vanishes. */
export function Note({ composer }: { readonly composer: ComposerState }): ReactNode {
  const { i18n } = useLingui();
  const { trouble, refused, left, heldUntil, vanishAfterMs, text, bots } = composer;
  const { known, interacting } = bots;
  const command = text.startsWith('/') ? botCommandIn(text, known)?.command : undefined;
  const refusal = text.startsWith('/') ? interacting.trouble : '';
  const tooLong = i18n._('{count, plural, one {# byte too long} other {# bytes too long}}', { count: -left });
  const bad = [left < 0 ? tooLong : '', refused, trouble, refusal].filter((each) => each !== '').join(' ');
  if (bad !== '')
    return (
      <div className={css.note} data-kind="bad" role="alert">
        {bad}
      </div>
    );
  if (command !== undefined)
    return (
      <div className={css.note}>
        {[
          writtenName(command, known),
          fieldsUsage(command.fields, (field) => typeWords(i18n, field)),
          command.description,
        ]
          .filter((each) => each !== '')
          .join(' · ')}
      </div>
    );
  if (heldUntil > 0)
    return (
      <div className={css.note} role="timer">
        <Hourglass aria-hidden="true" />
        {i18n._('Slow mode: you can send again in {time}.', { time: durationText(heldUntil - Date.now()) })}
      </div>
    );
  if (vanishAfterMs > 0)
    return (
      <div className={css.note}>
        <Timer aria-hidden="true" />
        {i18n._('Your next messages vanish after {time}.', { time: spanWords(i18n, vanishAfterMs) })}
      </div>
    );
  return undefined;
}
