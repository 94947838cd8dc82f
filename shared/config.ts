import { z } from 'zod';
import { DeclarationError } from './errors.ts';

/** Everything the surroundings say, read once; nothing else looks at the environment. */
const environment = z.object({
  /** A directory, or gs://bucket/prefix. */
  UNDERPIN_DECLARATIONS: z.string().min(1).default('containers'),
  UNDERPIN_MODE: z.enum(['apply', 'observe']).default('apply'),
  UNDERPIN_REPORT_TOPIC: z.string().optional(),
  UNDERPIN_REPORT_BUCKET: z.string().optional(),
  UNDERPIN_CALLERS: z.string().default(''),
  UNDERPIN_AUDIENCE: z.string().optional(),
  UNDERPIN_SCHEDULE: z.string().optional(),
  UNDERPIN_SUBSCRIPTION: z.string().optional(),
  UNDERPIN_DEAD_LETTER_SUBSCRIPTION: z.string().optional(),
  UNDERPIN_SINK: z.string().optional(),
  UNDERPIN_MOUNT_IMAGE: z.string().optional(),
  /** How long a pass on an event may look again before it asks for redelivery. */
  UNDERPIN_WAIT_SECONDS: z.coerce.number().int().min(0).max(500).default(120),
  /** After this long an audit asks nothing more, and reports what it has as incomplete. */
  UNDERPIN_AUDIT_SECONDS: z.coerce.number().int().min(1).max(3600).default(1500),
  /** Another Compute Engine end point, such as the sandbox's http://127.0.0.1:PORT/compute/v1/. */
  UNDERPIN_COMPUTE_ENDPOINT: z.url().optional(),
  UNDERPIN_CONTAINER_ENDPOINT: z.url().optional(),
  /** Instead of Resource Manager, IAM, Service Usage, Cloud Functions and Cloud Run: the sandbox's `accounts`. */
  UNDERPIN_ACCOUNTS_ENDPOINT: z.url().optional(),
  UNDERPIN_KUBECONFIG: z.string().optional(),
  UNDERPIN_SCHEDULER_ENDPOINT: z.url().optional(),
  UNDERPIN_LOGGING_ENDPOINT: z.url().optional(),
  /** The time zone that the schedule is meant to be in. */
  UNDERPIN_TIME_ZONE: z.string().optional(),
  STORAGE_EMULATOR_HOST: z.string().optional(),
  PUBSUB_EMULATOR_HOST: z.string().optional(),
  KUBECONFIG: z.string().optional(),
  HOME: z.string().optional(),
  XDG_STATE_HOME: z.string().optional(),
  NO_COLOR: z.string().optional(),
  CI: z.string().optional(),
  K_SERVICE: z.string().optional(),
});

export interface Config {
  declarations: string;
  mode: 'apply' | 'observe';
  reportTopic: string | null;
  reportBucket: string | null;
  callers: string[];
  audience: string | null;
  schedule: string | null;
  subscription: string | null;
  deadLetterSubscription: string | null;
  sink: string | null;
  mountImage: string | null;
  waitSeconds: number;
  auditSeconds: number;
  computeEndpoint: string | null;
  containerEndpoint: string | null;
  accountsEndpoint: string | null;
  kubeconfig: string | null;
  pubsubEndpoint: string | null;
  schedulerEndpoint: string | null;
  loggingEndpoint: string | null;
  storageEndpoint: string | null;
  timeZone: string | null;
  /** Where the command line keeps its ledger and the plans it has shown. */
  stateDirectory: string | null;
  colour: boolean;
  /** On Cloud Run: no kubeconfig plug-ins, no terminal. */
  deployed: boolean;
}

/** Throws DeclarationError that names the variable, the value received and what it takes. */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) throw new DeclarationError(problemsOf(parsed.error, variables));
  const read = parsed.data;
  return {
    declarations: read.UNDERPIN_DECLARATIONS,
    mode: read.UNDERPIN_MODE,
    reportTopic: read.UNDERPIN_REPORT_TOPIC || null,
    reportBucket: read.UNDERPIN_REPORT_BUCKET || null,
    callers: read.UNDERPIN_CALLERS.split(',')
      .map((caller) => caller.trim())
      .filter(Boolean),
    audience: read.UNDERPIN_AUDIENCE || null,
    schedule: read.UNDERPIN_SCHEDULE || null,
    subscription: read.UNDERPIN_SUBSCRIPTION || null,
    deadLetterSubscription: read.UNDERPIN_DEAD_LETTER_SUBSCRIPTION || null,
    sink: read.UNDERPIN_SINK || null,
    mountImage: read.UNDERPIN_MOUNT_IMAGE || null,
    waitSeconds: read.UNDERPIN_WAIT_SECONDS,
    auditSeconds: read.UNDERPIN_AUDIT_SECONDS,
    computeEndpoint: read.UNDERPIN_COMPUTE_ENDPOINT ?? null,
    containerEndpoint: read.UNDERPIN_CONTAINER_ENDPOINT ?? null,
    accountsEndpoint: read.UNDERPIN_ACCOUNTS_ENDPOINT ?? null,
    kubeconfig: read.UNDERPIN_KUBECONFIG ?? read.KUBECONFIG ?? (read.HOME ? `${read.HOME}/.kube/config` : null),
    pubsubEndpoint: read.PUBSUB_EMULATOR_HOST ? `http://${read.PUBSUB_EMULATOR_HOST}` : null,
    schedulerEndpoint: read.UNDERPIN_SCHEDULER_ENDPOINT ?? null,
    loggingEndpoint: read.UNDERPIN_LOGGING_ENDPOINT ?? null,
    storageEndpoint: read.STORAGE_EMULATOR_HOST || null,
    timeZone: read.UNDERPIN_TIME_ZONE || null,
    stateDirectory: stateDirectoryIn(read),
    colour: read.NO_COLOR === undefined || read.NO_COLOR === '',
    deployed: read.K_SERVICE !== undefined,
  };
}

function stateDirectoryIn({
  XDG_STATE_HOME,
  HOME,
}: {
  XDG_STATE_HOME?: string | undefined;
  HOME?: string | undefined;
}) {
  if (XDG_STATE_HOME) return `${XDG_STATE_HOME}/underpin`;
  return HOME ? `${HOME}/.local/state/underpin` : null;
}

function problemsOf(error: z.ZodError, variables: Record<string, string | undefined>): string {
  return error.issues
    .map(
      ({ path: [name = ''], message }) =>
        `${String(name)} is \`${variables[String(name)] ?? ''}\`: ${message}; correct the variable and start again`,
    )
    .join('\n');
}
