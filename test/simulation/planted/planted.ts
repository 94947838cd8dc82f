import { controlBugs } from './control.ts';
import { diskBugs } from './disks.ts';
import type { PlantedBug } from './planted-bug.ts';
import { poolBugs } from './pools.ts';

export const plantedBugs: readonly PlantedBug[] = [...poolBugs, ...diskBugs, ...controlBugs];
