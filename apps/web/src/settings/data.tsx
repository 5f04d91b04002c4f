import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Download } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import { FormError } from '../account/login-form.tsx';
import { endSession } from '../account/session.ts';
import { Refusal, useSubmit } from '../account/use-submit.ts';
import { codeOf } from '../model/error-words.ts';
import { sizeText } from '../model/file-kind.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PasswordField } from '../ui/field.tsx';
import { toast } from '../ui/toast.tsx';
import { serverUrl } from '../views/frame/root.ts';
import { useTask } from '../views/people/use-task.ts';
import { Group, Row, WhenLoaded } from './parts.tsx';
import { useLoaded } from './use-loaded.ts';
import styles from './settings.module.css';

export function Data(): ReactNode {
  return (
    <>
      <AtServer />
      <OnDevice />
      <Export />
      <Erasure />
    </>
  );
}

/** What the files of the user have of what they may have. */
function AtServer(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const loaded = useLoaded(async () => engine.call('getStorage', {}));
  return (
    <Group
      title={i18n._('Storage used')}
      text={i18n._('Files that you have sent are kept by the server as long as they are in a message.')}
    >
      <WhenLoaded loaded={loaded}>
        {({ bytes, files, quotaBytes }) => (
          <Used
            label={i18n._('{files, plural, one {# file} other {# files}} at the server', { files })}
            used={bytes}
            all={quotaBytes}
          />
        )}
      </WhenLoaded>
    </Group>
  );
}

interface UsedProps {
  readonly label: string;
  /** Bytes. */
  readonly used: number;
  readonly all: number;
}

function Used({ label, used, all }: UsedProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <Row label={label}>
        {i18n._('{used} of {all}', { used: sizeText(used, i18n.locale), all: sizeText(all, i18n.locale) })}
      </Row>
      <div className={styles.meter}>
        <i style={{ inlineSize: `${String(Math.min(100, (used / all) * 100))}%` }} />
      </div>
    </>
  );
}

interface Room {
  readonly usage: number;
  /** 0: the browser does not say. */
  readonly quota: number;
  readonly isKept: boolean;
}

function OnDevice(): ReactNode {
  const { i18n } = useLingui();
  const loaded = useLoaded(roomOnDevice);
  return (
    <Group
      title={i18n._('On this device')}
      text={i18n._('What you have read is kept here, so that it opens at once and without a network.')}
    >
      <WhenLoaded loaded={loaded}>
        {({ usage, quota, isKept }) => (
          <>
            {quota > 0 && <Used label={i18n._('Used')} used={usage} all={quota} />}
            <Row
              label={i18n._('Keep it when the device runs out of room')}
              hint={isKept ? i18n._('The browser keeps it.') : i18n._('The browser may remove it.')}
            >
              {!isKept && <KeepButton onKept={loaded.reload} />}
            </Row>
          </>
        )}
      </WhenLoaded>
    </Group>
  );
}

function KeepButton({ onKept }: { readonly onKept: () => void }): ReactNode {
  const { i18n } = useLingui();
  const run = useTask();
  const keep = async (): Promise<void> => {
    if ((await storage()?.persist()) === true) onKept();
    else toast(i18n._('The browser does not promise it.'));
  };
  return (
    <Button
      onClick={() => {
        run(keep);
      }}
    >
      {i18n._('Keep')}
    </Button>
  );
}

async function roomOnDevice(): Promise<Room> {
  const { usage = 0, quota = 0 } = (await storage()?.estimate()) ?? {};
  return { usage, quota, isKept: (await storage()?.persisted()) ?? false };
}

/** Pages without TLS have none. */
function storage(): StorageManager | undefined {
  return (navigator as Partial<Navigator>).storage;
}

function Export(): ReactNode {
  const { i18n } = useLingui();
  return (
    <Group
      title={i18n._('Your data')}
      text={i18n._(
        'Everything that the server keeps about you, and all messages that you may read, as one file.',
      )}
    >
      <div className={styles.buttons}>
        <a href={serverUrl('v1/me/export')} download className={styles.download}>
          <Download aria-hidden size={17} />
          {i18n._('Download')}
        </a>
      </div>
    </Group>
  );
}

function Erasure(): ReactNode {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  return (
    <Group
      title={i18n._('Erase the account')}
      text={i18n._(
        'Your profile, your files and what you have written are erased for good. Nobody can bring them back.',
      )}
    >
      <div className={styles.buttons}>
        <Button
          kind="danger"
          onClick={() => {
            setOpen(true);
          }}
        >
          {i18n._('Erase the account…')}
        </Button>
      </div>
      <EraseDialog
        open={isOpen}
        onClose={() => {
          setOpen(false);
        }}
      />
    </Group>
  );
}

function EraseDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [password, setPassword] = useState('');
  const { isBusy, error, onSubmit, clear } = useSubmit(async () => {
    try {
      await engine.call('eraseAccount', { password });
    } catch (failure) {
      if (codeOf(failure) !== 'FORBIDDEN') throw failure;
      throw new Refusal(i18n._('On this server only administrators erase accounts. Ask one.'));
    }
    await endSession(engine);
  });
  const close = (): void => {
    onClose();
    setPassword('');
    clear();
  };
  return (
    <Dialog
      size="s"
      title={i18n._('Erase the account for good?')}
      open={open}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{i18n._('Cancel')}</Button>
          <Button type="submit" form="erase" kind="danger" busy={isBusy} disabled={password === ''}>
            {i18n._('Erase')}
          </Button>
        </>
      }
    >
      <form id="erase" className={styles.form} onSubmit={onSubmit}>
        <p>{i18n._('Type your password to confirm it.')}</p>
        <PasswordField
          label={i18n._('Password')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <FormError text={error} />
      </form>
    </Dialog>
  );
}
