import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <main>Posthorn</main>
    </StrictMode>,
  );
}
