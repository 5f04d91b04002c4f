/**
 * The form that a bot has opened. Loaded with the first one.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { overlayPart } from '../../ui/part.tsx';
import type { Interacting } from './use-interact.ts';

const FormDialog = overlayPart(async () => (await import('./form-dialog.tsx')).FormDialog);

export function FormWindow({ interacting }: { readonly interacting: Interacting }): ReactNode {
  const { form, showForm, ask } = interacting;
  if (form === undefined) return null;
  const close = (): void => showForm(undefined);
  return (
    <Suspense>
      <FormDialog
        key={form.key}
        form={form.form}
        onSend={(values) => ask(form.bot, form.what(values))}
        onClose={close}
        onFailed={close}
      />
    </Suspense>
  );
}
