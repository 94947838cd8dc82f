import { messageOf } from '../errors.ts';
import { googleFetch } from '../google-client.ts';
import type { AuditedCluster } from '../model/audit.ts';
import type { ChangedBy, ReportedFinding } from '../model/report.ts';
import { readOnly } from '../transport.ts';
import type { World } from '../world.ts';

const mostResources = 40;
const lookBackMilliseconds = 30 * 86_400_000;

/** Who changed it last, from the audit log where that may be read: one request a cluster, and nothing depends on it. */
export async function withAuthors(audited: AuditedCluster, world: World): Promise<AuditedCluster> {
  const { declared, result } = audited;
  const paths = new Map(result.report.findings.flatMap((one) => pathOf(one)));
  if (paths.size === 0) return audited;
  try {
    const resources = [...new Set(paths.values())].slice(0, mostResources);
    const entries = await readEntries(world, { project: declared.cluster.spec.project, resources });
    const findings = result.report.findings.map((one) => authored(one, paths.get(one.subject), entries));
    return { ...audited, result: { ...result, report: { ...result.report, findings } } };
  } catch (error) {
    world.log.info('audit log not read', { cluster: declared.cluster.metadata.name, why: messageOf(error) });
    return audited;
  }
}

const collections: Record<string, string> = {
  TargetPool: 'targetPools',
  ForwardingRule: 'forwardingRules',
  Address: 'addresses',
  Firewall: 'firewalls',
  Disk: 'disks',
  Instance: 'instances',
  HttpHealthCheck: 'httpHealthChecks',
};

/** As the end of the `resourceName` that an audit entry carries; its project may be the id or the number. */
function pathOf({ subject, outcome, status }: ReportedFinding): [string, string][] {
  const [kind = '', ...names] = subject.split('/');
  const collection = collections[kind];
  if (!collection || outcome !== 'drift' || status === 'resolved' || !names.every((name) => /^[a-z0-9-]+$/.test(name)))
    return [];
  const [location, name] = names.length === 2 ? names : [null, names[0]];
  if (location === null || location === undefined) return [[subject, `/global/${collection}/${name}`]];
  const scope = /-[a-z]$/.test(location) ? 'zones' : 'regions';
  return [[subject, `/${scope}/${location}/${collection}/${name}`]];
}

interface Entry extends ChangedBy {
  resource: string;
}

async function readEntries(
  { config, transport, credentials, runtime }: World,
  { project, resources }: { project: string; resources: string[] },
): Promise<Entry[]> {
  const fetcher = googleFetch({ transport: readOnly(transport), credentials });
  const since = new Date(runtime.now() - lookBackMilliseconds).toISOString();
  const filter = [
    'log_id("cloudaudit.googleapis.com/activity")',
    `timestamp>="${since}"`,
    `(${resources.map((resource) => `protoPayload.resourceName:"${resource}"`).join(' OR ')})`,
  ].join(' AND ');
  const url = new URL('/v2/entries:list', config.loggingEndpoint ?? 'https://logging.googleapis.com');
  const response = await fetcher(url.href, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceNames: [`projects/${project}`], filter, orderBy: 'timestamp desc', pageSize: 200 }),
    signal: AbortSignal.timeout(20_000),
  });
  const { entries = [] } = (await response.json()) as { entries?: LogEntry[] };
  const failed = new Set(entries.flatMap(({ severity, operation }) => (severity === 'ERROR' && operation?.id) || []));
  return entries.filter(({ operation }) => !operation?.id || !failed.has(operation.id)).flatMap(entryOf);
}

interface LogEntry {
  timestamp?: string;
  severity?: string;
  /** The same in the entries of one call: when it was accepted, and when it ended. */
  operation?: { id?: string };
  protoPayload?: { resourceName?: string; methodName?: string; authenticationInfo?: { principalEmail?: string } };
}

/** A call that was refused changed nothing, nor did one that was accepted and failed. */
function entryOf({ timestamp = '', severity, protoPayload = {} }: LogEntry): Entry[] {
  const { resourceName = '', methodName = '', authenticationInfo } = protoPayload;
  const who = authenticationInfo?.principalEmail;
  if (!who || severity === 'ERROR') return [];
  const method = methodName.replace(/^(?:v1|beta|alpha)\./, '');
  return [{ resource: resourceName, who, at: timestamp, method }];
}

function authored(one: ReportedFinding, path: string | undefined, entries: Entry[]): ReportedFinding {
  const entry = path === undefined ? undefined : entries.find(({ resource }) => resource.endsWith(path));
  if (!entry) return one;
  const { who, at, method } = entry;
  return { ...one, changedBy: { who, at, method } };
}
