/**
 * The page's side of the service worker: it is registered, and a new version is taken when the user says so.
 *
 * @module
 */
import type { ToWorker } from '../notices/talk.ts';
import { Signal } from '../ui/signal.ts';
import { SERVER_URL } from '../views/frame/root.ts';
import { workerScript } from './worker-script.ts';

/** Whether a new version of the page is ready; {@link takeUpdate} shows it. */
export const updateReady: Signal<boolean> = new Signal(false);

const LOOK_MS = 3_600_000;
/** A worker that cannot be installed never starts. */
const START_MS = 15_000;

/** The registration; undefined: this browser or this page has none. */
let registering: Promise<ServiceWorkerRegistration | undefined> | undefined;
/** The user of this tab has asked for the new version. */
let isTaking = false;

/** Idempotent. Never rejects: without a service worker the page works, but needs the network to open. */
export function startServiceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  registering ??= register().catch(() => undefined);
  return registering;
}

/** Resolves with the active service worker's registration; undefined: there is none, or none that starts soon. */
export async function activeWorker(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await startServiceWorker();
  if (registration === undefined || registration.active !== null) return registration;
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), START_MS));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Shows the new version: it is loaded anew, here. Other tabs are asked too, and go on with the old one until then. */
export async function takeUpdate(): Promise<void> {
  const registration = await startServiceWorker();
  isTaking = true;
  // Another tab may have taken it already.
  const waiting = registration?.waiting ?? undefined;
  if (waiting === undefined) return location.reload();
  waiting.postMessage({ type: 'take-over' } satisfies ToWorker);
}

async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return undefined;
  const script = new URL('sw.js', document.baseURI);
  if (SERVER_URL !== document.baseURI) script.searchParams.set('server', SERVER_URL);
  const wasControlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isTaking) location.reload();
    // The first one changes nothing; another one has been taken in another tab.
    else if (wasControlled) updateReady.set(true);
  });
  const registration = await navigator.serviceWorker.register(workerScript(script), {
    updateViaCache: 'none',
  });
  watch(registration);
  whenIdle(() => {
    void navigator.serviceWorker.ready.then(({ active }) => {
      active?.postMessage({ type: 'fill' } satisfies ToWorker);
    });
  });
  return registration;
}

const IDLE_MS = 10_000;

function whenIdle(run: () => void): void {
  // Not every browser has it.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: IDLE_MS });
  else setTimeout(run, IDLE_MS);
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // Offline, or the server is away: later then.
    registration.update().catch(() => undefined);
  };
  const tell = (worker: ServiceWorker | null): void => {
    if (worker?.state === 'installed' && registration.active !== null) updateReady.set(true);
  };
  tell(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => tell(installing));
  });
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}
