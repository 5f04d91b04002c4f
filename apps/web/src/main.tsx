import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/base.css';
import type { OpenEngine } from './account/gate.tsx';
import { App } from './app.tsx';
import { openEngineOf } from './engine/open.ts';
import { startServiceWorker } from './push/service-worker.ts';
import { startLook } from './theme/store.ts';
import { SERVER_URL } from './views/frame/root.ts';

/** `?sample` shows made-up people, without a server: for development and tests. `?sample=offline` and `=empty` as well. */
const sample = import.meta.env.DEV ? new URLSearchParams(location.search).get('sample') : null;
const isSample = sample !== null;
const open: OpenEngine = isSample
  ? async () => (await import('./sample/engine.ts')).openSampleOf(sample)
  : ({ user }) => openEngineOf({ user, server: SERVER_URL });

const root = document.getElementById('root');
if (root !== null) {
  // The words come first: they are a few kilobytes, and nothing is drawn twice.
  await startLook().catch(() => {});
  createRoot(root).render(
    <StrictMode>
      <App open={open} session={isSample ? { user: 1, name: 'romeo', session: 0 } : undefined} />
    </StrictMode>,
  );
  void startServiceWorker(); // It never rejects.
}
