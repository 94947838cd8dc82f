import { stringify } from 'yaml';
import type { JsonObject } from '../../shared/model/json.ts';
import { mountImage, mountNamespace } from '../../shared/mount/job.ts';
import { jobRules } from './mount-job-rules.ts';
import { podRules, sessionRules } from './mount-pod-rules.ts';

export interface MountAccess {
  /** Service-account e-mails, as the API server knows them. */
  repairers: readonly string[];
  /** Pinned by digest; default: the one that Underpin itself uses. */
  image?: string;
}

interface Policy {
  name: string;
  rule: { apiGroups: string[]; resources: string[]; operations: string[] };
  variables: readonly { name: string; expression: string }[];
  validations: readonly { expression: string; message: string }[];
}

const labels = { app: 'underpin', 'app.kubernetes.io/managed-by': 'underpin' };

/** I-33: the namespace of the mount Jobs, and what keeps everything but exactly those Jobs out of it. */
export function mountPolicy({ repairers, image = mountImage }: MountAccess): JsonObject[] {
  return [
    namespaceOf(repairers, image),
    ...policyObjects(jobRules()),
    ...policyObjects(podRules),
    ...policyObjects(sessionRules),
  ];
}

export function renderMountPolicy(access: MountAccess): string {
  const objects = mountPolicy(access).map((object) =>
    stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 }),
  );
  return `${head}${objects.join('---\n')}`;
}

const head = `# Written by infra/kubernetes/mount-policy.ts; docs/mounts.md tells what it holds. The annotation of the Namespace names
# who may mount disks. For your own accounts: npx node infra/kubernetes/write-mount-policy.ts ACCOUNT … | kubectl apply -f -
`;

/** Who may, and with which image, stands on the Namespace: Underpin's own roles cannot write there. */
function namespaceOf(repairers: readonly string[], image: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: mountNamespace,
      labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'privileged' },
      annotations: { 'underpin.dev/repairers': repairers.join(','), 'underpin.dev/mount-image': image },
    },
  };
}

function policyObjects({ name, rule, variables, validations }: Policy): JsonObject[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const metadata = { name, labels };
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': mountNamespace } },
          resourceRules: [{ ...rule, apiVersions: ['v1'] }],
        },
        variables: variables.map((variable) => ({ ...variable })),
        validations: validations.map((validation) => ({ ...validation, reason: 'Forbidden' })),
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}
