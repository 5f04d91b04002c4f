/**
 * Buttons and menus below a message of a bot.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { ExternalLink } from 'lucide-react';
import type { Button as BotButton, ComponentRow, Components, InteractInit } from '@posthorn/protocol';
import { safeUrl } from '../../model/markup-of.ts';
import { Button } from '../../ui/button.tsx';
import { part } from '../../ui/part.tsx';
import css from './bots.module.css';
import { FormWindow } from './form-window.tsx';
import { useInteract } from './use-interact.ts';
import type { Interacting } from './use-interact.ts';

const MenuChoice = part(async () => (await import('./menu-choice.tsx')).MenuChoice);

/** What has them: a message of the log, or one for the user alone. */
export type Bearer = { readonly seq: number } | { readonly ephemeral: number };

export interface ComponentRowsProps {
  readonly conversation: number;
  readonly bot: number;
  readonly bearer: Bearer;
  readonly components: Components | undefined;
}

export function ComponentRows({ components, ...place }: ComponentRowsProps): ReactNode {
  // Most messages have none.
  if (components === undefined || components.rows.length === 0) return null;
  return <Rows {...place} rows={components.rows} />;
}

interface RowsProps extends Omit<ComponentRowsProps, 'components'> {
  readonly rows: readonly ComponentRow[];
}

function Rows({ conversation, bot, bearer, rows }: RowsProps): ReactNode {
  const interacting = useInteract(conversation);
  const { busy, trouble, press } = interacting;
  return (
    <div className={css.rows}>
      {rows.map(({ buttons, menu }, index) => (
        <div key={index} className={css.row}>
          {buttons.map((button, at) => (
            <PressButton key={at} button={button} {...{ bot, bearer, interacting }} />
          ))}
          {menu !== undefined && (
            <Suspense fallback={<Button size="s" busy />}>
              <MenuChoice
                menu={menu}
                isBusy={busy === menu.id}
                onChoose={(chosen) =>
                  press(menu.id, bot, { case: 'component', value: { ...bearer, id: menu.id, chosen } })
                }
              />
            </Suspense>
          )}
        </div>
      ))}
      {trouble !== '' && (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      <FormWindow interacting={interacting} />
    </div>
  );
}

interface PressButtonProps {
  readonly button: BotButton;
  readonly bot: number;
  readonly bearer: Bearer;
  readonly interacting: Interacting;
}

function PressButton({ button, bot, bearer, interacting }: PressButtonProps): ReactNode {
  const { id, label, style, url, form, disabled } = button;
  const { busy, press, showForm } = interacting;
  if (url !== '')
    return (
      <a
        className={css.link}
        href={safeUrl(url)}
        title={url}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        <bdi>{label}</bdi>
        <ExternalLink aria-hidden="true" size={13} />
      </a>
    );
  const what = (values?: NonNullable<Pressed['values']>): InteractInit['what'] => ({
    case: 'component',
    value: { ...bearer, id, ...(values !== undefined && { values }) },
  });
  return (
    <Button
      size="s"
      kind={style === 'unspecified' ? 'plain' : style}
      busy={busy === id}
      disabled={disabled}
      onClick={() => {
        if (form === undefined) press(id, bot, what());
        else showForm({ key: id, form, bot, what });
      }}
    >
      <bdi>{label}</bdi>
    </Button>
  );
}

type Pressed = Extract<NonNullable<InteractInit['what']>, { readonly case: 'component' }>['value'];
