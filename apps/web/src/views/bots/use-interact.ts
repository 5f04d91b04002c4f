/**
 * Asks a bot: a press, a command, a form; and what it answers.
 *
 * @module
 */
import { useState } from 'react';
import { useLingui } from '@lingui/react';
import type { FieldValueInit, Form, InteractInit } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { refusalWords } from '../../model/bot-words.ts';
import { personName } from '../../model/names.ts';
import { toast } from '../../ui/toast.tsx';

type What = InteractInit['what'];

/** A form that is to be filled in. */
export interface OpenForm {
  /** Another one begins anew. */
  readonly key: string | number;
  readonly form: Form;
  readonly bot: number;
  /** What is asked with these values. */
  readonly what: (values: readonly FieldValueInit[]) => What;
}

export interface Interacting {
  /** Which press waits; empty: none. */
  readonly busy: string;
  /** Why the last press was refused, in words; empty: it was not. */
  readonly trouble: string;
  readonly form: OpenForm | undefined;
  readonly showForm: (form: OpenForm | undefined) => void;
  /** Rejects if it is refused. */
  readonly ask: (bot: number, what: What) => Promise<void>;
  /** Does something that may be refused; one at a time. `key` names it. */
  readonly run: (key: string, work: () => Promise<void>) => void;
  /** Like run(), for one question. */
  readonly press: (key: string, bot: number, what: What) => void;
}

export function useInteract(conversation: number): Interacting {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [busy, setBusy] = useState('');
  const [trouble, setTrouble] = useState('');
  const [form, showForm] = useState<OpenForm>();
  const ask = async (bot: number, what: What): Promise<void> => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { id, outcome, form: asked } = await engine.call('interact', { conversation, what, timeZone });
    if (outcome === 'offline') {
      const name = personName(engine.users.at(bot));
      toast(i18n._('{name} does not answer', { name }), { kind: 'error' });
    }
    const next = (values: readonly FieldValueInit[]): What => ({
      case: 'form',
      value: { interaction: id, values },
    });
    showForm(asked === undefined ? undefined : { key: id, form: asked, bot, what: next });
  };
  const run = (key: string, work: () => Promise<void>): void => {
    if (busy !== '') return;
    setBusy(key);
    setTrouble('');
    void work()
      .catch((error: unknown) => setTrouble(refusalWords(i18n, error)))
      .finally(() => setBusy(''));
  };
  const press = (key: string, bot: number, what: What): void => run(key, () => ask(bot, what));
  return { busy, trouble, form, showForm, ask, run, press };
}
