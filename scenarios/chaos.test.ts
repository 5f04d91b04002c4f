import { test } from 'node:test';
import { killAgainAndAgain } from './support/chaos.ts';

test('nothing is lost, repeated or reordered by a server that dies and comes back', (t) =>
  killAgainAndAgain(t, 2));
