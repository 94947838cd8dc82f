import { answerBugs } from './answers.ts';
import { declarationBugs } from './declarations.ts';
import { diskBugs } from './disks.ts';
import { firstMountBugs } from './first-mounts.ts';
import { halfLookBugs } from './half-looks.ts';
import { hourBugs } from './hours.ts';
import { lateMarkBugs } from './late-marks.ts';
import { leaseBugs } from './leases.ts';
import { leaverBugs } from './leavers.ts';
import { lookBugs } from './looks.ts';
import { markBugs } from './marks.ts';
import { mountJobBugs } from './mount-jobs.ts';
import { mountBugs } from './mounts.ts';
import { namesakeBugs } from './namesakes.ts';
import { networkBugs } from './network.ts';
import { overlapBugs } from './overlaps.ts';
import { pageBugs } from './pages.ts';
import { planBugs } from './plans.ts';
import type { PlantedBug } from './planted-bug.ts';
import { poolBugs } from './pools.ts';
import { readBackBugs } from './read-backs.ts';
import { recordBugs } from './records.ts';
import { removalBugs } from './removals.ts';
import { requestBugs } from './requests.ts';
import { restartBugs } from './restarts.ts';
import { secondLookBugs } from './second-looks.ts';
import { switchBugs } from './switches.ts';
import { unmountBugs } from './unmounts.ts';
import { widthBugs } from './widths.ts';

export const plantedBugs: readonly PlantedBug[] = [
  ...leaseBugs,
  ...hourBugs,
  ...overlapBugs,
  ...switchBugs,
  ...planBugs,
  ...requestBugs,
  ...answerBugs,
  ...recordBugs,
  ...lookBugs,
  ...secondLookBugs,
  ...lateMarkBugs,
  ...readBackBugs,
  ...pageBugs,
  ...halfLookBugs,
  ...declarationBugs,
  ...markBugs,
  ...poolBugs,
  ...leaverBugs,
  ...diskBugs,
  ...mountBugs,
  ...firstMountBugs,
  ...unmountBugs,
  ...mountJobBugs,
  ...networkBugs,
  ...widthBugs,
  ...namesakeBugs,
  ...removalBugs,
  ...restartBugs,
];
