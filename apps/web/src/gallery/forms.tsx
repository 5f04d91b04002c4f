import { useState } from 'react';
import type { ReactNode } from 'react';
import { PasswordField, SearchField, Select, TextArea, TextField } from '../ui/field.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Checkbox, Switch } from '../ui/toggle.tsx';
import styles from './gallery.module.css';
import { Section } from './section.tsx';

export function Forms(): ReactNode {
  const [text, setText] = useState('Romeo');
  const [on, setOn] = useState(true);
  const [choice, setChoice] = useState<'all' | 'mentions' | 'none'>('all');
  return (
    <Section title="Fields">
      <div className={styles.column}>
        <TextField
          label="Display name"
          value={text}
          onChange={setText}
          hint="Others see it beside your messages."
        />
        <TextField
          label="User name"
          value={text}
          onChange={setText}
          error="This name is taken. Choose another one."
        />
        <PasswordField label="Password" value={text} onChange={setText} />
      </div>
      <div className={styles.column}>
        <TextArea label="Topic" value={text} onChange={setText} />
        <Select
          label="Notify me of"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'all', label: 'Every message' },
            { value: 'mentions', label: 'Mentions' },
            { value: 'none', label: 'Nothing' },
          ]}
        />
        <SearchField label="Search" value={text} onChange={setText} />
      </div>
      <div className={styles.column}>
        <Switch label="Sounds" hint="A short one for each message." checked={on} onChange={setOn} />
        <Switch label="Badges" checked={!on} onChange={(value) => setOn(!value)} />
        <Switch label="Not now" checked={false} onChange={() => {}} disabled />
        <Checkbox label="Several answers" checked={on} onChange={setOn} />
        <Checkbox
          label="Anonymous"
          hint="Nobody sees who voted."
          checked={!on}
          onChange={(value) => setOn(!value)}
        />
      </div>
    </Section>
  );
}

export function TabBars(): ReactNode {
  const [tab, setTab] = useState<'members' | 'media' | 'files'>('members');
  const tabs = [
    { id: 'members', label: 'Members', count: 24 },
    { id: 'media', label: 'Media' },
    { id: 'files', label: 'Files' },
  ] as const;
  return (
    <Section title="Tabs">
      <div className={styles.column}>
        <Tabs label="Details" tabs={tabs} value={tab} onChange={setTab}>
          <p>{tab}</p>
        </Tabs>
      </div>
      <div className={styles.column}>
        <Tabs label="Filter" kind="pill" tabs={tabs} value={tab} onChange={setTab} />
      </div>
    </Section>
  );
}
