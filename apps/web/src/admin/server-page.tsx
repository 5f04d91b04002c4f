/** How the server calls itself and looks, and who may register. */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { Registration, Server, SetServerInit } from '@posthorn/protocol';
import { askServer } from '../account/server.ts';
import { errorWords } from '../model/error-words.ts';
import { Button } from '../ui/button.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ErrorState } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { serverUrl } from '../views/frame/root.ts';
import { useTask } from '../views/people/use-task.ts';
import styles from './admin.module.css';

export function ServerPage(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [server, setServer] = useState<Server>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    engine.call('getServer', {}).then(setServer, setError);
  }, [engine]);
  if (server === undefined) {
    return error === undefined ? <Spinner page /> : <ErrorState text={errorWords(i18n, error)} />;
  }
  return <ServerForm server={server} onChange={setServer} />;
}

type GivenRegistration = Exclude<Registration, 'unspecified'>;

function ServerForm({
  server,
  onChange,
}: {
  readonly server: Server;
  readonly onChange: (server: Server) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [name, setName] = useState(server.name);
  const change = (request: SetServerInit): void => {
    run(async () => {
      onChange(await engine.call('setServer', request));
      await askServer(true);
    }, i18n._('Saved'));
  };
  const registration: GivenRegistration =
    server.registration === 'unspecified' ? 'open' : server.registration;
  return (
    <div className={styles.column} data-narrow>
      <form
        className={`${styles.card} ${styles.form}`}
        onSubmit={(event) => {
          event.preventDefault();
          change({ name: name.trim() });
        }}
      >
        <TextField label={i18n._('Server name')} value={name} onChange={setName} maxLength={100} />
        {name.trim() !== server.name && (
          <div className={styles.buttons}>
            <Button kind="primary" type="submit">
              {i18n._('Save')}
            </Button>
          </div>
        )}
        <Select<GivenRegistration>
          label={i18n._('Who may make an account')}
          value={registration}
          onChange={(next) => change({ registration: next })}
          options={[
            { value: 'open', label: i18n._('Everybody') },
            { value: 'invite', label: i18n._('Who is invited to a group') },
            { value: 'closed', label: i18n._('Nobody') },
          ]}
        />
        <AccentField accent={server.accent} onChange={(accent) => change({ accent })} />
        <LogoField logoUrl={server.logoUrl} onChange={(logo) => change({ logo })} />
      </form>
    </div>
  );
}

function AccentField({
  accent,
  onChange,
}: {
  readonly accent: string;
  readonly onChange: (accent: string) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [chosen, setChosen] = useState(accent);
  return (
    <div className={styles.accent}>
      <label className={styles.accent}>
        <input
          type="color"
          value={chosen === '' ? '#2f5fd0' : chosen}
          onChange={(event) => setChosen(event.target.value)}
          onBlur={() => {
            if (chosen !== accent) onChange(chosen);
          }}
        />
        {i18n._('Colour of links and buttons')}
      </label>
      {chosen !== '' && (
        <Button
          kind="quiet"
          size="s"
          onClick={() => {
            setChosen('');
            onChange('');
          }}
        >
          {i18n._('As usual')}
        </Button>
      )}
    </div>
  );
}

const MAX_LOGO_BYTES = 128 * 1024;

function LogoField({
  logoUrl,
  onChange,
}: {
  readonly logoUrl: string;
  readonly onChange: (logo: Uint8Array) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File): Promise<void> => {
    if (file.size > MAX_LOGO_BYTES) toast(i18n._('A logo has at most 128 KB.'), { kind: 'error' });
    else onChange(new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <div className={styles.accent}>
      {logoUrl !== '' && <img className={styles.logo} src={serverUrl(logoUrl)} alt="" />}
      <Button onClick={() => input.current?.click()}>{i18n._('Choose a logo')}</Button>
      {logoUrl !== '' && (
        <Button kind="quiet" size="s" onClick={() => onChange(new Uint8Array())}>
          {i18n._('Remove')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void choose(file);
        }}
      />
    </div>
  );
}
