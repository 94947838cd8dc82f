import type { CommandEnd } from './run-command.ts';

type Run = (...args: string[]) => Promise<CommandEnd>;

/** Both ways of asking where the manifests of the directory differ. */
export interface Sides {
  directory: string;
  kubectl: Run;
  audit: Run;
}

/** kubectl's faster way. */
export const serverSide = ['--server-side', '--force-conflicts'] as const;

/** Each as a person would do it -> the object that differs then. */
const changes: Readonly<Record<string, readonly string[]>> = {
  'ConfigMap/default/app-3-one': [
    'patch',
    'configmap',
    'app-3-one',
    '-p',
    '{"data":{"settings.properties":"mode=test"}}',
  ],
  'ConfigMap/default/app-4-two': ['delete', 'configmap', 'app-4-two'],
  'Deployment/default/app-1': ['scale', 'deployment', 'app-1', '--replicas=1'],
  'Deployment/default/app-2': ['set', 'image', 'deployment', 'app-2', 'app-2=registry.example.com/app-2:2.0'],
  'Service/default/app-5': ['patch', 'service', 'app-5', '-p', '{"spec":{"selector":{"app":"app-6"}}}'],
  'Service/default/app-7': ['label', 'service', 'app-7', 'app=other', '--overwrite'],
};

export async function changeByHand(kubectl: Sides['kubectl']): Promise<string[]> {
  for (const args of Object.values(changes)) {
    const { status, errors } = await kubectl(...args);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${errors}`);
  }
  return Object.keys(changes);
}

/** The objects that each side says differ, in order. */
export async function verdictsOf({ directory, kubectl, audit }: Sides) {
  const told = JSON.parse((await audit('-o', 'json')).output) as { findings: Finding[] };
  const { output } = await kubectl('diff', ...serverSide, '-R', '-f', directory);
  return {
    byAudit: inOrder(told.findings.filter(({ outcome }) => outcome === 'drift').map(({ subject }) => subject)),
    byKubectl: inOrder([...output.matchAll(/^diff .*\/(\S+)$/gm)].map(([, file = '']) => subjectOf(file))),
  };
}

interface Finding {
  outcome: string;
  subject: string;
}

/** kubectl names its files `apps.v1.Deployment.default.app-1`. */
function subjectOf(file: string): string {
  return file.split('.').slice(-3).join('/');
}

function inOrder(subjects: string[]): string[] {
  return [...new Set(subjects)].toSorted();
}
