import { wireDriftAudit, wireNodeChange } from '../sandbox/cloud/wiring.ts';
import { DeployedGrants, deployInto } from '../sandbox/deployed-home.ts';
import { exampleDirectory } from '../sandbox/home.ts';
import { seedProject } from '../sandbox/seed-cluster.ts';
import { readDeclared } from '../shared/declared/declared.ts';
import { aHomeWorld, type HomeWorld, type HomeWorldOptions } from './a-home-world.ts';

export interface DeployedHome extends HomeWorld {
  grants: DeployedGrants;
  /** The functions that somebody was let in to, by name, each time. */
  called: string[];
}

const urls = {
  nodeChange: 'https://node-change.test/',
  driftAudit: 'https://drift-audit.test/',
  manualRepair: 'https://manual-repair.test/',
};
export const nodeAccount = `nodes@${seedProject}.iam.gserviceaccount.com`;

/** The example's cluster with Underpin deployed for it: accounts, roles, wiring, functions behind a closed door. */
export async function aDeployedHome(options: HomeWorldOptions = {}): Promise<DeployedHome> {
  const grants = new DeployedGrants(seedProject, [nodeAccount]);
  const home = await aHomeWorld({ authorize: () => undefined, ...options, grants: grants.grants });
  const { cloud } = home;
  deployInto(home, { declared: await readDeclared(exampleDirectory), urls });
  wireNodeChange(cloud, { project: seedProject, endpoint: urls.nodeChange });
  wireDriftAudit(cloud, { project: seedProject, region: 'us-central1', endpoint: urls.driftAudit });
  const doors = {
    'underpin-node-change': urls.nodeChange,
    'underpin-drift-audit': urls.driftAudit,
    'underpin-manual-repair': urls.manualRepair,
  };
  const called: string[] = [];
  for (const [name, url] of Object.entries(doors))
    cloud.hosts.set(new URL(url).host, async (request) => {
      const refused = cloud.accounts.functions.refuse(name, request);
      if (!refused) called.push(name);
      return refused ?? new Response('let in');
    });
  return { ...home, grants, called };
}
