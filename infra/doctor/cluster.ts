import { borrowedCredentials } from '../../shared/borrowed-credentials.ts';
import { type KubernetesClients, kubernetesClients } from '../../shared/kubernetes-access.ts';
import type { Declared } from '../../shared/model/declared.ts';
import type { Transport } from '../../shared/transport.ts';
import type { World } from '../../shared/world.ts';
import { accessOf } from '../kubernetes/access-of.ts';
import { mountPolicy } from '../kubernetes/mount-policy.ts';
import { accessObjects } from '../kubernetes.ts';
import type { RoleName } from '../roles.ts';
import { attempt, type Check } from './check.ts';
import { checkObjects } from './cluster-objects.ts';
import { checkRights } from './cluster-rights.ts';
import { accountOf, borrowing } from './deployment.ts';
import type { Examination } from './examination.ts';
import { checkKillSwitch } from './kill-switch.ts';

/** The cluster's side: what the accounts may do there, and what must stand there. */
export async function checkCluster(declared: Declared, examination: Examination): Promise<Check[]> {
  const { world, deployment, roles, request } = examination;
  const account = (role: RoleName) => accountOf(deployment, role);
  const hasBuilder = roles.includes('builder');
  const builders = hasBuilder ? [account('builder')] : [];
  const wanted = accessOf([declared], { auditors: [account('auditor')], repairers: [account('repairer')], builders });
  const flags = `--auditor=${account('auditor')} --repairer=${account('repairer')}${builders.map((one) => ` --builder=${one}`).join('')}`;
  const command = `npx underpin rbac ${request.location} ${flags} | kubectl apply -f -`;
  const as = (role: RoleName) => clientsAs(account(role), declared, world);

  const rights = roles.map((role) =>
    attempt(
      `rights of ${role}`,
      async () => checkRights((await as(role)).access, { role, account: account(role), wanted, command }),
      borrowing(account(role), deployment),
    ),
  );
  const objects = attempt('objects', async () => {
    const { access } = await kubernetesClients(world, declared.cluster, world.transport);
    const mounts = wanted.disks ? mountObjects(wanted.repairers, world) : [];
    return [
      ...(await checkObjects(access, accessObjects(wanted), command)),
      ...(await checkObjects(access, mounts, mountCommand(wanted.repairers, world))),
    ];
  });
  const kill = attempt('kill switch can be read', async () => checkKillSwitch(await as('repairer'), command));
  return (await Promise.all([...rights, objects, kill])).flat();
}

function mountObjects(repairers: readonly string[], { config }: World) {
  return mountPolicy({ repairers, ...(config.mountImage && { image: config.mountImage }) });
}

/** mount-policy.yaml itself names nobody who exists: with it every mount would be refused. */
function mountCommand(repairers: readonly string[], { config }: World): string {
  const image = config.mountImage ? `--image=${config.mountImage} ` : '';
  return `npx node infra/kubernetes/write-mount-policy.ts ${image}${repairers.join(' ')} | kubectl apply -f -`;
}

/** As the account itself, by its own token; through a kubeconfig by impersonating it, as `kubectl --as` does. */
async function clientsAs(account: string, { cluster }: Declared, world: World): Promise<KubernetesClients> {
  if (!('kubeconfig' in cluster.spec.kubernetes)) {
    const own = { ...world, credentials: borrowedCredentials(world, account) };
    return kubernetesClients(own, cluster, world.transport);
  }
  return kubernetesClients(world, cluster, impersonating(account, world.transport));
}

function impersonating(account: string, transport: Transport): Transport {
  return (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('impersonate-user', account);
    return transport(url, { ...init, headers });
  };
}
