/**
 * The service worker. scripts/service-worker.ts builds it, with the list of the page's files.
 *
 * @module
 */
import type { ShellFiles } from './shell.ts';
import { Worker } from './worker.ts';

declare const self: ServiceWorkerGlobalScope;
declare const SHELL_FILES: ShellFiles;

new Worker(self, SHELL_FILES).listen();
