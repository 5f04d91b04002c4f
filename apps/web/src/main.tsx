import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './app.tsx';
import { startLook } from './theme/store.ts';

const root = document.getElementById('root');
if (root !== null) {
  // The words come first: they are a few kilobytes, and nothing is drawn twice.
  await startLook().catch(() => {});
  createRoot(root).render(
    <StrictMode>
      <App open={async () => (await import('./sample/engine.ts')).openSample()} />
    </StrictMode>,
  );
}
