import { describe, it } from 'node:test';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { busConformance } from '../../src/conformance/index.ts';
import { systemClock } from '../../src/system.ts';

busConformance(
  { describe, it },
  { name: 'memory', open: async (onError) => createMemoryBus({ clock: systemClock, onError }) },
);
