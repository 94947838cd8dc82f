import type { Runtime } from '../shared/runtime.ts';
import type { Transport } from '../shared/transport.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import type { ProjectFacts } from './accounts/project-routes.ts';
import { membershipEvents } from './cloud/group-membership.ts';
import { type Handler, Hosts, hostTransport } from './cloud/hosts.ts';
import { logNodes } from './cloud/node-log.ts';
import { vmSourceOf } from './cloud/vm-source.ts';
import { type Compute, createCompute } from './compute/compute.ts';
import type { Instance } from './compute/kinds.ts';
import type { ComputeOptions } from './compute/options.ts';
import type { Kubernetes } from './kubernetes/kubernetes.ts';
import type { ClusterPlace } from './logging/entry/kubernetes.ts';
import { createLogging, type Logging, type LoggingOptions } from './logging/logging.ts';
import { createPubsub, type Pubsub, type PubsubOptions } from './pubsub/pubsub.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import type { Grants } from './service/policy.ts';
import type { Authorize } from './service/service.ts';
import { createStorage, type Storage } from './storage/storage.ts';

/** A small cloud: what happens in Compute Engine is logged, routed by sinks, published and pushed. */
export interface Cloud {
  project: string;
  runtime: Runtime;
  compute: Compute;
  logging: Logging;
  pubsub: Pubsub;
  scheduler: Scheduler;
  storage: Storage;
  accounts: Accounts;
  /** Who answers for which host. Functions and API servers of this process are added here. */
  hosts: Hosts;
  /** Makes VMs the nodes of a cluster, and lets GKE and clients of this process find its API server. */
  attachCluster(cluster: AttachedCluster): void;
  /** Nothing happens by itself any more. */
  close(): void;
}

export interface CloudOptions {
  runtime: Runtime;
  project?: string;
  projectNumber?: string;
  compute?: Omit<ComputeOptions, 'runtime'>;
  logging?: Pick<LoggingOptions, 'delaySeconds' | 'entryLimit'>;
  pubsub?: Pick<PubsubOptions, 'pushesAtOnce' | 'pullWaitSeconds'>;
  /** How pushes and scheduled calls leave for hosts that this world does not have. */
  outside?: Transport;
  /** Who calls with no token or one that nobody issued. */
  defaultPrincipal?: string | undefined;
  /** Whom the metadata server speaks of. */
  serviceAccount?: string;
  grants?: Grants;
  /** Judges every call to a service of Google: which permission is missing for it? */
  authorize?: Authorize;
}

/** A cluster whose nodes are VMs of this world. */
export interface AttachedCluster {
  place: ClusterPlace;
  /** Its API server; nodes come and go with their VMs where it can attach them. */
  kubernetes: Pick<Kubernetes, 'handle'> & Partial<Pick<Kubernetes, 'attachNodes'>>;
  /** Host name, with a port if it has one, at which clients reach the API server; GKE's `clusters.get` tells it. */
  endpoint: string;
  /** Whether a VM is a node of this cluster. */
  isNode(instance: Instance): boolean;
  /** Write audit entries and Events of its nodes to the log. */
  logsNodes?: boolean;
  caCertificate?: string;
  nodePools?: Record<string, readonly string[]>;
}

export function createCloud(options: CloudOptions): Cloud {
  const { runtime, project = 'my-project', outside = fetch } = options;
  const hosts = new Hosts();
  const transport = hostTransport(hosts, outside);
  const endings: (() => void)[] = [];
  const accounts = createAccounts({ ...accountOptions(options), runtime, project, findProject });
  const { principalOf } = accounts;
  const compute = createCompute({
    principalOf: (token) => principalOf(token),
    authorize: options.authorize,
    ...options.compute,
    runtime,
  });
  compute.state.createProject(project, options.projectNumber ?? '123456789012');

  function findProject(idOrNumber: string): ProjectFacts | undefined {
    try {
      const { id, number } = compute.state.project(idOrNumber);
      return { id, number };
    } catch {
      return undefined;
    }
  }

  const { authorize } = options;
  const sending = { runtime, transport, identityToken: reusedTokens(accounts, runtime), principalOf, authorize };
  const pubsub = createPubsub({ ...options.pubsub, ...sending, ...(options.grants ? { grants: options.grants } : {}) });
  const logging = createLogging({
    ...options.logging,
    runtime,
    principalOf,
    authorize,
    projectNumberOf: (id) => findProject(id)?.number ?? '0',
    publish: (topic, message) => publishIfThere(pubsub, topic, message),
  });
  compute.onEvent((event) => {
    for (const one of [event, ...membershipEvents({ runtime, compute }, event)]) logging.take(one);
  });
  const scheduler = createScheduler(sending);
  const storage = createStorage({ runtime, principalOf });
  const cloud = { project, runtime, compute, logging, pubsub, scheduler, storage, accounts, hosts };
  nameHosts(cloud);

  return {
    ...cloud,
    attachCluster: (cluster) => {
      const { place, kubernetes, endpoint, isNode, logsNodes, caCertificate, nodePools } = cluster;
      const known = { ...(caCertificate ? { caCertificate } : {}), ...(nodePools ? { nodePools } : {}) };
      accounts.addCluster({
        project: place.project,
        location: place.location,
        name: place.cluster,
        endpoint,
        ...known,
      });
      hosts.set(endpoint, kubernetes.handle);
      if (logsNodes) endings.push(logNodes(kubernetes.handle, logging, place));
      const detach = kubernetes.attachNodes?.(vmSourceOf(compute, { project: place.project, isNode }));
      if (detach) endings.push(detach);
    },
    close: () => {
      for (const end of endings) end();
      for (const part of [compute, logging, pubsub, scheduler]) part.close();
    },
  };
}

/** Serves real clients in this process: requests to Google's hosts are answered by this world, the others leave. */
export function cloudTransport(cloud: Pick<Cloud, 'hosts'>, outside: Transport = fetch): Transport {
  return hostTransport(cloud.hosts, outside);
}

function accountOptions({ serviceAccount, grants, authorize, ...options }: CloudOptions) {
  const defaultPrincipal = 'defaultPrincipal' in options ? options.defaultPrincipal : 'user-1@example.com';
  return { defaultPrincipal, authorize, ...(serviceAccount ? { serviceAccount } : {}), ...(grants ? { grants } : {}) };
}

/** A signature costs a millisecond, so the senders use a token for most of its hour, as the real ones do. */
function reusedTokens({ identityToken }: Accounts, { now }: Runtime): NonNullable<PubsubOptions['identityToken']> {
  const kept = new Map<string, { token: string; until: number }>();
  return async ({ email, audience }) => {
    const known = kept.get(`${email} ${audience}`);
    if (known && known.until > now()) return known.token;
    const token = identityToken({ email, audience });
    kept.set(`${email} ${audience}`, { token, until: now() + 45 * 60_000 });
    return token;
  };
}

/** A sink whose topic is gone loses its entries, as the real one does. */
function publishIfThere(
  pubsub: Pubsub,
  topic: string,
  message: { data: string; attributes: Record<string, string> },
): void {
  if (pubsub.hasTopic(topic)) pubsub.publish(topic, message);
}

type Named = Pick<Cloud, 'compute' | 'logging' | 'pubsub' | 'scheduler' | 'storage' | 'accounts' | 'hosts'>;

function nameHosts({ hosts, compute, logging, pubsub, scheduler, storage, accounts }: Named): void {
  const services: [Handler, ...string[]][] = [
    [compute.handle, 'compute.googleapis.com'],
    [logging.handle, 'logging.googleapis.com'],
    [pubsub.handle, 'pubsub.googleapis.com'],
    [scheduler.handle, 'cloudscheduler.googleapis.com'],
    [storage.handle, 'storage.googleapis.com'],
    [accounts.handle, ...accountHosts],
  ];
  for (const [handler, ...names] of services) for (const name of names) hosts.set(name, handler);
  hosts.set('www.googleapis.com', compute.handle, '/compute/');
  hosts.set('www.googleapis.com', compute.handle, '/batch/compute/');
  hosts.set('www.googleapis.com', storage.handle, '/storage/');
  hosts.set('www.googleapis.com', storage.handle, '/upload/storage/');
  hosts.set('www.googleapis.com', accounts.handle, '/oauth2/');
}

const accountHosts = [
  'oauth2.googleapis.com',
  'accounts.google.com',
  'container.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'cloudfunctions.googleapis.com',
  'run.googleapis.com',
  'serviceusage.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'metadata.google.internal',
  'metadata.google.internal.',
  '169.254.169.254',
];
