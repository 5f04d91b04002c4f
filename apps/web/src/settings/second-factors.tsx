/**
 * The second step of logins: the apps and passkeys of the user, and recovery codes.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Fingerprint, Pencil, Smartphone, Trash2 } from 'lucide-react';
import type { Factor, Factors } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { hasPasskeys } from '../factors/passkeys.ts';
import { formatLocale } from '../model/format-locale.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { FactorDialog } from './factor-dialogs.tsx';
import type { Purpose } from './factor-dialogs.tsx';
import { Group, Row, WhenLoaded } from './parts.tsx';
import { useLoaded } from './use-loaded.ts';
import styles from './settings.module.css';

export function SecondFactors(): ReactNode {
  const engine = useEngine();
  const loaded = useLoaded(async () => engine.call('listFactors', {}));
  const [purpose, setPurpose] = useState<Purpose | undefined>(undefined);
  return (
    <>
      <WhenLoaded loaded={loaded}>{(known) => <Known known={known} onPurpose={setPurpose} />}</WhenLoaded>
      {purpose !== undefined && (
        <FactorDialog
          purpose={purpose}
          onChanged={loaded.reload}
          onClose={() => {
            setPurpose(undefined);
          }}
        />
      )}
    </>
  );
}

interface KnownProps {
  readonly known: Factors;
  readonly onPurpose: (purpose: Purpose) => void;
}

function Known({ known, onPurpose }: KnownProps): ReactNode {
  const { i18n } = useLingui();
  const { factors, recoveryCodes, required } = known;
  return (
    <>
      <Group
        title={i18n._('Two-step login')}
        text={i18n._('Whoever has your password still cannot log in without one of these.')}
      >
        {required && <p className={styles.none}>{i18n._('This server wants you to have at least one.')}</p>}
        {factors.length > 0 && (
          <ul className={styles.list}>
            {factors.map((factor) => (
              <Item key={factor.id} factor={factor} onPurpose={onPurpose} />
            ))}
          </ul>
        )}
        <div className={styles.buttons}>
          <Button
            icon={Smartphone}
            onClick={() => {
              onPurpose({ kind: 'app' });
            }}
          >
            {i18n._('Add an authenticator app')}
          </Button>
          {hasPasskeys() && (
            <Button
              icon={Fingerprint}
              onClick={() => {
                onPurpose({ kind: 'passkey' });
              }}
            >
              {i18n._('Add a passkey')}
            </Button>
          )}
        </div>
        {!hasPasskeys() && (
          <p className={styles.hint}>
            {i18n._('Passkeys need a browser that has them, and an address with https and a name.')}
          </p>
        )}
      </Group>
      {factors.length > 0 && <RecoveryGroup left={recoveryCodes} onPurpose={onPurpose} />}
    </>
  );
}

function RecoveryGroup({
  left,
  onPurpose,
}: {
  readonly left: number;
  readonly onPurpose: KnownProps['onPurpose'];
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <Group
      title={i18n._('Recovery codes')}
      text={i18n._('For the day on which you have none of these with you.')}
    >
      <Row
        label={i18n._('{count, plural, =0 {None is left} one {# is left} other {# are left}}', {
          count: left,
        })}
      >
        <Button
          onClick={() => {
            onPurpose({ kind: 'codes' });
          }}
        >
          {i18n._('Make new ones')}
        </Button>
      </Row>
    </Group>
  );
}

function Item({
  factor,
  onPurpose,
}: {
  readonly factor: Factor;
  readonly onPurpose: KnownProps['onPurpose'];
}): ReactNode {
  const { i18n } = useLingui();
  const { name, kind, createdAt, lastUsedAt } = factor;
  const Icon = kind === 'passkey' ? Fingerprint : Smartphone;
  const time = new Intl.DateTimeFormat(formatLocale(i18n), { dateStyle: 'medium' }).format(
    lastUsedAt === 0 ? createdAt : lastUsedAt,
  );
  return (
    <li className={styles.item}>
      <Icon aria-hidden size={20} strokeWidth={1.5} />
      <span className={styles.words}>
        <span className={styles.cut}>
          <bdi>{name}</bdi>
        </span>
        <span className={styles.hint}>
          {lastUsedAt === 0 ? i18n._('Added {time}', { time }) : i18n._('Last used {time}', { time })}
        </span>
      </span>
      <IconButton
        icon={Pencil}
        label={i18n._('Rename {name}', { name })}
        onClick={() => {
          onPurpose({ kind: 'rename', factor });
        }}
      />
      <IconButton
        icon={Trash2}
        label={i18n._('Remove {name}', { name })}
        onClick={() => {
          onPurpose({ kind: 'remove', factor });
        }}
      />
    </li>
  );
}
