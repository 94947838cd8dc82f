import type { Runtime } from '../../shared/runtime.ts';
import type { AuthorizationRequest, Refusal } from './authorization.ts';

export type Seconds = number | readonly [least: number, most: number];

export interface ComputeSettings {
  /** Region to zones; every project has them. */
  regions: Readonly<Record<string, readonly string[]>>;
  /** Whether a deleted VM's URL stays in its pools: both worlds are possible (P-13). */
  staleMembers: 'keep' | 'vanish';
  /** What adding a member twice does; it is documented nowhere (google-cloud.md, P-11). */
  repeatedMember: 'accept' | 'refuse';
  /** Conflicts are refused at once, or only by the operation; the real API does either. */
  conflicts: 'at once' | 'by operation';
  /** An unknown zone or region was 400 and is 404 now. */
  unknownLocation: 400 | 404;
  /** Where links in answers begin, `https://www.googleapis.com/compute/v1/`; by default the host the request came to. */
  linkBase: string | undefined;
  /** Links inside v1 answers, all but selfLink, zone and region, may say `/compute/beta/`, or the project's number (P-02). */
  references: 'v1' | 'beta' | 'number';
  /** Seconds by method, `instances.insert`, or by verb, `*.insert`; they override latency.ts. */
  latencySeconds: Readonly<Record<string, Seconds>>;
  /** 0.01 makes operations of minutes last a second. */
  latencyScale: number;
  /** How long an operation is PENDING. */
  pendingSeconds: number;
  /** How long a `wait` may last. */
  waitSeconds: number;
  requestIdSeconds: number;
  /** Until a managed group notices that a VM is not as it should be. */
  repairSeconds: number;
  /** Between the notice of a preemption and its end. */
  preemptionSeconds: number;
  /** Until a VM that began to listen counts as healthy. */
  healthySeconds: number;
  /** VMs listen on every port once they run, or on none until told to. */
  listening: 'every port' | 'no port';
  /** Health checkers reach only VMs a firewall lets them reach (N-11). */
  firewallsMatter: boolean;
  /** Whether a caller may act as the service account of a VM; if not, attachDisk fails late (SERVICE_ACCOUNT_ACCESS_DENIED). */
  mayActAs: (principal: string, serviceAccount: string) => boolean;
  authorize: ((request: AuthorizationRequest) => Refusal | undefined) | undefined;
  /** Who calls, by bearer token; undefined is answered with 401. */
  principalOf: (token: string | undefined) => string | undefined;
  callLimit: number;
  /** No page of a list holds more items, whatever is asked for, and in an aggregated list a scope without any takes the place of one. */
  pageLimit: number | undefined;
}

export type ComputeOptions = { runtime: Runtime } & { [K in keyof ComputeSettings]?: ComputeSettings[K] | undefined };

const defaultSettings: ComputeSettings = {
  regions: {
    'us-central1': ['us-central1-a', 'us-central1-b', 'us-central1-c'],
    'europe-west1': ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  },
  staleMembers: 'keep',
  repeatedMember: 'accept',
  conflicts: 'at once',
  unknownLocation: 404,
  linkBase: undefined,
  references: 'v1',
  latencySeconds: {},
  latencyScale: 1,
  pendingSeconds: 0.05,
  waitSeconds: 120,
  requestIdSeconds: 3600,
  repairSeconds: 5,
  preemptionSeconds: 30,
  healthySeconds: 10,
  listening: 'every port',
  firewallsMatter: true,
  mayActAs: () => true,
  authorize: undefined,
  principalOf: () => 'user-1@example.com',
  callLimit: 100_000,
  pageLimit: undefined,
};

export function settingsFrom(options: ComputeOptions): ComputeSettings {
  const given = Object.entries(options).filter(([name, value]) => name !== 'runtime' && value !== undefined);
  return { ...defaultSettings, ...Object.fromEntries(given) };
}
