import { DeclarationError } from './errors.ts';
import { type Variables, variableReader } from './variable-reader.ts';

/** Everything the surroundings say, read once. */
export interface Config {
  /** A directory, or gs://bucket/prefix. */
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
  /** How long a pass on an event may look again before it asks for redelivery. */
  waitSeconds: number;
  /** After this long an audit asks nothing more, and reports what it has as incomplete. */
  auditSeconds: number;
  /** Another Compute Engine end point, such as the sandbox's http://127.0.0.1:PORT/compute/v1/. */
  computeEndpoint: string | null;
  containerEndpoint: string | null;
  /** Instead of Resource Manager, IAM, Service Usage, Cloud Functions and Cloud Run: the sandbox's `accounts`. */
  accountsEndpoint: string | null;
  kubeconfig: string | null;
  pubsubEndpoint: string | null;
  schedulerEndpoint: string | null;
  loggingEndpoint: string | null;
  storageEndpoint: string | null;
  /** The time zone that the schedule is meant to be in. */
  timeZone: string | null;
  /** Where the command line keeps its ledger and the plans it has shown. */
  stateDirectory: string | null;
  colour: boolean;
  /** On Cloud Run: no kubeconfig plug-ins, no terminal. */
  deployed: boolean;
}

/** Throws DeclarationError that names the variable, the value received and what it takes. Nothing else looks at the environment. */
export function readConfig(variables: Variables = process.env): Config {
  const { text, textOr, oneOf, whole, url, problems } = variableReader(variables);
  const emulator = text('PUBSUB_EMULATOR_HOST');
  const home = text('HOME');
  const config: Config = {
    declarations: textOr('UNDERPIN_DECLARATIONS', 'containers'),
    mode: oneOf('UNDERPIN_MODE', ['apply', 'observe']),
    reportTopic: text('UNDERPIN_REPORT_TOPIC'),
    reportBucket: text('UNDERPIN_REPORT_BUCKET'),
    callers: (text('UNDERPIN_CALLERS') ?? '')
      .split(',')
      .map((caller) => caller.trim())
      .filter(Boolean),
    audience: text('UNDERPIN_AUDIENCE'),
    schedule: text('UNDERPIN_SCHEDULE'),
    subscription: text('UNDERPIN_SUBSCRIPTION'),
    deadLetterSubscription: text('UNDERPIN_DEAD_LETTER_SUBSCRIPTION'),
    sink: text('UNDERPIN_SINK'),
    mountImage: text('UNDERPIN_MOUNT_IMAGE'),
    waitSeconds: whole('UNDERPIN_WAIT_SECONDS', { from: 0, to: 500, otherwise: 120 }),
    auditSeconds: whole('UNDERPIN_AUDIT_SECONDS', { from: 1, to: 3600, otherwise: 1500 }),
    computeEndpoint: url('UNDERPIN_COMPUTE_ENDPOINT'),
    containerEndpoint: url('UNDERPIN_CONTAINER_ENDPOINT'),
    accountsEndpoint: url('UNDERPIN_ACCOUNTS_ENDPOINT'),
    kubeconfig: text('UNDERPIN_KUBECONFIG') ?? text('KUBECONFIG') ?? (home && `${home}/.kube/config`),
    pubsubEndpoint: emulator && `http://${emulator}`,
    schedulerEndpoint: url('UNDERPIN_SCHEDULER_ENDPOINT'),
    loggingEndpoint: url('UNDERPIN_LOGGING_ENDPOINT'),
    storageEndpoint: text('STORAGE_EMULATOR_HOST'),
    timeZone: text('UNDERPIN_TIME_ZONE'),
    stateDirectory: stateDirectoryIn(text('XDG_STATE_HOME'), home),
    colour: text('NO_COLOR') === null,
    deployed: variables.K_SERVICE !== undefined,
  };
  if (problems.length > 0) throw new DeclarationError(problems.join('\n'));
  return config;
}

function stateDirectoryIn(state: string | null, home: string | null): string | null {
  if (state) return `${state}/underpin`;
  return home && `${home}/.local/state/underpin`;
}
