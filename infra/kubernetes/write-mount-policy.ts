import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renderMountPolicy } from './mount-policy.ts';

/**
 * `npx node infra/kubernetes/write-mount-policy.ts [--image=IMAGE] ACCOUNT … | kubectl apply -f -` for the accounts that mount
 * disks. Without an account it writes mount-policy.yaml anew, as an example: after a change of the script or of the Job.
 */
const { positionals, values } = parseArgs({ options: { image: { type: 'string' } }, allowPositionals: true });
const image = values.image ? { image: values.image } : {};
if (positionals.length > 0) {
  process.stdout.write(renderMountPolicy({ repairers: positionals, ...image }));
} else {
  const repairers = ['underpin-repairer@my-project.iam.gserviceaccount.com'];
  writeFileSync(new URL('./mount-policy.yaml', import.meta.url), renderMountPolicy({ repairers, ...image }));
}
