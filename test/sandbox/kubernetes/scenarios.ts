import { cluster } from './scenarios/cluster.ts';
import { locks } from './scenarios/locks.ts';
import { objects } from './scenarios/objects.ts';
import { ownership } from './scenarios/ownership.ts';
import { pods } from './scenarios/pods.ts';
import { services } from './scenarios/services.ts';
import type { Scenarios } from './scenarios/steps.ts';
import { workloads } from './scenarios/workloads.ts';

export const scenarios: Scenarios = {
  ...objects,
  ...locks,
  ...ownership,
  ...services,
  ...pods,
  ...workloads,
  ...cluster,
};
