import { writeFileSync } from 'node:fs';
import { renderMountPolicy } from './mount-policy.ts';

/** `node infra/kubernetes/write-mount-policy.ts [ACCOUNT …]` after a change of the script or of the Job. */
const repairers = process.argv.slice(2);
const access = {
  repairers: repairers.length > 0 ? repairers : ['underpin-repairer@my-project.iam.gserviceaccount.com'],
};
writeFileSync(new URL('./mount-policy.yaml', import.meta.url), renderMountPolicy(access));
