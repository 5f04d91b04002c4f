import { useState } from 'react';
import type { ReactNode } from 'react';
import { EngineProvider } from '@posthorn/react';
import { sampleData } from '../sample/data.ts';
import { openSample } from '../sample/engine.ts';
import { sampleOutgoing } from '../sample/outgoing.ts';
import { ChatView } from '../views/chat/chat-view.tsx';
import { StateBar } from '../views/frame/state-bar.tsx';
import styles from './gallery.module.css';

/** A conversation with messages of every kind, and own ones in every state. */
export function Messages(): ReactNode {
  const [engine] = useState(() => {
    const now = Date.now();
    return openSample({ data: { ...sampleData(now), outgoing: sampleOutgoing(now) } });
  });
  return (
    <section className={styles.chat} aria-label="Messages of every kind">
      <EngineProvider engine={engine}>
        <ChatView conversation={1} seq={undefined} />
      </EngineProvider>
    </section>
  );
}

const STATES = [
  { connection: 'connecting', waiting: 2, failed: 0 },
  { connection: 'offline', waiting: 1, failed: 0 },
  { connection: 'online', waiting: 0, failed: 1 },
] as const;

export function StateBars(): ReactNode {
  const [engines] = useState(() => STATES.map((status) => openSample({ status })));
  return engines.map((engine, at) => (
    <EngineProvider key={at} engine={engine}>
      <StateBar />
    </EngineProvider>
  ));
}
