/** A cluster as processes, on PostgreSQL and NATS; the full run has the other databases. */
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { describeCluster } from './support/cluster-of-processes.ts';

for (const engine of TEST_ENGINES) if (engine.name === 'PostgreSQL') await describeCluster(engine);
