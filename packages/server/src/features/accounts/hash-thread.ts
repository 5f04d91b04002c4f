/**
 * A thread that computes one Argon2id at a time, on time that no other thread of the process wants.
 *
 * @module
 */
import { argon2Sync } from 'node:crypto';
import type { Argon2Parameters } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { yieldToOthers } from '../../low-priority.ts';

const port = parentPort;
if (port === null) throw new Error('this runs in a thread alone');

yieldToOthers();
port.on('message', (parameters: Argon2Parameters) => port.postMessage(argon2Sync('argon2id', parameters)));
