import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { renderAccess } from '../../infra/kubernetes.ts';
import { standIn } from './stand-in.ts';
import { readModule } from './terraform-module.ts';

const module = readModule('infra/terraform');
const inCluster = readModule('infra/terraform/kubernetes');
const withTerraform = spawnSync('terraform', ['version']).status === 0 ? test : test.skip;

const home = { project_id: 'my-project', region: 'us-central1' };
withTerraform('a plan with the least that must be said', plansWell, home);
withTerraform('a plan with everything that can be said', plansWell, {
  ...home,
  cluster_projects: ['other-project'],
  name: 'under-2',
  labels: { team: 'web' },
  declarations_dir: join(process.cwd(), 'test/infra'),
  mode: 'apply',
  repair_callers: ['user:ann@example.com', 'serviceAccount:robot@my-project.iam.gserviceaccount.com'],
  allow_creating: true,
  node_service_accounts: ['1-compute@developer.gserviceaccount.com'],
  gke: true,
  watch_kubernetes_audit_log: true,
  read_audit_log: true,
  network: { network: 'default', subnetwork: 'default' },
  secret_files: { '/secrets/home': 'home-kubeconfig' },
  secret_environment: { UNDERPIN_HASH_KEY: 'hash-key' },
  mount_image: `example.com/mount@sha256:${'0'.repeat(64)}`,
  notification_channels: ['projects/my-project/notificationChannels/1'],
  build_service_account: 'projects/my-project/serviceAccounts/build@my-project.iam.gserviceaccount.com',
});
withTerraform(
  'a plan of what a cluster must hold',
  plansWell,
  {
    manifests: renderAccess({
      auditors: ['auditor@example.com'],
      repairers: ['repairer@example.com'],
      resources: [{ group: 'apps', resource: 'deployments' }],
      disks: true,
    }),
  },
  inCluster,
);
withTerraform('a plan with one sink for a folder', plansWell, { ...home, folder_id: '123456789012' });

withTerraform('a project number is no project id', refuses, { ...home, project_id: '123456789012' }, 'project_id');
withTerraform('a zone is no region', refuses, { ...home, region: 'us-central1-a' }, 'region');
withTerraform('nobody public may call', refuses, { ...home, repair_callers: ['allUsers'] }, 'repair_callers');
withTerraform('an image by tag is refused', refuses, { ...home, mount_image: 'example.com/mount:v1' }, 'mount_image');
withTerraform('a mode nobody knows is refused', refuses, { ...home, mode: 'dry-run' }, 'mode');

function plansWell(t: ExecutionContext, variables: object, of = module): void {
  const { status, output } = plan(variables, of);
  t.is(status, 0, output);
  t.regex(output, /Plan: \d\d+ to add, 0 to change, 0 to destroy/);
  t.notRegex(output.replace(/Warning: Unable to open CLI configuration file/g, ''), /Warning:/);
}

function refuses(t: ExecutionContext, variables: object, variable: string): void {
  const { status, output } = plan(variables);
  t.is(status, 1);
  t.regex(output, new RegExp(`Error: Invalid value for variable[\\s\\S]*var\\.${variable}\\b`));
}

function plan(variables: object, of = module): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'underpin-terraform-'));
  const run = (...words: string[]) => spawnSync('terraform', words, { cwd: folder, encoding: 'utf8' });
  try {
    writeFileSync(join(folder, 'main.tf'), standIn(of));
    writeFileSync(join(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
    run('init', '-backend=false', '-no-color');
    const { status, stdout, stderr } = run('plan', '-no-color', '-input=false');
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
