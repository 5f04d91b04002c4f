import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Monitor, Moon, Sun } from 'lucide-react';
import { LANGUAGES } from '../theme/languages.ts';
import type { Look } from '../theme/look.ts';
import { setLook, useLook } from '../theme/store.ts';
import { Select } from '../ui/field.tsx';
import { RadioGroup } from '../ui/radio.tsx';
import { Switch } from '../ui/toggle.tsx';
import { Group, Row } from './parts.tsx';

/** Applies to this device alone. */
export function Appearance(): ReactNode {
  const { i18n } = useLingui();
  const look = useLook();
  return (
    <>
      <Group title={i18n._('Appearance')} text={i18n._('On this device.')}>
        <Row label={i18n._('Theme')}>
          <RadioGroup<Look['theme']>
            label={i18n._('Theme')}
            value={look.theme}
            onChange={(theme) => {
              setLook({ theme });
            }}
            options={[
              { value: 'system', label: i18n._('System'), icon: Monitor },
              { value: 'light', label: i18n._('Light'), icon: Sun },
              { value: 'dark', label: i18n._('Dark'), icon: Moon },
            ]}
          />
        </Row>
        <Sizes />
        <Switch
          label={i18n._('Less motion')}
          hint={i18n._('Nothing slides or fades, whatever the device says.')}
          checked={look.motion === 'none'}
          onChange={(isOn) => {
            setLook({ motion: isOn ? 'none' : 'system' });
          }}
        />
      </Group>
      <LanguageChoice />
    </>
  );
}

function Sizes(): ReactNode {
  const { i18n } = useLingui();
  const look = useLook();
  return (
    <>
      <Row label={i18n._('Density')}>
        <RadioGroup<Look['density']>
          label={i18n._('Density')}
          value={look.density}
          onChange={(density) => {
            setLook({ density });
          }}
          options={[
            { value: 'comfortable', label: i18n._('Comfortable') },
            { value: 'compact', label: i18n._('Compact') },
          ]}
        />
      </Row>
      <Row label={i18n._('Text size')}>
        <RadioGroup<Look['textSize']>
          label={i18n._('Text size')}
          value={look.textSize}
          onChange={(textSize) => {
            setLook({ textSize });
          }}
          options={[
            { value: 'small', label: i18n._('Small') },
            { value: 'medium', label: i18n._('Medium') },
            { value: 'large', label: i18n._('Large') },
            { value: 'huge', label: i18n._('Huge') },
          ]}
        />
      </Row>
    </>
  );
}

function LanguageChoice(): ReactNode {
  const { i18n } = useLingui();
  const look = useLook();
  return (
    <Group title={i18n._('Language')}>
      <Select
        label={i18n._('Language')}
        value={look.locale}
        onChange={(locale) => {
          setLook({ locale });
        }}
        options={[
          { value: 'system', label: i18n._('As the browser') },
          ...LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name })),
        ]}
      />
      <Select<Look['direction']>
        label={i18n._('Direction of the page')}
        hint={i18n._('Each message keeps the direction of its own language.')}
        value={look.direction}
        onChange={(direction) => {
          setLook({ direction });
        }}
        options={[
          { value: 'auto', label: i18n._('As the language') },
          { value: 'ltr', label: i18n._('Left to right') },
          { value: 'rtl', label: i18n._('Right to left') },
        ]}
      />
    </Group>
  );
}
