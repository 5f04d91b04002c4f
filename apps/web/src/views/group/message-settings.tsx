/** How long messages stay, and whether links have previews. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { newId } from '../../model/ids.ts';
import { spanWords } from '../../model/span-words.ts';
import { Select } from '../../ui/field.tsx';
import { Switch } from '../../ui/toggle.tsx';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';

const HOUR_MS = 3_600_000;
const SPANS_MS = [
  0,
  HOUR_MS,
  8 * HOUR_MS,
  24 * HOUR_MS,
  7 * 24 * HOUR_MS,
  28 * 24 * HOUR_MS,
  364 * 24 * HOUR_MS,
];

export interface MessageSettingsProps {
  readonly info: ConversationInfo;
  /** Why they cannot be changed. */
  readonly denied: string | undefined;
}

export function MessageSettings({ info, denied }: MessageSettingsProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { id, vanishAfterMs, noPreviews } = info;
  const isDenied = denied !== undefined;
  const spans = SPANS_MS.includes(vanishAfterMs) ? SPANS_MS : [...SPANS_MS, vanishAfterMs];
  return (
    <section className={styles.section} aria-label={i18n._('Messages')}>
      <h3>{i18n._('Messages')}</h3>
      <Select
        label={i18n._('Messages vanish')}
        hint={denied ?? i18n._('Holds for what is said from now on, for everybody.')}
        disabled={isDenied}
        value={String(vanishAfterMs)}
        onChange={(value) =>
          run(async () =>
            engine.call('setVanishing', { conversation: id, afterMs: Number(value), clientId: newId() }),
          )
        }
        options={spans.map((ms) => ({
          value: String(ms),
          label: ms === 0 ? i18n._('Never') : i18n._('After {span}', { span: spanWords(i18n, ms) }),
        }))}
      />
      <Switch
        label={i18n._('Link previews')}
        hint={denied ?? i18n._('The server asks linked pages for their title and picture.')}
        disabled={isDenied}
        checked={!noPreviews}
        onChange={(isOn) =>
          run(async () => engine.call('setPreviews', { conversation: id, off: !isOn, clientId: newId() }))
        }
      />
    </section>
  );
}
